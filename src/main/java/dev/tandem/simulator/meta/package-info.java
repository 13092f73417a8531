/** How Meta writes things: error codes, message ids, user ids, escaped JSON, signatures. */
@NullMarked
package dev.tandem.simulator.meta;

import org.jspecify.annotations.NullMarked;
