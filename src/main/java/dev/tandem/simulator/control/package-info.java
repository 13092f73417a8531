/** The control side under /control: what tests and people who try it can make happen. */
@NullMarked
package dev.tandem.simulator.control;

import org.jspecify.annotations.NullMarked;
