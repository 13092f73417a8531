package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.cloudapi.ErrorTableFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-05T10:00:00Z");
    private static final ErrorTable TABLE = ErrorTableFile.read();

    private final AnswerRule rule = new AnswerRule(TABLE, new Random(1));

    /** A send at its n-th attempt. */
    private static Send marked(int attempt, Priority priority, MessageMode mode) {
        Send send = Send.accepted(new Send.Acceptance(
                1,
                "100",
                "key",
                "hash",
                Recipient.ofPhone("4915112345678"),
                priority,
                "",
                "{}",
                "crm",
                NOW,
                null,
                NOW.plus(Duration.ofDays(1))));
        for (int i = 0; i < attempt; i++) {
            send = send.sending(mode, NOW);
        }
        return send;
    }

    private Outcome decide(Answer answer, int attempt) {
        return rule.decide(answer, marked(attempt, Priority.TRANSACTIONAL, MessageMode.FREEFORM), attempt - 1);
    }

    private static Answer.Refused refused(int httpStatus, int code) {
        return new Answer.Refused(httpStatus, code, "Meta's words", false);
    }

    private Duration waitOf(Answer answer, int attempt) {
        assertThat(decide(answer, attempt)).isInstanceOf(Outcome.Retry.class);
        return ((Outcome.Retry) decide(answer, attempt)).after();
    }

    @Test
    void takenIsSubmitted() {
        assertThat(decide(new Answer.Accepted("wamid.1", "4915112345678", true), 1))
                .isEqualTo(new Outcome.Submitted("wamid.1", "4915112345678", true));
    }

    @Test
    void whatNeverLeftIsTriedAgainForEver() {
        for (int attempt : new int[] {1, 6, 7, 500}) {
            assertThat(decide(new Answer.NotSent("refused"), attempt))
                    .isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.cause())
                            .isEqualTo(Cause.of(Reason.CLOUD_UNREACHABLE, "refused")));
        }
    }

    @Test
    void whatLeftWithoutAnAnswerIsUnknownAndNeverRepeated() {
        assertThat(decide(new Answer.Lost("read timed out"), 1))
                .isEqualTo(new Outcome.Unknown(Cause.of(Reason.AWAITING_STATUS, "read timed out")));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 429})
    void theNumbersThroughputIsTriedAgainForEver(int httpStatus) {
        for (int attempt : new int[] {1, 6, 50}) {
            assertThat(decide(refused(httpStatus, 130429), attempt))
                    .isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.cause())
                            .isEqualTo(new Cause(Reason.THROUGHPUT, "Meta's words", 130429)));
        }
    }

    @Test
    void anUnlistedCodeWith429CountsAsThroughput() {
        assertThat(decide(refused(429, 199999), 1))
                .isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.cause())
                        .isEqualTo(new Cause(Reason.THROUGHPUT, "Meta's words", 199999)));
        assertThat(decide(refused(429, 131056), 1))
                .as("Meta's code comes first")
                .isInstanceOfSatisfying(
                        Outcome.Retry.class,
                        retry -> assertThat(retry.cause().reason()).isEqualTo(Reason.PAIR_LIMIT));
    }

    @Test
    void aPageWith429WasRefusedByAProxyAndIsTriedAgain() {
        assertThat(decide(new Answer.Unreadable(429, "<html>"), 3))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class,
                        retry -> assertThat(retry.cause().reason()).isEqualTo(Reason.THROUGHPUT));
    }

    /** R49: 4^X seconds. */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 4", "2, 16", "3, 64", "4, 256", "5, 1024", "6, 1024", "100, 1024"})
    void aPersonRestsFourToTheXSeconds(int refusals, long seconds) {
        Send send = marked(3, Priority.TRANSACTIONAL, MessageMode.FREEFORM);
        assertThat(rule.decide(refused(400, 131056), send, refusals))
                .isEqualTo(new Outcome.Retry(
                        Duration.ofSeconds(seconds), new Cause(Reason.PAIR_LIMIT, "Meta's words", 131056)));
    }

    @ParameterizedTest
    @CsvSource({"400, 2", "500, 131000", "500, 131016", "503, 77", "500, 99", "599, 5"})
    void whatPassesIsTriedFiveTimesAgain(int httpStatus, int code) {
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(decide(refused(httpStatus, code), attempt))
                    .isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.cause())
                            .isEqualTo(new Cause(Reason.CLOUD_API, "Meta's words", code)));
        }
        assertThat(decide(refused(httpStatus, code), 6))
                .isEqualTo(new Outcome.Failed(new Cause(Reason.CLOUD_API, "Meta's words", code)));
    }

    @Test
    void aRowMayAllowFewerTriesAndLongerWaits() {
        assertThat(decide(refused(400, 1), 2)).isInstanceOf(Outcome.Retry.class);
        assertThat(decide(refused(400, 1), 3)).isInstanceOf(Outcome.Failed.class);
        assertThat(waitOf(refused(400, 134101), 1)).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(12));
        assertThat(waitOf(refused(400, 134101), 2)).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(12));
    }

    @Test
    void metasOwnWordThatItPassesCountsForCodesThatNobodyKnows() {
        assertThat(decide(new Answer.Refused(400, 199999, "Meta's words", true), 1))
                .isInstanceOf(Outcome.Retry.class);
        assertThat(decide(new Answer.Refused(400, 199999, "Meta's words", true), 6))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(decide(new Answer.Refused(400, 100, "Meta's words", true), 1))
                .isInstanceOf(Outcome.Failed.class);
    }

    @ParameterizedTest
    @CsvSource({"400, 100", "404, 132001", "400, 132000", "400, 999999", "418, 199999"})
    void whatCannotPassFailsWithMetasCode(int httpStatus, int code) {
        Outcome outcome = decide(refused(httpStatus, code), 1);
        assertThat(outcome).isEqualTo(new Outcome.Failed(new Cause(Reason.CLOUD_API, "Meta's words", code)));
        assertThat(((Outcome.Failed) outcome).cause().code()).isEqualTo("cloud_api_" + code);
    }

    @ParameterizedTest
    @CsvSource({
        "401, 190",
        "401, 0",
        "403, 10",
        "403, 200",
        "403, 250",
        "403, 299",
        "403, 131031",
        "401, 199999",
        "403, 199999"
    })
    void whatPausesTheNumberWaitsForItsEnd(int httpStatus, int code) {
        assertThat(decide(refused(httpStatus, code), 9))
                .isEqualTo(new Outcome.Wait(null, new Cause(Reason.CLOUD_API, "Meta's words", code)));
        assertThat(TABLE.of(refused(httpStatus, code)).has(ErrorRow.Effect.PAUSE_NUMBER))
                .isTrue();
    }

    @Test
    void waitingOnlyHelpsWhomThePauseHolds() {
        Answer spam = refused(400, 131048);
        assertThat(rule.decide(spam, marked(1, Priority.CAMPAIGN, MessageMode.TEMPLATE), 0))
                .isInstanceOf(Outcome.Wait.class);
        assertThat(rule.decide(spam, marked(1, Priority.REPLY, MessageMode.FREEFORM), 0))
                .as("a pause of campaigns would hold no reply")
                .isInstanceOf(Outcome.Retry.class);
        assertThat(rule.decide(spam, marked(6, Priority.REPLY, MessageMode.FREEFORM), 0))
                .isInstanceOf(Outcome.Failed.class);
        Answer payment = refused(400, 131042);
        assertThat(rule.decide(payment, marked(1, Priority.REPLY, MessageMode.TEMPLATE), 0))
                .isInstanceOf(Outcome.Wait.class);
        assertThat(rule.decide(payment, marked(1, Priority.REPLY, MessageMode.FREEFORM), 0))
                .isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void aClosedWindowSendsAFreeFormMessageOnADetourAndNoTemplate() {
        Answer closed = refused(400, 131047);
        assertThat(rule.decide(closed, marked(1, Priority.REPLY, MessageMode.FREEFORM), 0))
                .isInstanceOf(Outcome.Reroute.class);
        assertThat(rule.decide(closed, marked(1, Priority.REPLY, MessageMode.TEMPLATE), 0))
                .isInstanceOf(Outcome.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 418, 499})
    void aPageWith4xxWasRefusedByWhoWroteIt(int httpStatus) {
        assertThat(decide(new Answer.Unreadable(httpStatus, "<html>"), 1)).isInstanceOf(Outcome.Failed.class);
    }

    /** It would refuse the whole campaign. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407})
    void aPageThatLetsNobodyThroughPausesTheNumber(int httpStatus) {
        Answer.Unreadable page = new Answer.Unreadable(httpStatus, "<html>");
        assertThat(decide(page, 1)).isInstanceOf(Outcome.Wait.class);
        assertThat(TABLE.of(page).has(ErrorRow.Effect.PAUSE_NUMBER)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 500, 502, 503, 504})
    void anyOtherPageMayHideAMessageThatWasTaken(int httpStatus) {
        assertThat(decide(new Answer.Unreadable(httpStatus, "<html>"), 1))
                .isEqualTo(new Outcome.Unknown(Cause.of(Reason.AWAITING_STATUS, "<html>")));
    }

    @Test
    void theBackoffDoublesUpToAMinuteAFifthMoreOrLess() {
        long[] plain = {1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000};
        for (int attempt = 1; attempt <= plain.length; attempt++) {
            long least = Long.MAX_VALUE;
            long most = 0;
            for (int i = 0; i < 2_000; i++) {
                long millis = waitOf(new Answer.NotSent("refused"), attempt).toMillis();
                least = Math.min(least, millis);
                most = Math.max(most, millis);
            }
            long base = plain[attempt - 1];
            assertThat(least).as("attempt %d", attempt).isBetween(base * 8 / 10, base * 82 / 100);
            assertThat(most).as("attempt %d", attempt).isBetween(base * 118 / 100, base * 12 / 10);
        }
    }

    @Test
    void theMostSevereOfSeveralErrorsCounts() {
        assertThat(TABLE.mostSevere(List.of(131026, 131047, 130429))).isEqualTo(130429);
        assertThat(TABLE.mostSevere(List.of(131047, 131026))).isEqualTo(131047);
        assertThat(TABLE.mostSevere(List.of(131026, 131031, 131056))).isEqualTo(131031);
        assertThat(TABLE.mostSevere(List.of(131000, 131056))).isEqualTo(131056);
        assertThat(TABLE.mostSevere(List.of())).isEqualTo(-1);
    }

    @Test
    void aTableWithAGapOrADoubledRowIsRefused() {
        List<ErrorRow> rows = TABLE.rows();
        assertThatThrownBy(() -> new ErrorTable(
                        rows.stream().filter(row -> !row.key().equals("page")).toList()))
                .hasMessageContaining("'page'");
        assertThatThrownBy(() -> new ErrorTable(java.util.stream.Stream.concat(
                                rows.stream(), rows.stream().limit(1))
                        .toList()))
                .hasMessageContaining("'0'");
    }
}
