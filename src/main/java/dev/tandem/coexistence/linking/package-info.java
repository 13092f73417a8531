/** A number is linked: the checklist before, the owner's dialog, the code exchanged for a token, the app subscribed, and nothing registered. Services over the ports declared here; knows neither Camel nor SQL. */
@NullMarked
package dev.tandem.coexistence.linking;

import org.jspecify.annotations.NullMarked;
