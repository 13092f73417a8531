package dev.tandem.coexistence.sync;

import dev.tandem.coexistence.AccountEvents;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import dev.tandem.domain.Event;
import dev.tandem.domain.HistoryChunk;
import dev.tandem.domain.HistoryProgress;
import dev.tandem.domain.NumberSync;
import dev.tandem.domain.SyncCall;
import dev.tandem.domain.SyncEnd;
import dev.tandem.domain.SyncKind;
import dev.tandem.domain.SyncTexts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What persons and teams are told of a sync. An end that asks for nothing is a line of the log; one that a person can do something
 * about is an alert, which stands until what was missing comes or the number is linked again. Thread-safe.
 */
final class SyncNotices {

    static final String UNCLEAR = "sync_unclear";
    static final String REFUSED = "sync_refused";

    /** The alarm six hours before the end of the 24 hours. */
    static final String DEADLINE = "sync_deadline";

    /** The alarm one hour before it. */
    static final String DEADLINE_LAST = "sync_deadline_last";

    static final String GAP = "sync_gap";
    static final String SILENT = "sync_silent";
    static final String NO_CONTACTS = "sync_contacts_silent";
    static final String ALREADY_USED = "sync_already_used";
    static final String EXPIRED = "sync_expired";

    /** In the order in which they come; each is an alert of its own, because one that only counts higher tells nobody anything. */
    private static final List<String> DEADLINES = List.of(DEADLINE, DEADLINE_LAST);

    private static final List<String> ENDS = List.of(GAP, SILENT, ALREADY_USED, EXPIRED);
    private static final Logger LOG = LoggerFactory.getLogger(SyncNotices.class);

    private final Alerts alerts;

    SyncNotices(Alerts alerts) {
        this.alerts = alerts;
    }

    /** A call was answered, or nobody knows whether it was. */
    void called(BusinessNumber number, NumberSync sync, SyncKind kind, boolean byItself) {
        String text = "Number " + number + ": " + SyncTexts.call(sync, kind, byItself);
        String subject = subject(number, kind);
        switch (sync.call(kind).state()) {
            case UNCLEAR -> {
                alerts.raise(UNCLEAR, subject, number.phoneNumberId(), text);
                alerts.clear(REFUSED, subject);
            }
            case REFUSED -> {
                alerts.raise(REFUSED, subject, number.phoneNumberId(), text);
                alerts.clear(UNCLEAR, subject);
            }
            case ASKING -> {
                // What stands stays until it is answered.
            }
            case NOT_ASKED, ACCEPTED, ALREADY_USED, EXPIRED -> callOver(number, kind);
        }
        if (kind == SyncKind.HISTORY && sync.history().state() == SyncCall.State.UNCLEAR) {
            deadlineOver(number);
        }
    }

    private static String subject(BusinessNumber number, SyncKind kind) {
        return number.phoneNumberId() + " " + kind.code();
    }

    /** A call is settled, or counts no more. */
    private void callOver(BusinessNumber number, SyncKind kind) {
        alerts.clear(UNCLEAR, subject(number, kind));
        alerts.clear(REFUSED, subject(number, kind));
        if (kind == SyncKind.HISTORY) {
            deadlineOver(number);
        }
    }

    private void deadlineOver(BusinessNumber number) {
        DEADLINES.forEach(code -> alerts.clear(code, number.phoneNumberId()));
    }

    /** Everything that was said of the linking before is over. */
    void linked(BusinessNumber number) {
        for (SyncKind kind : SyncKind.values()) {
            callOver(number, kind);
        }
        endOver(number);
        alerts.clear(NO_CONTACTS, number.phoneNumberId());
    }

    /** The contacts that Meta promised were given up, or came after all. */
    void contacts(BusinessNumber number, NumberSync sync) {
        if (sync.isWithoutContacts()) {
            alerts.raise(
                    NO_CONTACTS,
                    number.phoneNumberId(),
                    number.phoneNumberId(),
                    "Number " + number + ": " + SyncTexts.contacts(sync));
        } else {
            alerts.clear(NO_CONTACTS, number.phoneNumberId());
        }
    }

