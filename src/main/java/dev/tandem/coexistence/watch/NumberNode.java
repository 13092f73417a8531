package dev.tandem.coexistence.watch;

import dev.tandem.domain.BusinessNumber;
import java.util.Optional;

/** What Meta says of a number when it is asked (R5). Waits for the network. Thread-safe. */
@FunctionalInterface
public interface NumberNode {

    /** Whether the number is on the app and on the Cloud API at once; empty for everything but an explicit answer. */
    Optional<Boolean> isOnApp(BusinessNumber number);

    /** Everything that the watch asks for, in one call. */
    default Said ask(BusinessNumber number) {
        return new Said(isOnApp(number), "");
    }

    /**
     * What Meta said.
     *
     * @param isOnApp as {@link #isOnApp}
     * @param quality {@code GREEN}, {@code YELLOW}, {@code RED} or another word of Meta's; empty when it said nothing
     */
    record Said(Optional<Boolean> isOnApp, String quality) {}
}
