/** The connection to the phone: linked, offboarded, disconnected; its signs of life and the alarms. Services over the ports declared here; knows neither Camel nor SQL. */
@NullMarked
package dev.tandem.coexistence.watch;

import org.jspecify.annotations.NullMarked;
