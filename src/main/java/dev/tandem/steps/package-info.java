/** The vocabulary of the YAML routes: one small bean per room, and the only place for Camel's annotations. */
@NullMarked
package dev.tandem.steps;

import org.jspecify.annotations.NullMarked;
