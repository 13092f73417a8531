package dev.tandem.webhook;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * Where a page ends, because many messages may have the same second. It is handed out as text that means nothing to others.
 *
 * @param at the time of the last one on the page
 * @param key tells those of the same time apart, empty for a plain point in time
 */
public record Cursor(Instant at, String key) {

    /**
     * Reads {@link #text()} back, or an RFC 3339 time.
     *
     * @throws IllegalArgumentException when it is neither; the message says so to a person
     */
    public static Cursor parse(String text) {
        try {
            if (text.contains(":")) {
                return new Cursor(OffsetDateTime.parse(text.replace(' ', '+')).toInstant(), "");
            }
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int bar = plain.indexOf('|');
            Instant at = Instant.EPOCH.plus(Long.parseLong(plain.substring(0, Math.max(0, bar))), ChronoUnit.MICROS);
            return new Cursor(at, plain.substring(bar + 1));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither a time, as in 2026-11-20T08:00:00Z, nor the 'next' of a page before", e);
        }
    }

    /** As it is handed out; safe in a URL. */
    public String text() {
        String plain = ChronoUnit.MICROS.between(Instant.EPOCH, at) + "|" + key;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
