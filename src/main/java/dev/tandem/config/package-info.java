/** Configuration properties and wiring; imported by nobody. */
@NullMarked
package dev.tandem.config;

import org.jspecify.annotations.NullMarked;
