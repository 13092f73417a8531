package dev.tandem.domain;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What becomes of a send after each answer of Meta's send API, by the {@link ErrorTable}. Thread-safe.
 *
 * <p>Source: Meta's error code page and its notes on pair limit (R49) and throughput (R46).
 */
public final class AnswerRule {

    /** How many requests a send gets when a wait that its error asks for would not hold it. */
    private static final int TRIES_WITHOUT_A_PAUSE = 6;

    private static final Duration BASE = Duration.ofSeconds(1);
    private static final long CAP_MILLIS = 60_000;

    /** The longest wait for one person: 4^5 seconds, about 17 minutes. */
    private static final int MAX_PAIR_EXPONENT = 5;

    private final ErrorTable table;
    private final RandomGenerator random;

    /** @param random for the jitter of the backoff */
    public AnswerRule(ErrorTable table, RandomGenerator random) {
        this.table = table;
        this.random = random;
    }

    /** The table that this rule follows. */
    public ErrorTable table() {
        return table;
    }

    /**
     * What an answer was, in the table's terms; empty when the message was taken, never left, or its answer was lost.
     */
    public java.util.Optional<ErrorRow> row(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            return java.util.Optional.of(table.of(refused));
        }
        return answer instanceof Answer.Unreadable unreadable
                ? java.util.Optional.of(table.of(unreadable))
                : java.util.Optional.empty();
    }

    /**
     * Decides.
     *
     * @param marked the send as it was marked for the request that was answered
     * @param pairRefusals how often in a row Meta refused this person for the pair limit before
     */
    public Outcome decide(Answer answer, Send marked, int pairRefusals) {
        int attempt = marked.progress().attempt();
        if (answer instanceof Answer.Accepted accepted) {
            return new Outcome.Submitted(accepted.wamid(), accepted.waId(), accepted.pacing());
        }
        if (answer instanceof Answer.NotSent notSent) {
            return new Outcome.Retry(backoff(BASE, attempt), Cause.of(Reason.CLOUD_UNREACHABLE, notSent.text()));
        }
        if (answer instanceof Answer.Lost lost) {
            return new Outcome.Unknown(Cause.of(Reason.AWAITING_STATUS, lost.text()));
        }
        ErrorRow row = row(answer).orElseThrow();
        return ofRow(row, cause(row, answer), marked, pairRefusals);
    }

    private Outcome ofRow(ErrorRow row, Cause cause, Send marked, int pairRefusals) {
        return switch (java.util.Objects.requireNonNull(row.answer())) {
            case FAIL -> new Outcome.Failed(cause);
            case UNKNOWN -> new Outcome.Unknown(cause);
            case REROUTE ->
                marked.progress().mode() == MessageMode.FREEFORM
                        ? new Outcome.Reroute(cause)
                        : new Outcome.Failed(cause);
            case WAIT ->
                holds(row, marked)
                        ? new Outcome.Wait(row.has(ErrorRow.Effect.HOLD_TEMPLATE) ? row.firstWait() : null, cause)
                        : retry(row, cause, marked, TRIES_WITHOUT_A_PAUSE, 0);
            case RETRY -> retry(row, cause, marked, row.tries(), pairRefusals);
        };
    }

    /** Whether what this error brings would hold the very send that met it; if not, waiting would never end. */
    private static boolean holds(ErrorRow row, Send marked) {
        return PauseScope.of(row)
                .map(scope -> scope.holds(
                        marked.acceptance().priority(), marked.progress().mode()))
                .orElse(row.has(ErrorRow.Effect.HOLD_TEMPLATE));
    }

    private Outcome retry(ErrorRow row, Cause cause, Send marked, int tries, int pairRefusals) {
        int attempt = marked.progress().attempt();
        if (tries > 0 && attempt >= tries) {
            return new Outcome.Failed(cause);
        }
        Duration after =
                row.has(ErrorRow.Effect.HOLD_PERSON) ? personRests(pairRefusals) : backoff(row.firstWait(), attempt);
        return new Outcome.Retry(after, cause);
    }

    /** How long a person rests whom Meta refused so often before: 4^X seconds (R49). */
    public static Duration personRests(int refusals) {
        return Duration.ofSeconds(1L << (2 * Math.min(refusals, MAX_PAIR_EXPONENT)));
    }

    private static Cause cause(ErrorRow row, Answer answer) {
        Reason reason = reason(row);
        if (answer instanceof Answer.Refused refused) {
            return new Cause(reason, refused.text(), refused.code());
        }
        Answer.Unreadable unreadable = (Answer.Unreadable) answer;
        if (row.answer() == ErrorRow.Answer.UNKNOWN) {
            return Cause.of(Reason.AWAITING_STATUS, unreadable.text());
        }
        return new Cause(
                reason, unreadable.text(), reason == Reason.CLOUD_API ? (Integer) unreadable.httpStatus() : null);
    }

    /** A cause of our own vocabulary where there is one; else Meta's code speaks. */
    private static Reason reason(ErrorRow row) {
        if (row.has(ErrorRow.Effect.SLOW) || row.has(ErrorRow.Effect.SLOW_APP)) {
            return Reason.THROUGHPUT;
        }
        if (row.has(ErrorRow.Effect.HOLD_PERSON)) {
            return Reason.PAIR_LIMIT;
        }
        if (row.has(ErrorRow.Effect.HOLD_TEMPLATE)) {
            return Reason.TEMPLATE_PAUSED;
        }
        return row.has(ErrorRow.Effect.OPT_OUT) ? Reason.OPTED_OUT : Reason.CLOUD_API;
    }

    /** The row's wait, doubled with each attempt up to a minute (or the wait itself), shortened or lengthened by up to a fifth. */
    private Duration backoff(Duration base, int attempt) {
        long first = base.toMillis();
        long plain = Math.min(Math.max(CAP_MILLIS, first), first << Math.min(Math.max(attempt - 1, 0), 6));
        return Duration.ofMillis(plain * 4 / 5 + random.nextLong(plain * 2 / 5 + 1));
    }
}
