package dev.tandem.simulator.meta;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes message ids in Meta's form: {@code wamid.} and Base64 of plain text, so they may end in {@code =} but never
 * hold {@code /} or {@code +}. Unique also across restarts, because an engine remembers them. Thread-safe.
 */
public final class Wamids {
    private final String run =
            String.format(Locale.ROOT, "%08X", ThreadLocalRandom.current().nextInt());
    private final AtomicLong count = new AtomicLong();

    /** A new id of a message with this person. */
    public String next(String person) {
        String plain =
                person + "A" + run + Long.toHexString(count.incrementAndGet()).toUpperCase(Locale.ROOT);
        return of(plain);
    }

    /** The id that hides this text: letters, digits, dots. */
    public static String of(String plain) {
        return "wamid." + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
