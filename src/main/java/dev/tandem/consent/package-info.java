/**
 * What persons want to receive: opt-outs, opt-ins, the words with which they ask for either, and what follows from it when a
 * send leaves. Services over the ports declared here; knows neither Camel nor SQL nor JMS.
 */
@NullMarked
package dev.tandem.consent;

import org.jspecify.annotations.NullMarked;
