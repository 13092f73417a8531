package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Idleness.Warning;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IdlenessTest {

    private static final Instant LINKED = Instant.parse("2026-11-05T10:00:00Z");
    private final Idleness rule = Idleness.DEFAULT;

    private static Instant day(int day) {
        return LINKED.plus(Duration.ofDays(day));
    }

    @Test
    void thePhoneIsWarnedOfAtTenAndAtThirteenDays() {
        assertThat(rule.phone(LINKED, day(10).minusMillis(1))).isEqualTo(Warning.NONE);
        assertThat(rule.phone(LINKED, day(10))).isEqualTo(Warning.FIRST);
        assertThat(rule.phone(LINKED, day(13).minusMillis(1))).isEqualTo(Warning.FIRST);
        assertThat(rule.phone(LINKED, day(13))).isEqualTo(Warning.LAST);
        assertThat(rule.warnAt(LINKED)).isEqualTo(day(10));
        assertThat(rule.cutAt(LINKED)).isEqualTo(day(14));
    }

    @Test
    void whatWasSeenOfThePhoneCountsFromThenOn() {
        assertThat(rule.lastSign(LINKED, LINKED, null)).isEqualTo(LINKED);
        assertThat(rule.lastSign(LINKED, LINKED, day(-3))).isEqualTo(LINKED);
        assertThat(rule.lastSign(LINKED, LINKED, day(4))).isEqualTo(day(4));
    }

    @Test
    void aLinkThatWasOldWhenTheWatchBeganIsNoAlarm() {
        assertThat(rule.lastSign(LINKED, day(13), null))
                .as("it may be idle for thirteen days")
                .isEqualTo(LINKED);
        assertThat(rule.lastSign(LINKED, day(14), null))
                .as("it would be cut by now")
                .isEqualTo(day(14));
        assertThat(rule.lastSign(day(20), day(14), null)).as("linked again").isEqualTo(day(20));
        assertThat(rule.companions(LINKED, day(300), day(300))).isFalse();
        assertThat(rule.companions(LINKED, day(300), day(327))).isTrue();
    }

    @Test
    void linkedDevicesAreRemindedOfInTheLastDaysOfEveryThirty() {
        assertThat(rule.companions(LINKED, LINKED, day(-1))).isFalse();
        assertThat(rule.companions(LINKED, LINKED, day(27).minusMillis(1))).isFalse();
        assertThat(rule.companions(LINKED, LINKED, day(27))).isTrue();
        assertThat(rule.companions(LINKED, LINKED, day(30).minusMillis(1))).isTrue();
        assertThat(rule.companions(LINKED, LINKED, day(30))).isFalse();
        assertThat(rule.companions(LINKED, LINKED, day(57))).isTrue();
    }
}
