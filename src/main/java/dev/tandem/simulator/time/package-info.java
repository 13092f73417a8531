/** The simulator's clock, which tests move forward, and the agenda of what is due by it. */
@NullMarked
package dev.tandem.simulator.time;

import org.jspecify.annotations.NullMarked;
