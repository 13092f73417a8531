package dev.tandem.coexistence.linking;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as the {@link TokenKeeper} keeps it, and its end.
 *
 * @param text a seal, or a reference to where the token lies
 * @param expiresAt as Meta or whoever gave it said, null when nobody did or when it never expires
 */
public record KeptToken(String text, @Nullable Instant expiresAt) {

    /** The same token under another key. */
    KeptToken sealedAs(String seal) {
        return new KeptToken(seal, expiresAt);
    }
}
