/** Simulated business numbers, the people they talk to, and the limits Meta enforces on them. */
@NullMarked
package dev.tandem.simulator.number;

import org.jspecify.annotations.NullMarked;
