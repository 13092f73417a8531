/** The form of messages, declared field by field: what must be there, what may, how long, and nothing else. */
@NullMarked
package dev.tandem.simulator.graph.shape;

import org.jspecify.annotations.NullMarked;
