package dev.tandem.send;

import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The ledger as the lanes see it: what is in a lane, what may go next, what must be looked at again and when. Reads only, and
 * what was read may have moved meanwhile: {@link SendLedger#replace} notices. Thread-safe.
 */
public interface WaitingSends {

    /** The rows of a number that are in its lane: queued and sending. */
    List<InLane> inLane(String phoneNumberId);

    /**
     * A row in a lane.
     *
     * @param since when it got there
     */
    record InLane(long id, String contact, Instant since) {}

    /** Whether a number has at least one row ready to be fed. */
    boolean hasReady(String phoneNumberId);

    /** The campaigns of a number that have ready rows of this priority; "" stands for all sends outside campaigns. */
    List<String> campaignsReady(String phoneNumberId, Priority priority);

    /**
     * The oldest ready rows of one campaign whose persons have nothing in the lane or waiting for a retry.
     */
    List<Send> ready(String phoneNumberId, Priority priority, String campaign, int max);

    /** Rows that must be looked at by themselves: due or expired at the given moment. */
    List<Send> toWake(Instant now, int max);

    /** Rows out of the lane that something should have come of by the given moment. */
    List<Send> overdue(Instant now, int max);

    /** Rows that are in a state since the given moment at the latest, oldest first. */
    List<Send> inState(SendState state, Instant since, int max);

    /** Rows of a person that wait for the window; never one that an operator holds. */
    List<Send> heldForWindow(String phoneNumberId, String contact);

    /** How many rows are a person's to decide, by number: unknown, and nothing told of them in time. */
    Map<String, Long> undecided();

    /** The ids of a number's rows that wait for this reason, in order of acceptance. */
    List<Long> heldFor(String phoneNumberId, Reason reason);

    /** How many rows of a number wait (ready, waiting or in retry), by priority. */
    Map<Priority, Long> backlog(String phoneNumberId);
}
