/** The phone's past: made, asked for by {@code smb_app_data}, and delivered in phases and chunks (R14 to R30). */
@NullMarked
package dev.tandem.simulator.past;

import org.jspecify.annotations.NullMarked;
