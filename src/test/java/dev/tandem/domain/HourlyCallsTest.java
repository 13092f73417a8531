package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HourlyCallsTest {

    private static final Instant START = Instant.parse("2026-11-05T10:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {200, 5_000})
    void noHourHasMoreThanMetaAllows(int perHour) {
        HourlyCalls calls = new HourlyCalls(perHour);
        assertThat(IntStream.range(0, perHour).mapToObj(i -> calls.take(0, START.plusMillis(i))))
                .allSatisfy(later -> assertThat(later).isEmpty());
        Instant last = START.plus(Duration.ofHours(1)).minusNanos(1);
        assertThat(calls.take(0, last)).as("one more").contains(last.plusNanos(1));
        assertThat(calls.take(0, last.plusNanos(1)))
                .as("the first one is an hour old")
                .isEmpty();
        assertThat(calls.take(0, last.plusNanos(1))).contains(last.plusNanos(1).plusMillis(1));
    }

    @Test
    void whoLeavesSomeToOthersGetsNoneOfTheLast() {
        HourlyCalls calls = new HourlyCalls(4);
        assertThat(IntStream.range(0, 3).mapToObj(i -> calls.take(1, START)))
                .allSatisfy(later -> assertThat(later).isEmpty());
        assertThat(calls.take(1, START)).contains(START.plus(Duration.ofHours(1)));
        assertThat(calls.take(0, START)).as("the last is for who needs it").isEmpty();
        assertThat(calls.take(0, START)).isPresent();
        assertThat(new HourlyCalls(1).take(1, START)).as("nothing to spare").contains(START.plus(Duration.ofHours(1)));
    }

    @Test
    void afterARefusalNothingIsAskedForAWhile() {
        HourlyCalls calls = new HourlyCalls(200);
        calls.refused(START);
        Instant over = START.plus(HourlyCalls.REST);
        assertThat(calls.take(0, over.minusNanos(1))).contains(over);
        assertThat(calls.take(0, over)).isEmpty();
    }
}
