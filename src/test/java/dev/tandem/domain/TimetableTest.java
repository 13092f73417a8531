package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the last of many sends leaves. */
class TimetableTest {

    private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");
    private static final List<ZoneId> BERLIN = List.of(ZoneId.of("Europe/Berlin"));
    private static final List<ZoneId> NEW_YORK = List.of(ZoneId.of("America/New_York"));
    private static final QuietTimes NIGHT =
            new QuietTimes(List.of(new QuietHours(LocalTime.of(21, 0), LocalTime.of(8, 0))));

    private static Duration lasts(Instant begin, double perSecond, QuietTimes quiet, Timetable.Group... groups) {
        return Duration.between(
                begin, Timetable.end(begin, perSecond, List.of(groups), quiet).orElseThrow());
    }

    @Test
    void withoutQuietHoursItIsRowsByPace() {
        assertThat(lasts(MORNING, 5, QuietTimes.NONE, new Timetable.Group(BERLIN, 100_000)))
                .isEqualTo(Duration.ofSeconds(20_000));
        assertThat(lasts(MORNING, 20, QuietTimes.NONE, new Timetable.Group(List.of(), 100_000)))
                .isEqualTo(Duration.ofSeconds(5_000));
        assertThat(lasts(MORNING, Double.POSITIVE_INFINITY, QuietTimes.NONE, new Timetable.Group(BERLIN, 100_000)))
                .isZero();
        assertThat(lasts(MORNING, 5, QuietTimes.NONE)).isZero();
    }

    @Test
    void aNightStandsBetween() {
        // 9:00 to 21:00 in Berlin are 43,200 s; the rest goes from 8:00 on.
        assertThat(lasts(MORNING, 1, NIGHT, new Timetable.Group(BERLIN, 43_200 + 3_600)))
                .isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aNightWithAnHourLessIsShorter() {
        Instant before = Instant.parse("2026-03-28T19:00:00Z");
        assertThat(lasts(before, 1, NIGHT, new Timetable.Group(BERLIN, 3_600 + 3_600)))
                .as("20:00 to 21:00, and from 8:00 to 9:00 on the day of summer time")
                .isEqualTo(Duration.ofHours(12));
        assertThat(lasts(before.minus(Duration.ofDays(1)), 1, NIGHT, new Timetable.Group(BERLIN, 3_600 + 3_600)))
                .isEqualTo(Duration.ofHours(13));
    }

    @Test
    void whoIsAwakeGetsTheWholePace() {
        // Berlin until 21:00 (20:00Z) alone, New York from 8:00 (13:00Z) on.
        Duration both =
                lasts(MORNING, 1, NIGHT, new Timetable.Group(BERLIN, 18_000), new Timetable.Group(NEW_YORK, 3_600));
        assertThat(both).as("Berlin is done at 13:00Z, then New York").isEqualTo(Duration.ofHours(6));
        assertThat(lasts(
                        Instant.parse("2026-03-02T22:00:00Z"),
                        1,
                        NIGHT,
                        new Timetable.Group(BERLIN, 3_600),
                        new Timetable.Group(NEW_YORK, 3_600)))
                .as("New York first, Berlin at 7:00Z")
                .isEqualTo(Duration.ofHours(10));
    }

    @Test
    void hoursThatLeaveNoMomentHaveNoEnd() {
        QuietTimes always = new QuietTimes(List.of(
                new QuietHours(LocalTime.of(8, 0), LocalTime.of(20, 0)),
                new QuietHours(LocalTime.of(20, 0), LocalTime.of(8, 0))));
        assertThat(Timetable.end(MORNING, 5, List.of(new Timetable.Group(BERLIN, 1)), always))
                .isEmpty();
        assertThat(always.end(MORNING, BERLIN))
                .hasValueSatisfying(end -> assertThat(end).isAfter(MORNING.plus(Duration.ofDays(5))));
        assertThat(Timetable.end(MORNING, 0.0001, List.of(new Timetable.Group(BERLIN, 100_000)), QuietTimes.NONE))
                .as("30 years")
                .isEmpty();
    }

    @Test
    void severalHoursAreQuietWhileAnyOfThemIs() {
        QuietTimes both = new QuietTimes(List.of(
                new QuietHours(LocalTime.of(21, 0), LocalTime.of(8, 0)),
                new QuietHours(LocalTime.of(8, 0), LocalTime.of(10, 30))));
        assertThat(both.end(Instant.parse("2026-03-28T23:00:00Z"), BERLIN))
                .as("the night of summer time")
                .hasValue(Instant.parse("2026-03-29T08:30:00Z"));
        assertThat(both.end(Instant.parse("2026-03-28T12:00:00Z"), BERLIN)).isEmpty();
        assertThat(both.words()).isEqualTo("21:00 to 08:00 and 08:00 to 10:30");
        assertThat(QuietTimes.NONE.end(MORNING, BERLIN)).isEmpty();
    }
}
