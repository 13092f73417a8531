package dev.tandem.coexistence.linking;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A token that Meta gave for a code.
 *
 * @param livesFor from when it was asked for, null when Meta does not say, as of tokens that never expire
 */
public record IssuedToken(Secret token, @Nullable Duration livesFor) {}
