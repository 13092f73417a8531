/** The phones: a user who writes, and the owner who types in the WhatsApp Business App. */
@NullMarked
package dev.tandem.simulator.phone;

import org.jspecify.annotations.NullMarked;
