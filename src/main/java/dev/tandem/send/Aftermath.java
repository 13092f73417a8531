package dev.tandem.send;

import dev.tandem.domain.Alerts;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.ErrorRow;
import dev.tandem.domain.ErrorRow.Effect;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.PauseScope;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.WindowBook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an error of Meta's means beyond the send that met it: for its number, its person, its template, and for the operator. Thread-safe. */
public final class Aftermath {

    /** The alert of a number that an answer of Meta's paused. */
    static final String PAUSED_BY_META = "paused_by_meta";

    private static final String META_ERROR = "meta_error";

    private final NumberStates states;
    private final PaceBook paces;
    private final WindowBook windows;
    private final NumberDirectory numbers;
    private final HeldSends held;
    private final Alerts alerts;
    private final List<MetaNews> news;

    /** @param news the rooms that are told */
    public Aftermath(
            NumberStates states,
            PaceBook paces,
            WindowBook windows,
            NumberDirectory numbers,
            HeldSends held,
            Alerts alerts,
            List<MetaNews> news) {
        this.states = states;
        this.paces = paces;
        this.windows = windows;
        this.numbers = numbers;
        this.held = held;
        this.alerts = alerts;
        this.news = List.copyOf(news);
    }

    /**
     * Closes the window when the error says so. Apart from the rest, because it must be done before the send goes again.
     *
     * @param at Meta's time of the refusal: a message that the person wrote later opens the window all the same
     */
    void window(ErrorRow row, Send send, BusinessNumber number, Instant at) {
        if (row.has(Effect.CLOSE_WINDOW)) {
            windows.closedByMeta(number, send.acceptance().recipient().contact(), at);
        }
    }

    /**
     * Everything else.
     *
     * @param send the send as it was marked
     * @param detail Meta's words
     */
    void of(ErrorRow row, Send send, BusinessNumber number, String detail, Instant now) {
        String what = number + ": " + row.meaning() + " (" + row.key() + ": " + detail + "). " + row.advice();
        PauseScope.of(row).ifPresent(scope -> states.pausedByMeta(number, scope, what));
        Instant markedAt = send.progress().changedAt();
        if (row.has(Effect.SLOW)) {
            paces.refused(number, markedAt);
        }
        if (row.has(Effect.SLOW_APP)) {
            numbers.all().forEach(each -> paces.refused(each, markedAt));
        }
        if (row.has(Effect.OPT_OUT)) {
            String contact = send.acceptance().recipient().contact();
            news.forEach(room -> room.optedOut(number, contact, now));
        }
        if (row.has(Effect.HOLD_TEMPLATE)) {
            SendContent.templateOf(send, number)
                    .ifPresent(template ->
                            news.forEach(room -> room.templatePaused(number, template, now.plus(row.firstWait()))));
        }
        if (row.has(Effect.REFETCH_TEMPLATES)) {
            news.forEach(room -> room.templatesOutdated(number));
        }
        if (row.has(Effect.ALERT)) {
            alert(row, number, what);
        }
    }

    /**
     * What a refusal of something that is no send, as a read receipt, means for its number: the same pause and alert.
     *
     * @param detail Meta's words
     */
    void ofNumber(ErrorRow row, BusinessNumber number, String detail) {
        Optional<PauseScope> scope = PauseScope.of(row);
        if (scope.isPresent()) {
            String what = number + ": " + row.meaning() + " (" + row.key() + ": " + detail + "). " + row.advice();
            states.pausedByMeta(number, scope.get(), what);
            alert(row, number, what);
        }
    }

    private void alert(ErrorRow row, BusinessNumber number, String what) {
        String id = number.phoneNumberId();
        if (PauseScope.of(row).isPresent()) {
            alerts.raise(PAUSED_BY_META, id, id, what);
        } else {
            alerts.raise(META_ERROR, row.key() + " " + id, id, what);
        }
    }

    /** Meta took a send. */
    void taken(BusinessNumber number) {
        news.forEach(room -> room.taken(number));
    }

    /** A person, or a new token, lets a number go on. */
    public void resume(BusinessNumber number) {
        states.resume(number);
        held.release(number, Reason.NUMBER_PAUSED, send -> true);
        alerts.clear(PAUSED_BY_META, number.phoneNumberId());
    }
}
