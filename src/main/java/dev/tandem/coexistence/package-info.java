/**
 * Living with the phone: a number is linked, its past is asked for exactly once, its connection is watched. Services over the
 * ports declared here; knows neither Camel nor SQL.
 */
@NullMarked
package dev.tandem.coexistence;

import org.jspecify.annotations.NullMarked;
