/** What the simulator received, kept as evidence, and the figures drawn from it. */
@NullMarked
package dev.tandem.simulator.received;

import org.jspecify.annotations.NullMarked;
