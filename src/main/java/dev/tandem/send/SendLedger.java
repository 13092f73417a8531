package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Event;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The queue of record. Every method is one transaction and, where it writes, one durable write; when it returns, the
 * write is on disk. Thread-safe, also against other engines on the same database.
 */
public interface SendLedger {

    /**
     * Writes new sends. A send whose number and client id are known already is not written and changes nothing.
     *
     * @return for each given send, in order, the row that stands in the ledger: the given one or the earlier one
     */
    List<Send> accept(List<Send> sends, EventsOf events);

    /** Composes the events of a change; called inside the transaction, for what was really written. */
    @FunctionalInterface
    interface EventsOf {
        /** The events that tell of this row, or none. */
        List<Event> of(Send written);
    }

    /**
     * Writes a change if nobody else changed the row since it was read.
     *
     * @return false when somebody did: nothing is written
     */
    boolean replace(Change change);

    /**
     * As {@link #replace}, for a send that is about to leave: nothing is written either when its number is away from its phone
     * by then, or its campaign held, whichever engine was told of it.
     */
    boolean mark(Change change, BusinessNumber number);

    /** As {@link #replace}, for many rows of changes in one transaction; returns those that were written. */
    List<Send> replaceAll(List<Change> changes);

    /**
     * One change of many.
     *
     * @param events what tells of it, of its successor too
     * @param successor a send that is made of it, written with it unless one of its generation is there already
     * @param debit what the slow limits must know of it
     */
    record Change(
            Send before,
            Send after,
            List<Event> events,
            @Nullable Send successor,
            Debts.@Nullable Debit debit) {

        /** A change without anything beside it. */
        public Change(Send before, Send after, List<Event> events) {
            this(before, after, events, null, null);
        }

        /** The same with what the slow limits must know of it. */
        Change with(Debts.@Nullable Debit also) {
            return new Change(before, after, events, successor, also);
        }
    }

    /** By the engine's id. */
    Optional<Send> find(long id);

    /** The send that was made of another, the first of them. */
    Optional<Send> successorOf(long id);

    /** The first send of a request, by number and the client's key. */
    Optional<Send> findByClientId(String phoneNumberId, String clientId);

    /** By Meta's message id. */
    Optional<Send> findByWamid(String wamid);

    /** By our own ids and by Meta's, each send once. */
    List<Send> findAll(Collection<Long> ids, Collection<String> wamids);

    /** The time line of a send, oldest first. */
    List<TimelineEntry> timeline(long id);

    /** One step of a send's life. */
    record TimelineEntry(
            Instant at,
            String state,
            @Nullable String reason,
            @Nullable String detail,
            int attempt,
            String by) {}

    /** Sends that fit the filter, newest first. */
    List<Send> search(Filter filter);

    /** A search; null means any. */
    record Filter(
            @Nullable Collection<String> phoneNumberIds,
            @Nullable String clientId,
            dev.tandem.domain.@Nullable SendState state,
            @Nullable String contact,
            @Nullable Long before,
            int max) {}

    /**
     * Keeps a status of Meta's, once per message and status, and writes what it changes in the same transaction.
     *
     * @param change the change it makes to a send, null when it changes none (yet)
     * @return {@link StatusResult#KNOWN} when it was kept before, {@link StatusResult#OUTRUN} when the send changed since
     *     it was read: then nothing is written
     */
    default StatusResult keepStatus(StatusRow status, @Nullable Change change, List<Event> events) {
        return keepStatus(status, change, events, null);
    }

    /**
     * As {@link #keepStatus(StatusRow, Change, List)}; what the status says of the person is learned in the same transaction.
     *
     * @param names what the status calls the person, null when it does not say
     */
    StatusResult keepStatus(StatusRow status, @Nullable Change change, List<Event> events, @Nullable PersonNames names);

    /**
     * What one person is called: the address that we wrote to, and Meta's names.
     *
     * @param addressed to whom we wrote, null when the message is not ours
     * @param at until when the address was certainly the person's: when we accepted the send, else Meta's time
     */
    record PersonNames(
            String phoneNumberId,
            @Nullable Recipient addressed,
            @Nullable String waId,
            @Nullable String userId,
            Instant at) {}

    /**
     * Keeps many statuses that are not kept yet, with what they change, in one transaction.
     *
     * @return false when one of them was kept meanwhile or its send changed since it was read: nothing is written
     */
    boolean keepStatuses(List<KeptStatus> statuses);

    /** A status with everything that is written with it, as in {@link #keepStatus}. */
    record KeptStatus(
            StatusRow status,
            @Nullable Change change,
            List<Event> events,
            @Nullable PersonNames names) {}

    /** Which statuses of these messages are kept. */
    List<StatusKey> keptOf(Collection<String> wamids);

    /** What tells one status from another. */
    record StatusKey(String wamid, DeliveryStatus status) {}

    /** What became of a status. */
    enum StatusResult {
        KEPT,
        KNOWN,
        OUTRUN
    }

    /**
     * A status as it is kept.
     *
     * @param sendId the send it belongs to, null for messages that are not ours
     * @param attempt the attempt it speaks of, 0 when it does not say
     * @param pricing Meta's pricing object as JSON
     */
    record StatusRow(
            String wamid,
            DeliveryStatus status,
            @Nullable Long sendId,
            int attempt,
            Instant at,
            dev.tandem.domain.@Nullable Cause cause,
            @Nullable String pricing) {}

    /** The statuses kept for a send, by our own id or by Meta's, lowest first. */
    List<StatusRow> statuses(long sendId, String wamid);
}
