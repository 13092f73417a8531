/** Message templates of a WhatsApp Business Account and the check of a send against them. */
@NullMarked
package dev.tandem.simulator.template;

import org.jspecify.annotations.NullMarked;
