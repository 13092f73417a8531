package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import dev.tandem.domain.StatusReport;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What the way back tells the sends, and asks them. Thread-safe. */
public interface OwnSends {

    /**
     * Keeps a status once, lifts the send it belongs to, and writes the events with it in one transaction.
     *
     * @param events what the teams are told on channel {@code status}
     * @return whether it was new
     */
    boolean status(StatusReport report, List<Event> events);

    /**
     * As {@link #status}, for many at once, with as few writes as can be: here with one for each.
     *
     * @return the places in the list of those that must be told one by one; nothing of them is written
     */
    default Set<Integer> statuses(List<TellingStatus> statuses) {
        statuses.forEach(one -> status(one.report(), List.of(one.event())));
        return Set.of();
    }

    /** A status and what the teams are told of it. */
    record TellingStatus(StatusReport report, Event event) {}

    /**
     * A person wrote: the number's throughput is debited (R42), and what waits for the window may go. Called after the
     * message is on disk; after a crash in between it is called again for the same message.
     *
     * @param names every key under which the person may stand in the ledger: phone forms, wa_id, user id
     * @param at Meta's time of the message
     */
    void personWrote(BusinessNumber number, Set<String> names, Instant at);

    /** Somebody sent a message on the phone: the limit of app and API together is debited (R45). */
    void phoneSent(BusinessNumber number, Instant at);

    /**
     * Somebody did something on the phone, new or heard before: sent, edited, recalled (R68).
     *
     * @param at Meta's time of it
     */
    default void phoneActed(BusinessNumber number, Instant at) {}

    /** Whether this message is one that went out through the API (R35). */
    boolean isOwn(String wamid);

    /**
     * Whether a send to this person is out whose message id Meta has not told yet: its request is under way, or its answer
     * was lost after the given time. As long as it is, an echo may be that send's (R35).
     *
     * @param markedUntil what is on its way since later cannot be meant
     */
    boolean awaitsAnswer(BusinessNumber number, Set<String> names, Instant lostSince, Instant markedUntil);
}
