/** The Graph side: the calls a business makes, checked as strictly as Meta checks them. */
@NullMarked
package dev.tandem.simulator.graph;

import org.jspecify.annotations.NullMarked;
