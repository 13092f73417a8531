/** Properties, wiring, security and the start. Imported by nobody. */
@NullMarked
package dev.tandem.config;

import org.jspecify.annotations.NullMarked;
