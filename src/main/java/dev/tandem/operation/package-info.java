/** What an operator asks and does about the house itself: dead letters, raw webhooks, retention, persons, figures. */
@NullMarked
package dev.tandem.operation;

import org.jspecify.annotations.NullMarked;
