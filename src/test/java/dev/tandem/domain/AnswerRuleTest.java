package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerRuleTest {

    private final Random random = new Random(20261105);

    private Outcome decide(Answer answer, int attempt) {
        return AnswerRule.decide(answer, attempt, random);
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
                .isEqualTo(new Outcome.Unknown(Cause.of(Reason.ANSWER_LOST, "read timed out")));
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
        assertThat(decide(refused(429, 4), 1))
                .isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.cause())
                        .isEqualTo(new Cause(Reason.THROUGHPUT, "Meta's words", 4)));
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
    @CsvSource({"1, 1", "2, 4", "3, 16", "4, 64", "5, 256", "6, 1024", "7, 1024", "100, 1024"})
    void aPersonRestsFourToTheXSeconds(int attempt, long seconds) {
        assertThat(decide(refused(400, 131056), attempt))
                .isEqualTo(new Outcome.Retry(
                        Duration.ofSeconds(seconds), new Cause(Reason.PAIR_LIMIT, "Meta's words", 131056)));
    }

    @ParameterizedTest
    @CsvSource({"400, 2", "500, 131000", "500, 131016", "500, 131057", "503, 77", "500, 134102", "599, 1"})
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
    void metasOwnWordThatItPassesCounts() {
        Answer answer = new Answer.Refused(400, 131053, "Meta's words", true);
        assertThat(decide(answer, 1)).isInstanceOf(Outcome.Retry.class);
        assertThat(decide(answer, 6)).isInstanceOf(Outcome.Failed.class);
    }

    @ParameterizedTest
    @CsvSource({"400, 100", "401, 190", "400, 131047", "404, 132001", "400, 132000", "403, 131031", "400, 999999"})
    void therestFailsWithMetasCode(int httpStatus, int code) {
        Outcome outcome = decide(refused(httpStatus, code), 1);
        assertThat(outcome).isEqualTo(new Outcome.Failed(new Cause(Reason.CLOUD_API, "Meta's words", code)));
        assertThat(((Outcome.Failed) outcome).cause().code()).isEqualTo("cloud_api_" + code);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 413, 499})
    void aPageWith4xxWasRefusedByWhoWroteIt(int httpStatus) {
        assertThat(decide(new Answer.Unreadable(httpStatus, "<html>"), 1)).isInstanceOf(Outcome.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 500, 502, 503, 504})
    void anyOtherPageMayHideAMessageThatWasTaken(int httpStatus) {
        assertThat(decide(new Answer.Unreadable(httpStatus, "<html>"), 1))
                .isEqualTo(new Outcome.Unknown(Cause.of(Reason.ANSWER_LOST, "<html>")));
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
}
