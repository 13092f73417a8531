/**
 * What Meta lists of the numbers' templates, and whether a send may leave as one of them. Services over the ports declared
 * here; knows neither Camel nor SQL nor JMS.
 */
@NullMarked
package dev.tandem.template;

import org.jspecify.annotations.NullMarked;
