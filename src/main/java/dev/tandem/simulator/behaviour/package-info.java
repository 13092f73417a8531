/** How the simulated Meta behaves: switches for what is untidy or doubtful, injected faults, seeded chance. */
@NullMarked
package dev.tandem.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
