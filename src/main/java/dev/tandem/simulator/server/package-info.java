/** The HTTP server under both sides, able to drop and reset connections on purpose. */
@NullMarked
package dev.tandem.simulator.server;

import org.jspecify.annotations.NullMarked;
