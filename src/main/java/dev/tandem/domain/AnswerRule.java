package dev.tandem.domain;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What to do after each answer of Meta's send API. Branches on Meta's code first; the HTTP status counts only where there
 * is no code that we know (Meta's texts on the HTTP status contradict each other).
 *
 * <p>Source: Meta's error code page and its notes on pair limit (R49) and throughput (R46).
 */
public final class AnswerRule {

    /** Throughput of the number exceeded. */
    public static final int THROUGHPUT_EXCEEDED = 130429;
    /** Too many messages to one person. */
    public static final int PAIR_LIMIT_EXCEEDED = 131056;
    /** The window is closed. */
    public static final int WINDOW_CLOSED = 131047;

    /** Something went wrong, service unavailable, number in maintenance: they pass by themselves. */
    private static final Set<Integer> PASSING = Set.of(2, 131000, 131016, 131057);

    private static final int MAX_ATTEMPTS = 6;
    private static final long BASE_MILLIS = 1_000;
    private static final long CAP_MILLIS = 60_000;
    /** The longest wait for one person: 4^5 seconds, about 17 minutes. */
    private static final int MAX_PAIR_EXPONENT = 5;

    private AnswerRule() {}

    /**
     * Decides.
     *
     * @param attempt which attempt this was, from 1
     * @param random for the jitter of the backoff
     */
    public static Outcome decide(Answer answer, int attempt, RandomGenerator random) {
        if (answer instanceof Answer.Accepted accepted) {
            return new Outcome.Submitted(accepted.wamid(), accepted.waId(), accepted.pacing());
        }
        if (answer instanceof Answer.NotSent notSent) {
            return new Outcome.Retry(backoff(attempt, random), Cause.of(Reason.CLOUD_UNREACHABLE, notSent.text()));
        }
        if (answer instanceof Answer.Refused refused) {
            return ofError(refused, attempt, random);
        }
        if (answer instanceof Answer.Unreadable unreadable) {
            return ofUnreadable(unreadable, attempt, random);
        }
        return new Outcome.Unknown(Cause.of(Reason.ANSWER_LOST, ((Answer.Lost) answer).text()));
    }

    private static Outcome ofError(Answer.Refused refused, int attempt, RandomGenerator random) {
        Cause metas = new Cause(Reason.CLOUD_API, refused.text(), refused.code());
        if (refused.code() == THROUGHPUT_EXCEEDED || (refused.httpStatus() == 429 && !isKnown(refused.code()))) {
            return new Outcome.Retry(backoff(attempt, random), with(Reason.THROUGHPUT, refused));
        }
        if (refused.code() == PAIR_LIMIT_EXCEEDED) {
            long seconds = 1L << (2 * Math.min(attempt - 1, MAX_PAIR_EXPONENT));
            return new Outcome.Retry(Duration.ofSeconds(seconds), with(Reason.PAIR_LIMIT, refused));
        }
        boolean passes = PASSING.contains(refused.code()) || refused.isTransient() || refused.httpStatus() >= 500;
        if (passes && attempt < MAX_ATTEMPTS) {
            return new Outcome.Retry(backoff(attempt, random), metas);
        }
        return new Outcome.Failed(metas);
    }

    /** A 4xx was refused by whoever wrote the page; anything else may hide a message that was taken. */
    private static Outcome ofUnreadable(Answer.Unreadable unreadable, int attempt, RandomGenerator random) {
        if (unreadable.httpStatus() == 429) {
            return new Outcome.Retry(backoff(attempt, random), Cause.of(Reason.THROUGHPUT, unreadable.text()));
        }
        if (unreadable.httpStatus() >= 400 && unreadable.httpStatus() < 500) {
            return new Outcome.Failed(new Cause(Reason.CLOUD_API, unreadable.text(), unreadable.httpStatus()));
        }
        return new Outcome.Unknown(Cause.of(Reason.ANSWER_LOST, unreadable.text()));
    }

    private static boolean isKnown(int code) {
        return code == PAIR_LIMIT_EXCEEDED || PASSING.contains(code);
    }

    private static Cause with(Reason reason, Answer.Refused refused) {
        return new Cause(reason, refused.text(), refused.code());
    }

    /** 1 s, 2 s, 4 s … up to a minute, each shortened or lengthened by up to a fifth. */
    private static Duration backoff(int attempt, RandomGenerator random) {
        long plain = Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(attempt - 1, 6));
        return Duration.ofMillis(plain * 4 / 5 + random.nextLong(plain * 2 / 5 + 1));
    }
}
