/** The past of a linked number is asked for exactly once, and its end is told. Services over the ports declared here; knows neither Camel nor SQL. */
@NullMarked
package dev.tandem.coexistence.sync;

import org.jspecify.annotations.NullMarked;
