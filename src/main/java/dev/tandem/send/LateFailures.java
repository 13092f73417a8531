package dev.tandem.send;

import dev.tandem.domain.AnswerRule;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.ErrorRow;
import dev.tandem.domain.ErrorTable;
import dev.tandem.domain.LanePlace;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.PairDebt;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows when Meta fails a message that it had taken. The send itself ends; where the table of errors says so, one new
 * send is made of it, once per request, with the time that the request has left. Thread-safe.
 */
public final class LateFailures {

    private final ErrorTable table;
    private final SendLedger ledger;
    private final Debts debts;
    private final NumberDirectory numbers;
    private final Aftermath aftermath;
    private final SendIds ids;
    private final Clock clock;

    public LateFailures(
            ErrorTable table,
            SendLedger ledger,
            Debts debts,
            NumberDirectory numbers,
            Aftermath aftermath,
            SendIds ids,
            Clock clock) {
        this.table = table;
        this.ledger = ledger;
        this.debts = debts;
        this.numbers = numbers;
        this.aftermath = aftermath;
        this.ids = ids;
        this.clock = clock;
    }

    /** Closes the window when a failure says so; before anything is made of it that looks at the window. */
    void closeWindow(Send send, SendLedger.StatusRow row) {
        if (row.status() == DeliveryStatus.FAILED) {
            number(send).ifPresent(number -> aftermath.window(row(row), send, number, row.at()));
        }
    }

    /** Everything else that a failure means beyond its send. */
    void of(Send send, SendLedger.StatusRow row) {
        Cause cause = row.cause();
        String detail = cause == null ? "" : cause.detail();
        number(send).ifPresent(number -> aftermath.of(row(row), send, number, detail, clock.instant()));
    }

    /** The send that is made of a failed one, if one is. */
    Optional<Send> successor(Send failed, SendLedger.StatusRow status, Instant now) {
        ErrorRow row = row(status);
        boolean wanted = row.late() == ErrorRow.Late.RESEND
                || (row.late() == ErrorRow.Late.REROUTE && canWaitOrLeaveAsTemplate(failed));
        Instant due = now.plus(wait(failed, row));
        Instant expiresAt = failed.acceptance().expiresAt();
        if (!wanted || !due.isBefore(expiresAt) || isDecided(failed)) {
            return Optional.empty();
        }
        Send made = failed.successor(ids.next(), due, expiresAt, now);
        return Optional.of(
                row.has(ErrorRow.Effect.HOLD_PERSON) ? made.heldForRetry(Cause.of(Reason.PAIR_LIMIT), due, now) : made);
    }

    /** Once per request, and never against a person's word: who resent or closed it has decided. */
    private boolean isDecided(Send failed) {
        boolean isClosed =
                failed.state() == SendState.UNKNOWN && failed.progress().place() == LanePlace.DONE;
        return failed.acceptance().generation() > 0
                || isClosed
                || ledger.successorOf(failed.id()).isPresent();
    }

    /** A person whom Meta refused rests for 4^X seconds (R49), as after an answer. */
    private Duration wait(Send failed, ErrorRow row) {
        return row.has(ErrorRow.Effect.HOLD_PERSON)
                ? AnswerRule.personRests(PairDebt.refusals(pair(failed).orElse(null)))
                : row.firstWait();
    }

    private Optional<PairDebt> pair(Send send) {
        return debts.pair(
                send.acceptance().phoneNumberId(), send.acceptance().recipient().contact());
    }

    /** What the pair limit must know of a failure; null when it is about something else. */
    Debts.@Nullable Debit debit(Send failed, SendLedger.StatusRow status) {
        return row(status).has(ErrorRow.Effect.HOLD_PERSON)
                ? pair(failed)
                        .map(debt -> new Debts.Debit(debt.refusedOnce(), false))
                        .orElse(null)
                : null;
    }

    /** In a closed window: with a template it goes, with {@code hold} it waits; otherwise it would only be refused again. */
    private boolean canWaitOrLeaveAsTemplate(Send failed) {
        SendContent content = SendContent.of(failed);
        boolean hasDefault = number(failed).map(BusinessNumber::defaultTemplate).isPresent();
        LateDecision closed = LateDecision.of(
                content.message() != null, content.template() != null, content.whenClosed(), hasDefault, false);
        return closed != LateDecision.REFUSE;
    }

    private Optional<BusinessNumber> number(Send send) {
        return numbers.find(send.acceptance().phoneNumberId());
    }

    private ErrorRow row(SendLedger.StatusRow status) {
        Cause cause = status.cause();
        @Nullable Integer code = cause == null ? null : cause.metaCode();
        return table.ofLate(code == null ? -1 : code);
    }
}
