/**
 * Files: what persons and the phone sent is fetched from Meta and put on the shelf, and what a send names by {@code file} is
 * uploaded before it leaves. Services over the ports declared here; knows neither Camel nor SQL.
 */
@NullMarked
package dev.tandem.media;

import org.jspecify.annotations.NullMarked;
