/**
 * The simulator: Meta's Graph API and the owner's phone over HTTP, as a Spring application of its own. It shares no
 * code with the engine and is the judge of it: its limits, windows and counts are its own.
 */
@NullMarked
package dev.tandem.simulator;

import org.jspecify.annotations.NullMarked;
