/**
 * The flow of a send: accepting, feeding the lanes, deciding late, marking, recording answers and statuses. Services over
 * the ports declared here; knows neither Camel nor SQL nor JMS.
 */
@NullMarked
package dev.tandem.send;

import org.jspecify.annotations.NullMarked;
