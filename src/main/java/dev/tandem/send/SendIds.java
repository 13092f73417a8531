package dev.tandem.send;

import io.hypersistence.tsid.TSID;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * The engine's own ids: 64 bits that grow with time, so that the order of ids is the order of acceptance. On the outside
 * they are 13 letters and digits. Thread-safe.
 */
public final class SendIds {

    /** The lower bits of an id tell apart what comes in the same millisecond. */
    private static final int TIME_SHIFT = 22;

    private final TSID.Factory factory;

    public SendIds(Clock clock) {
        factory = TSID.Factory.builder().withClock(clock).build();
    }

    /** A new id. */
    public long next() {
        return factory.generate().toLong();
    }

    /** The public spelling. */
    public static String text(long id) {
        return TSID.from(id).toString();
    }

    /** Reads the public spelling; empty when it is none. */
    public static OptionalLong parse(String text) {
        return TSID.isValid(text) ? OptionalLong.of(TSID.from(text).toLong()) : OptionalLong.empty();
    }

    /** The smallest id of a moment: every send that was accepted before it has a smaller one. */
    public static long firstAt(Instant moment) {
        return Math.max(0, moment.toEpochMilli() - TSID.TSID_EPOCH) << TIME_SHIFT;
    }

    /** What goes out in {@code biz_opaque_callback_data}: {@code <sendId>.<attempt>}. */
    public static String callbackData(long id, int attempt) {
        return text(id) + '.' + attempt;
    }

    /**
     * Reads {@link #callbackData} back.
     *
     * @return null when the text is not ours
     */
    public static @org.jspecify.annotations.Nullable CallbackId parseCallback(String callbackData) {
        int dot = callbackData.indexOf('.');
        if (dot < 0 || !callbackData.substring(dot + 1).matches("[0-9]{1,6}")) {
            return null;
        }
        OptionalLong id = parse(callbackData.substring(0, dot));
        return id.isEmpty() ? null : new CallbackId(id.getAsLong(), Integer.parseInt(callbackData.substring(dot + 1)));
    }

    /** A send and one of its attempts. */
    public record CallbackId(long sendId, int attempt) {}
}
