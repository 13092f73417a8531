package dev.tandem.coexistence.linking;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for who links a number. It begins with a code of Embedded Signup, with a token, or with the place where
 * the token lies; a number of {@code numbers.yaml} that was linked again needs none of them, and takes only a code.
 *
 * @param expiresAt when the token expires, null when nobody knows or when it never does; of a code Meta says it
 * @param alias null when the number has one
 * @param linkedAt null for what Meta says, or now
 * @param settings null for the standard ones, or those that the number has
 * @param by the name of the API key
 */
public record LinkWish(
        @Nullable Secret code,
        @Nullable Secret accessToken,
        @Nullable String tokenRef,
        @Nullable Instant expiresAt,
        @Nullable String wabaId,
        @Nullable String phoneNumberId,
        @Nullable String alias,
        @Nullable Instant linkedAt,
        @Nullable NumberSettings settings,
        String by) {}
