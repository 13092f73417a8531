package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sync of one linking of a number: contacts, then history, each asked for once and within 24 hours (R14 to R24). Every change
 * gives a new record; what changes nothing gives the same one. Immutable.
 *
 * @param linkedAt in microseconds, as databases keep it; with the id the name of the linking
 * @param version counts the changes, so that of two at the same time one is refused
 * @param alarms how many of the two alarms for an unasked history were raised
 */
public record NumberSync(
        String phoneNumberId,
        Instant linkedAt,
        long version,
        SyncCall contacts,
        SyncCall history,
        SyncProgress progress,
        int alarms,
        SyncClose close) {

    /** How long after the linking Meta takes the calls (R17). */
    public static final Duration WINDOW = Duration.ofHours(24);

    /** A call that was recorded so long ago and has no answer gets none any more: whoever made it has stopped. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Nothing has been asked yet. */
    public static NumberSync of(BusinessNumber number) {
        return new NumberSync(
                number.phoneNumberId(),
                key(number),
                0,
                SyncCall.NONE,
                SyncCall.NONE,
                SyncProgress.NONE,
                0,
                SyncClose.NONE);
    }

    /** The number was linked before anybody told Tandem, and its 24 hours are over: nothing is asked and nobody disturbed. */
    public static NumberSync missed(BusinessNumber number, Instant now) {
        NumberSync fresh = of(number);
        String words = "The number was linked at " + number.linkedAt() + ", before Tandem knew it.";
        return fresh.with(SyncKind.CONTACTS, SyncCall.NONE.with(SyncCall.State.EXPIRED, words))
                .with(SyncKind.HISTORY, SyncCall.NONE.with(SyncCall.State.EXPIRED, words))
                .ended(SyncClose.of(SyncEnd.EXPIRED, "", now, false));
    }

    /** The linking's time as it is compared and kept. */
    public static Instant key(BusinessNumber number) {
        return number.linkedAt().truncatedTo(ChronoUnit.MICROS);
    }

    /** Until when Meta takes the calls. */
    public Instant deadline() {
        return linkedAt.plus(WINDOW);
    }

    /** How it ended, null while it runs. */
    public @Nullable SyncEnd end() {
        return close.how();
    }

    /** Whether it has ended. */
    public boolean isOver() {
        return close.how() != null;
    }

    /** One of the two calls. */
    public SyncCall call(SyncKind kind) {
        return kind == SyncKind.CONTACTS ? contacts : history;
    }

    /**
     * Why a call may not be made now; empty when it may.
     *
     * @param again a person says that an unclear call did not count
     */
    public Optional<String> whyNot(SyncKind kind, Instant now, boolean again) {
        SyncCall call = call(kind);
        if (end() == SyncEnd.REPLACED) {
            return Optional.of(SyncTexts.REPLACED);
        }
        if (kind == SyncKind.HISTORY && end() == SyncEnd.DECLINED) {
            return Optional.of(SyncTexts.declined(this));
        }
        return switch (call.state()) {
            case ACCEPTED, ALREADY_USED -> Optional.of(SyncTexts.done(kind, call));
            case ASKING -> Optional.of("It is being asked for at this moment. Look at the number in a minute.");
            case EXPIRED -> Optional.of(SyncTexts.EXPIRED);
            case NOT_ASKED, REFUSED, UNCLEAR -> {
                if (!now.isBefore(deadline())) {
                    yield Optional.of(SyncTexts.EXPIRED);
                }
                if (call.state() == SyncCall.State.UNCLEAR && !again) {
                    yield Optional.of(SyncTexts.unclear(this, kind));
                }
                boolean early = kind == SyncKind.HISTORY
                        && (contacts.state() == SyncCall.State.NOT_ASKED || contacts.state() == SyncCall.State.ASKING);
                yield early ? Optional.of(SyncTexts.CONTACTS_FIRST) : Optional.empty();
            }
        };
    }

    /**
     * The call is about to be made: this is on disk before it leaves.
     *
     * @throws IllegalStateException when it may not be made
     */
    public NumberSync asking(SyncKind kind, Instant now, String by, boolean again) {
        whyNot(kind, now, again).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        return with(kind, call(kind).asking(now.truncatedTo(ChronoUnit.MICROS), by));
    }

    /**
     * What came back.
     *
     * @param tries which of the calls was answered; the answer of an earlier one changes nothing
     */
    public NumberSync answered(SyncKind kind, int tries, SyncAnswer answer) {
        SyncCall call = call(kind);
        if (call.tries() != tries) {
            return this;
        }
        if (call.state() == SyncCall.State.ACCEPTED) {
            boolean news = call.requestId() == null && answer instanceof SyncAnswer.Accepted;
            return news ? with(kind, call.accepted(((SyncAnswer.Accepted) answer).requestId())) : this;
        }
        if (call.state() != SyncCall.State.ASKING && call.state() != SyncCall.State.UNCLEAR) {
            return this;
        }
        if (answer instanceof SyncAnswer.Accepted accepted) {
            return with(kind, call.accepted(accepted.requestId()));
        }
        if (answer instanceof SyncAnswer.AlreadyUsed used) {
            return with(kind, call.with(SyncCall.State.ALREADY_USED, used.text()));
        }
        if (answer instanceof SyncAnswer.Expired late) {
            return with(kind, call.with(SyncCall.State.EXPIRED, late.text()));
        }
        if (answer instanceof SyncAnswer.Refused refused) {
            return with(kind, call.with(SyncCall.State.REFUSED, refused.text()));
        }
        return unclear(kind, ((SyncAnswer.Unclear) answer).text());
    }

    /** A call whose maker has stopped, so that nobody knows whether it left. */
    public NumberSync parked(SyncKind kind, Instant now) {
        return isLeft(kind, now)
                ? unclear(kind, "The engine stopped between the record of the call and its answer.")
                : this;
    }

    private boolean isLeft(SyncKind kind, Instant now) {
        SyncCall call = call(kind);
        return call.state() == SyncCall.State.ASKING
                && call.at() != null
                && !now.isBefore(call.at().plus(PATIENCE));
    }

    /** Contacts that are no edit and came since it left prove that it arrived; every chunk has proved it already. */
    private NumberSync unclear(SyncKind kind, String words) {
        SyncCall call = call(kind);
        Instant came = progress.provedAt();
        boolean proved = kind == SyncKind.CONTACTS && came != null && call.at() != null && !isBefore(came, call.at());
        return with(kind, proved ? call.accepted(null) : call.with(SyncCall.State.UNCLEAR, words));
    }

    /** Meta's times are whole seconds. */
    private static boolean isBefore(Instant at, Instant since) {
        return at.isBefore(since.truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Whether a contact is no edit made since the linking. Edits come without the call, too, in the same webhooks and just as many at
     * a time; only what the owner wrote before the linking cannot be one (R29).
     *
     * @param writtenAt when the owner wrote it, as the phone says
     */
    public static boolean isNoEdit(BusinessNumber number, Instant writtenAt) {
        return isBefore(writtenAt, number.linkedAt());
    }

    /**
     * Contacts of the phone book came.
     *
     * @param noEdit whether one of them is no edit: only then they prove a call that may have counted
     */
    public NumberSync contactsCame(Instant when, boolean noEdit) {
        Instant at = when.truncatedTo(ChronoUnit.MICROS);
        if (isBefore(at, linkedAt)) {
            return this;
        }
        NumberSync next = with(progress.contacts(at));
        if (!noEdit || contacts.at() == null || isBefore(at, contacts.at())) {
            return next;
        }
        return switch (contacts.state()) {
            case UNCLEAR -> next.with(SyncKind.CONTACTS, contacts.accepted(null));
            // Its answer counts more, if one comes.
            case ASKING -> next.with(next.progress.proved(at));
            case NOT_ASKED, REFUSED, ACCEPTED, ALREADY_USED, EXPIRED -> next;
        };
    }

    /** Meta promised contacts, and so long after it none has come. They are not asked for again; what comes later is taken in. */
    public NumberSync contactsSilent(Instant now) {
        return with(progress.noContacts(now.truncatedTo(ChronoUnit.MICROS)));
    }

    /** Whether the contacts that Meta promised were given up. */
    public boolean isWithoutContacts() {
        return progress.silentAt() != null;
    }

    /** A chunk of the past came that was asked for: whatever else is known of the call, Meta took it. */
    public NumberSync chunkCame(HistoryChunk chunk) {
        Instant at = chunk.firstAt().truncatedTo(ChronoUnit.MICROS);
        if (!awaits(at) || close.isFinal() || (isOver() && !progress.isLast(at))) {
            return this;
        }
        NumberSync next = with(progress.chunk(chunk.phase(), chunk.progress(), at));
        if (isOver()) {
            next = next.reopened();
        }
        return next.history.isDone() ? next : next.with(SyncKind.HISTORY, next.history.accepted(null));
    }

    /**
     * The owner does not share (2593109), and that is the end unless parts came before: then it is only if none comes any more. It may
     * be a word about the linking before, which Meta repeats with the same bytes: a part that comes later opens the sync again.
     */
    public NumberSync declined(Instant when) {
        Instant at = when.truncatedTo(ChronoUnit.MICROS);
        if (!awaits(at) || close.isFinal() || end() == SyncEnd.DECLINED) {
            return this;
        }
        NumberSync next = history.isDone() ? this : with(SyncKind.HISTORY, history.accepted(null));
        next = next.with(progress.declined(at));
        if (!next.progress.isDeclined()) {
            return next;
        }
        if (progress.chunkAt() == null) {
            return next.ended(SyncClose.of(SyncEnd.DECLINED, "", at, true));
        }
        return next.isOver() ? next.reopened() : next;
    }

    /**
     * Whether what comes of the history at this time may be of this linking's call. Meta repeats webhooks for days: what comes before
     * the call belongs to the linking before, and must not stand in its way.
     */
    public boolean awaits(Instant at) {
        Instant asked = history.at();
        if (asked == null) {
            return history.state() == SyncCall.State.EXPIRED && !isBefore(at, linkedAt);
        }
        return !isBefore(at, asked);
    }

    /** The 24 hours are over: what was certainly not asked can be asked no more. */
    public NumberSync overdue(Instant now) {
        if (now.isBefore(deadline())) {
            return this;
        }
        NumberSync next = this;
        for (SyncKind kind : SyncKind.values()) {
            if (next.call(kind).isOpen()) {
                next = next.with(
                        kind,
                        next.call(kind)
                                .with(SyncCall.State.EXPIRED, next.call(kind).words()));
            }
        }
        return next;
    }

    /** So many of the alarms for an unasked history have been raised. */
    public NumberSync alarmed(int raised) {
        return alarms >= raised
                ? this
                : new NumberSync(phoneNumberId, linkedAt, version, contacts, history, progress, raised, close);
    }

    /** It is over. */
    public NumberSync ended(SyncClose end) {
        return new NumberSync(
                phoneNumberId,
                linkedAt,
                version,
                contacts,
                history,
                progress,
                alarms,
                new SyncClose(end.how(), end.by(), end.at(), close.told() || end.told()));
    }

    private NumberSync reopened() {
        return new NumberSync(phoneNumberId, linkedAt, version, contacts, history, progress, alarms, close.reopened());
    }

    private NumberSync with(SyncKind kind, SyncCall call) {
        return new NumberSync(
                phoneNumberId,
                linkedAt,
                version,
                kind == SyncKind.CONTACTS ? call : contacts,
                kind == SyncKind.HISTORY ? call : history,
                progress,
                alarms,
                close);
    }

    private NumberSync with(SyncProgress next) {
        return next.equals(progress)
                ? this
                : new NumberSync(phoneNumberId, linkedAt, version, contacts, history, next, alarms, close);
    }

    /** The public word for where the contacts stand. */
    public String contactsState() {
        if (isWithoutContacts()) {
            return "silent";
        }
        boolean came = contacts.isDone() && progress.contactsAt() != null;
        return came ? "received" : contacts.state().code();
    }

    /** The public word for where the history stands. */
    public String historyState() {
        SyncEnd end = end();
        if (end != null) {
            return end.code();
        }
        boolean came = history.isDone() && progress.chunkAt() != null;
        return came ? "syncing" : history.state().code();
    }

    /** Whether the owner shares the past, as far as anybody knows: an accepted call says nothing of it (R24). */
    public String shares() {
        if (end() == SyncEnd.DECLINED) {
            return "no";
        }
        boolean doubted = !isOver() && progress.isDeclined();
        return progress.chunkAt() != null && !doubted ? "yes" : "unknown";
    }
}
