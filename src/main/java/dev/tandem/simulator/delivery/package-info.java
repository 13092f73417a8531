/** What becomes of an accepted send: its statuses and their price. */
@NullMarked
package dev.tandem.simulator.delivery;

import org.jspecify.annotations.NullMarked;
