/** Signed webhooks: batched, posted, retried until the receiver answers 200. */
@NullMarked
package dev.tandem.simulator.webhook;

import org.jspecify.annotations.NullMarked;
