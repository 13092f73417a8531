/** Between the domain and Meta's JSON: bodies of the send API and its answers. No database, no Camel. */
@NullMarked
package dev.tandem.cloudapi;

import org.jspecify.annotations.NullMarked;
