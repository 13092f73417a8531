/** Meta's Embedded Signup for numbers that stay on the phone: the dialog, its codes, and the app that is subscribed. */
@NullMarked
package dev.tandem.simulator.signup;

import org.jspecify.annotations.NullMarked;
