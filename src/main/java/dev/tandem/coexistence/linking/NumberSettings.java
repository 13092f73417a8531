package dev.tandem.coexistence.linking;

import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.Limits;
import dev.tandem.domain.TemplateName;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an operator chose for a number that was linked by the API.
 *
 * @param messagingAccountId the messaging account that its sends name (R11), or null
 * @param autoHistory when its history is asked for by itself
 */
public record NumberSettings(
        Limits limits,
        @Nullable TemplateName defaultTemplate,
        @Nullable String messagingAccountId,
        AutoHistory autoHistory) {

    /** The limits of a number that says nothing of them (R41, R43, R47, R48). */
    public static final Limits STANDARD_LIMITS = new Limits(OptionalInt.of(20), true, false, OptionalInt.of(5), 6, 45);

    public static final NumberSettings STANDARD =
            new NumberSettings(STANDARD_LIMITS, null, null, AutoHistory.LAST_HOUR);
}
