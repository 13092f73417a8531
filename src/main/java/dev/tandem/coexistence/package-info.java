/**
 * Living with the phone: a number is linked, its past is asked for exactly once, its connection is watched. Each has a
 * room of its own; here is what they tell each other and the world.
 */
@NullMarked
package dev.tandem.coexistence;

import org.jspecify.annotations.NullMarked;
