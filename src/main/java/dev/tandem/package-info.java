/** Tandem: an Apache Camel engine for WhatsApp coexistence numbers. This package holds the launcher only. */
@NullMarked
package dev.tandem;

import org.jspecify.annotations.NullMarked;
