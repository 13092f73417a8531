package dev.tandem.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reads Meta's JSON tolerantly: text or number for times, absent for null, unknown fields kept. Thread-safe. */
final class Json {

    /** Deeper than anything of Meta's, and shallow enough that an item can be written within an event (1,000). */
    private static final int DEEPEST = 500;

    /** Keeps every number as it was written, because the item is passed on untouched. */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** Above this a number of seconds can only be milliseconds. */
    private static final long SECONDS_END = 100_000_000_000L;

    private static final Instant FIRST = Instant.parse("2009-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

    private Json() {}

    /** The text of a field, null when it is absent, null, empty or no scalar. */
    static @Nullable String text(JsonNode object, String field) {
        return text(object.path(field));
    }

    /** The text of a value, null when it is null, empty or no scalar. */
    static @Nullable String text(JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            return null;
        }
        // No database takes a NUL in a text; in the item itself it stays, escaped.
        String text = value.asText().replace("\0", "");
        return text.isEmpty() ? null : text;
    }

    /**
     * The text of a field that must be there.
     *
     * @throws BrokenItemException when it is not, or is longer than any that Meta makes
     */
    static String required(JsonNode object, String field, int maxLength) {
        String text = text(object, field);
        if (text == null) {
            throw new BrokenItemException("The field '" + field + "' is missing");
        }
        if (text.length() > maxLength) {
            throw new BrokenItemException("The field '" + field + "' has more than " + maxLength + " characters");
        }
        return text;
    }

    /**
     * A time in Unix seconds as text or number.
     *
     * @throws BrokenItemException when it is missing or no time of this century
     */
    static Instant time(JsonNode object, String field) {
        Instant time = timeOrNull(object, field);
        if (time == null) {
            throw new BrokenItemException(
                    "The field '" + field + "' is no time in Unix seconds: " + shortened(object.path(field)));
        }
        return time;
    }

    /** As {@link #time}, null when it is missing or no time. */
    static @Nullable Instant timeOrNull(JsonNode object, String field) {
        return time(object.path(field));
    }

    /** A time in Unix seconds as text or number, null when it is none. */
    static @Nullable Instant time(JsonNode value) {
        String text = value.asText("").strip();
        if (!text.matches("[0-9]{1,15}")) {
            return null;
        }
        long number = Long.parseLong(text);
        Instant time = number < SECONDS_END ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
        return time.isBefore(FIRST) || time.isAfter(LAST) ? null : time.truncatedTo(ChronoUnit.MICROS);
    }

    private static String shortened(JsonNode value) {
        return shortened(value.toString(), 60);
    }

    /** The beginning of a text that somebody else wrote, for people to read. */
    static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }
}
