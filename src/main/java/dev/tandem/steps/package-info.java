/** The vocabulary of the YAML: one small bean per room, and the only place for Camel beside linter and wiring. */
@NullMarked
package dev.tandem.steps;

import org.jspecify.annotations.NullMarked;
