package dev.tandem.coexistence;

import dev.tandem.domain.Limits;
import dev.tandem.domain.TemplateName;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an operator chose for a number that was linked by the API.
 *
 * @param autoHistory {@code at-once}, {@code last-hour} or {@code never}
 */
public record NumberSettings(Limits limits, @Nullable TemplateName defaultTemplate, String autoHistory) {

    /** The words of {@code autoHistory}. */
    public static final List<String> AUTO_HISTORY = List.of("at-once", "last-hour", "never");

    /** The limits of a number that says nothing of them (R41, R43, R47, R48). */
    public static final Limits STANDARD_LIMITS = new Limits(OptionalInt.of(20), true, false, OptionalInt.of(5), 6, 45);

    public static final NumberSettings STANDARD = new NumberSettings(STANDARD_LIMITS, null, "last-hour");
}
