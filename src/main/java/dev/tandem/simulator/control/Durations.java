package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Spans of time in control calls: seconds as a number, {@code "24h"}, {@code "14d"}, or ISO such as {@code "PT90M"}. */
final class Durations {
    private static final Pattern SHORT = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

    private Durations() {}

    static Duration read(@Nullable JsonNode value) {
        if (value != null && value.isNumber() && value.doubleValue() >= 0) {
            return Duration.ofMillis((long) (value.doubleValue() * 1000));
        }
        String text = value == null ? "" : value.asText().strip();
        Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Told below, together with every other wrong form.
        }
        throw ControlException.badRequest(
                "advance must be seconds as a number, or a span such as \"24h\", \"14d\" or \"PT90M\", not " + value);
    }
}
