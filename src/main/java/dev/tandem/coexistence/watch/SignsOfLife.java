package dev.tandem.coexistence.watch;

import dev.tandem.coexistence.watch.SignStore.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When a number's phone did something, and when a status came. Told with every message, so it is kept in memory and written
 * once a minute at most; what was held back meanwhile is written by the first {@link #flush} after that minute, and by
 * {@link #close}. So other engines know it {@link #heldBack} later at the latest. Thread-safe.
 *
 * <p>Signs of life of the phone are what is typed, edited or recalled there and what changes in its phone book. Statuses are
 * none: delivered and read are acts of the other side.
 */
public final class SignsOfLife {

    private static final Duration WRITTEN_EVERY = Duration.ofMinutes(1);

    private final SignStore store;
    private final Clock clock;
    private final Map<Kind, Map<String, Instant>> seen = new EnumMap<>(Kind.class);
    private final Map<Kind, Map<String, Instant>> written = new EnumMap<>(Kind.class);

    public SignsOfLife(SignStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        for (Kind kind : Kind.values()) {
            seen.put(kind, new ConcurrentHashMap<>());
            written.put(kind, new ConcurrentHashMap<>());
        }
        refresh();
    }

    /**
     * How long an engine may keep a sign to itself.
     *
     * @param round how often each engine calls {@link #flush}; one call may be late
     */
    public static Duration heldBack(Duration round) {
        return WRITTEN_EVERY.plus(round.multipliedBy(2));
    }

    /** Reads what is on disk: other engines see signs, too. */
    public void refresh() {
        for (Kind kind : Kind.values()) {
            store.latest(kind).forEach((number, at) -> {
                of(seen, kind).merge(number, at, SignsOfLife::later);
                of(written, kind).merge(number, at, SignsOfLife::later);
            });
        }
    }

    /**
     * The phone did something.
     *
     * @param at Meta's time of it; one that lies ahead counts as now
     */
    public void phoneActed(String phoneNumberId, Instant at) {
        Instant now = clock.instant();
        note(phoneNumberId, Kind.PHONE, at.isAfter(now) ? now : at);
    }

    /** A status came, just now and whenever it was made. */
    public void statusCame(String phoneNumberId) {
        note(phoneNumberId, Kind.STATUS, clock.instant());
    }

    private void note(String number, Kind kind, Instant at) {
        of(seen, kind).merge(number, at, SignsOfLife::later);
        Instant before = of(written, kind).get(number);
        if (before == null || !at.isBefore(before.plus(WRITTEN_EVERY))) {
            write(number, kind, at);
        }
    }

    private void write(String number, Kind kind, Instant at) {
        store.seen(number, kind, at);
        of(written, kind).merge(number, at, SignsOfLife::later);
    }

    /** Writes what has been held back for its minute; to be called every few seconds. */
    public void flush() {
        flush(clock.instant().minus(WRITTEN_EVERY));
    }

    /** Writes all that is only in memory: this engine stops. */
    public void close() {
        flush(Instant.MAX);
    }

    /** Writes what is newer than its last record, where that was written until then. */
    private void flush(Instant until) {
        seen.forEach((kind, numbers) -> numbers.forEach((number, at) -> {
            Instant before = of(written, kind).get(number);
            if (before == null || (at.isAfter(before) && !before.isAfter(until))) {
                write(number, kind, at);
            }
        }));
    }

    /** From now on the number is watched; nothing happens when it is already. */
    void watch(String phoneNumberId) {
        if (!of(seen, Kind.WATCHED).containsKey(phoneNumberId)) {
            note(phoneNumberId, Kind.WATCHED, clock.instant());
        }
    }

    /** Since when the number is watched: what its phone did before, nobody saw. */
    Instant watchedSince(String phoneNumberId) {
        return Objects.requireNonNullElseGet(of(seen, Kind.WATCHED).get(phoneNumberId), clock::instant);
    }

    /** When the phone did something last. */
    public Optional<Instant> phone(String phoneNumberId) {
        return Optional.ofNullable(of(seen, Kind.PHONE).get(phoneNumberId));
    }

    /** When the last status came. */
    public Optional<Instant> status(String phoneNumberId) {
        return Optional.ofNullable(of(seen, Kind.STATUS).get(phoneNumberId));
    }

    private static Map<String, Instant> of(Map<Kind, Map<String, Instant>> signs, Kind kind) {
        return signs.computeIfAbsent(kind, any -> new ConcurrentHashMap<>());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