    /**
     * The 24 hours run out and nobody has asked for the history (R20).
     *
     * @param sync as it was before: says how many of the alarms were raised
     * @param due how many there should have been by now
     */
    void deadline(
            BusinessNumber number, NumberSync sync, int due, @Nullable Instant asksAt, @Nullable Connection away) {
        String text = "Number " + number + ": " + SyncTexts.deadline(sync, asksAt, away);
        DEADLINES
                .subList(sync.alarms(), due)
                .forEach(code -> alerts.raise(code, number.phoneNumberId(), number.phoneNumberId(), text));
    }

    /** A sync that had ended goes on. */
    void endOver(BusinessNumber number) {
        ENDS.forEach(code -> alerts.clear(code, number.phoneNumberId()));
    }

    /** That the owner does not share was told, and then a part of the past came. */
    void declinedInError(BusinessNumber number, NumberSync sync) {
        LOG.info("Number {}: {}", number, SyncTexts.refuted(sync));
    }

    /** A sync ended. */
    void ended(BusinessNumber number, NumberSync sync, HistoryProgress came, AutoHistory plan) {
        callOver(number, SyncKind.HISTORY);
        endOver(number);
        String text = "Number " + number + ": " + SyncTexts.end(sync, came);
        String code = code(sync.end(), plan);
        if (code == null) {
            LOG.info("{}", text);
        } else {
            alerts.raise(code, number.phoneNumberId(), number.phoneNumberId(), text);
        }
    }

    private static @Nullable String code(@Nullable SyncEnd end, AutoHistory plan) {
        if (end == null) {
            return null;
        }
        return switch (end) {
            case GAP -> GAP;
            case SILENT -> SILENT;
            case ALREADY_USED -> ALREADY_USED;
            // Who was told twice, and asked for nothing, wants none.
            case EXPIRED -> plan == AutoHistory.NEVER ? null : EXPIRED;
            case COMPLETE, DECLINED, REPLACED -> null;
        };
    }

    /** The one event of contacts that did not come. */
    static Event noContacts(BusinessNumber number, NumberSync sync) {
        Instant at = sync.progress().silentAt();
        if (at == null) {
            throw new IllegalStateException("The contacts of " + number + " were not given up");
        }
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("linkedAt", sync.linkedAt().toString());
        item.put("contacts", sync.contactsState());
        if (sync.contacts().requestId() != null) {
            item.put("requestId", sync.contacts().requestId());
        }
        return AccountEvents.of(number, NO_CONTACTS, sync.linkedAt().toString(), at, SyncTexts.contacts(sync), item);
    }

    /** The one event of an end; an end that proved to be none before is corrected by another of its own type. */
    static Event event(BusinessNumber number, NumberSync before, NumberSync after, List<HistoryChunk> chunks) {
        Instant at = after.close().at();
        if (at == null) {
            throw new IllegalStateException("The sync of " + number + " has not ended");
        }
        boolean again = before.close().told();
        HistoryProgress came = HistoryProgress.of(chunks);
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("outcome", after.historyState());
        item.put("endedBy", after.close().by());
        item.put("linkedAt", after.linkedAt().toString());
        item.put("contacts", after.contactsState());
        item.put("chunks", chunks.size());
        item.put("messages", came.messages());
        item.put("progress", after.progress().percent());
        item.put("missing", SyncTexts.missing(came));
        if (after.history().requestId() != null) {
            item.put("requestId", after.history().requestId());
        }
        return AccountEvents.of(
                number,
                again ? "sync_corrected" : "sync_ended",
                after.linkedAt() + (again ? "|" + at : ""),
                at,
                SyncTexts.end(after, came),
                item);
    }
}
