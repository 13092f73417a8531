package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.PauseScope;
import dev.tandem.domain.Priority;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which numbers are paused, wholly or for some of their sends, and why. On disk, so that a pause survives a restart. Thread-safe. */
public final class NumberStates {

    /** Where the pauses are kept; each method is one transaction. */
    public interface Store {

        /** All pauses by {@code phone_number_id}. */
        Map<String, List<Pause>> paused();

        /** Keeps a pause; one of the same scope is replaced. */
        void pause(String phoneNumberId, Pause pause);

        /** Forgets every pause of a number. */
        void resume(String phoneNumberId);
    }

    /**
     * A pause.
     *
     * @param scope what it holds back
     * @param why in words
     * @param byMeta whether an answer of Meta's brought it, and not a person
     */
    public record Pause(PauseScope scope, String why, boolean byMeta, Instant since) {}

    private final Store store;
    private final FeedSignal feeder;
    private final Clock clock;
    private final Map<String, Map<PauseScope, Pause>> paused = new ConcurrentHashMap<>();

    public NumberStates(Store store, FeedSignal feeder, Clock clock) {
        this.store = store;
        this.feeder = feeder;
        this.clock = clock;
        store.paused()
                .forEach((number, pauses) -> pauses.forEach(pause -> of(number).put(pause.scope(), pause)));
    }

    private Map<PauseScope, Pause> of(String phoneNumberId) {
        return paused.computeIfAbsent(phoneNumberId, id -> new ConcurrentHashMap<>());
    }

    /** The pause that holds everything of a number back, if there is one. */
    public Optional<Pause> pause(BusinessNumber number) {
        return Optional.ofNullable(of(number.phoneNumberId()).get(PauseScope.ALL));
    }

    /** All pauses of a number. */
    public Collection<Pause> pauses(BusinessNumber number) {
        return List.copyOf(of(number.phoneNumberId()).values());
    }

    /**
     * The pause that holds a send back, if there is one.
     *
     * @param mode how it is about to leave, null when that is not known yet
     */
    public Optional<Pause> holding(BusinessNumber number, Priority priority, @Nullable MessageMode mode) {
        return of(number.phoneNumberId()).values().stream()
                .filter(pause -> pause.scope().holds(priority, mode))
                .findFirst();
    }

    /** Nothing more leaves from this number until it is resumed; everything is kept. */
    public void pause(BusinessNumber number, String why) {
        keep(number, new Pause(PauseScope.ALL, why, false, clock.instant()));
    }

    /** An answer of Meta's holds sends back. A pause by a person stays as it is: only a person lifts it. */
    void pausedByMeta(BusinessNumber number, PauseScope scope, String why) {
        Pause standing = of(number.phoneNumberId()).get(scope);
        if (standing == null) {
            keep(number, new Pause(scope, why, true, clock.instant()));
        }
    }

    private void keep(BusinessNumber number, Pause pause) {
        store.pause(number.phoneNumberId(), pause);
        of(number.phoneNumberId()).put(pause.scope(), pause);
    }

    /** Sends what waits. */
    public void resume(BusinessNumber number) {
        store.resume(number.phoneNumberId());
        of(number.phoneNumberId()).clear();
        feeder.wake(number.phoneNumberId());
    }
}
