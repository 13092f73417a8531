package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which numbers are paused, and why. On disk, so that a pause survives a restart. Thread-safe. */
public final class NumberStates {

    /** Where the pauses are kept; each method is one transaction. */
    public interface Store {
        /** The paused numbers by {@code phone_number_id}. */
        Map<String, Pause> paused();

        /** Keeps a pause. */
        void pause(String phoneNumberId, Pause pause);

        /** Forgets a pause. */
        void resume(String phoneNumberId, Instant now);
    }

    /**
     * A pause.
     *
     * @param why in words
     */
    public record Pause(String why, Instant since) {}

    private final Store store;
    private final FeedSignal feeder;
    private final Clock clock;
    private final Map<String, Pause> paused;

    public NumberStates(Store store, FeedSignal feeder, Clock clock) {
        this.store = store;
        this.feeder = feeder;
        this.clock = clock;
        this.paused = new ConcurrentHashMap<>(store.paused());
    }

    /** The pause of a number, if it is paused. */
    public Optional<Pause> pause(BusinessNumber number) {
        return Optional.ofNullable(paused.get(number.phoneNumberId()));
    }

    /** Nothing more leaves from this number until it is resumed; everything is kept. */
    public void pause(BusinessNumber number, String why) {
        Pause pause = new Pause(why, clock.instant());
        store.pause(number.phoneNumberId(), pause);
        paused.put(number.phoneNumberId(), pause);
    }

    /** Sends what waits. */
    public void resume(BusinessNumber number) {
        store.resume(number.phoneNumberId(), clock.instant());
        paused.remove(number.phoneNumberId());
        feeder.wake(number.phoneNumberId());
    }
}
