/**
 * The way back: checking, splitting and understanding what Meta's webhook brings, and reading it again. Services over the
 * ports declared here; knows neither Camel nor SQL nor JMS.
 */
@NullMarked
package dev.tandem.webhook;

import org.jspecify.annotations.NullMarked;
