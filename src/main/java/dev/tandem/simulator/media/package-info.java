/** The files that Meta keeps: what people send, and what the business uploads. */
@NullMarked
package dev.tandem.simulator.media;

import org.jspecify.annotations.NullMarked;
