/**
 * Campaigns by dropped file: telling how a file is written, reading its rows, accepting them through the one door, and the
 * result file. Services over the ports declared here; knows neither Camel nor SQL nor JMS.
 */
@NullMarked
package dev.tandem.campaign;

import org.jspecify.annotations.NullMarked;
