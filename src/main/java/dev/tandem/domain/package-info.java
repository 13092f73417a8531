/**
 * Records and pure rules: window, ladder of statuses, states and reasons of a send, pace, classes of answers. Stands on
 * the JDK alone; time comes in as an argument, so every rule can be tested on any clock.
 */
@NullMarked
package dev.tandem.domain;

import org.jspecify.annotations.NullMarked;
