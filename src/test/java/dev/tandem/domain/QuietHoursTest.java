package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QuietHoursTest {

    private static final QuietHours NIGHT = new QuietHours(LocalTime.of(21, 0), LocalTime.of(8, 0));
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    /** Half an hour of change, a change at midnight, one on the other half of the globe, and none. */
    private static final List<String> ZONES = List.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Asuncion",
            "Africa/Cairo",
            "America/Santiago",
            "Asia/Kolkata",
            "Pacific/Auckland",
            "Pacific/Honolulu",
            "Europe/Lisbon");

    private static Instant berlin(String wall) {
        return java.time.LocalDateTime.parse(wall).atZone(BERLIN).toInstant();
    }

    @Test
    void itIsQuietOverMidnightUntilTheMorning() {
        assertThat(NIGHT.end(berlin("2026-11-05T20:59:59"), List.of(BERLIN))).isEmpty();
        assertThat(NIGHT.end(berlin("2026-11-05T21:00:00"), List.of(BERLIN))).hasValue(berlin("2026-11-06T08:00:00"));
        assertThat(NIGHT.end(berlin("2026-11-06T07:59:59"), List.of(BERLIN))).hasValue(berlin("2026-11-06T08:00:00"));
        assertThat(NIGHT.end(berlin("2026-11-06T08:00:00"), List.of(BERLIN))).isEmpty();
    }

    @Test
    void theNightOfTheChangeIsAnHourShorterOrLonger() {
        Duration spring = Duration.between(berlin("2026-03-28T21:00:00"), berlin("2026-03-29T08:00:00"));
        assertThat(spring).isEqualTo(Duration.ofHours(10));
        assertThat(NIGHT.end(berlin("2026-03-28T21:00:00"), List.of(BERLIN)))
                .hasValue(berlin("2026-03-28T21:00:00").plus(spring));
        assertThat(NIGHT.end(berlin("2026-10-24T21:00:00"), List.of(BERLIN)))
                .hasValue(berlin("2026-10-24T21:00:00").plus(Duration.ofHours(12)));
    }

    @Test
    void anEndThatTheClockSkipsIsTheMomentOfTheChange() {
        QuietHours early = new QuietHours(LocalTime.of(22, 0), LocalTime.of(2, 30));
        assertThat(early.end(berlin("2026-03-29T01:00:00"), List.of(BERLIN))).hasValue(berlin("2026-03-29T03:00:00"));
    }

    @Test
    void withSeveralZonesItIsQuietAsLongAsItIsInAny() {
        Instant evening = berlin("2026-11-05T20:00:00");
        assertThat(NIGHT.end(evening, List.of(BERLIN, NEW_YORK))).isEmpty();
        Instant night = berlin("2026-11-05T22:00:00");
        Instant both = java.time.LocalDateTime.parse("2026-11-06T08:00:00")
                .atZone(NEW_YORK)
                .toInstant();
        assertThat(NIGHT.end(night, List.of(BERLIN, NEW_YORK)))
                .as("Berlin wakes first, New York decides")
                .hasValue(both);
    }

    @Test
    void whereItIsAlwaysQuietSomewhereItGoesWhenItIsInTheFewest() {
        List<ZoneId> around = Stream.of("Europe/Berlin", "Pacific/Auckland", "Pacific/Honolulu", "Asia/Kolkata")
                .map(ZoneId::of)
                .toList();
        int moments = 0;
        for (Instant now = berlin("2026-11-05T00:00:00");
                now.isBefore(berlin("2026-11-06T00:00:00"));
                now = now.plus(Duration.ofMinutes(10))) {
            assertThat(count(NIGHT, now, around)).isPositive();
            moments += NIGHT.end(now, around).isEmpty() ? 1 : 0;
        }
        assertThat(moments).as("where only one of the four is quiet").isEqualTo(39);
    }

    @Test
    void withoutAnyZoneItIsNeverQuiet() {
        assertThat(NIGHT.end(berlin("2026-11-05T23:00:00"), List.of())).isEmpty();
    }

    @Test
    void hoursOfNoLengthAreRefused() {
        assertThatThrownBy(() -> new QuietHours(LocalTime.NOON, LocalTime.NOON)).hasMessageContaining("12:00");
    }

    /** Compared with looking at the clock on the wall minute by minute, on days around every change of the clocks. */
    @Property(tries = 1_000, seed = "20261106")
    void theEndIsTheFirstMinuteThatIsNotQuietInAnyZone(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 47) int from,
            @ForAll @IntRange(min = 1, max = 30) int length) {
        Random random = new Random(seed);
        QuietHours hours = new QuietHours(
                LocalTime.of(from / 2, from % 2 * 30),
                LocalTime.of(from / 2, from % 2 * 30).plusMinutes(30L * length));
        ZoneId first = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        List<ZoneId> zones = new ArrayList<>(List.of(first));
        if (random.nextBoolean()) {
            zones.add(ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
        }
        Instant now = nearAChange(first, random);
        Optional<Instant> end = hours.end(now, zones);
        Instant free = now;
        Instant last = now.plus(Duration.ofHours(47));
        while (free.isBefore(last) && isQuiet(hours, free, zones)) {
            free = free.plus(Duration.ofMinutes(1));
        }
        if (free.isBefore(last)) {
            assertThat(end.orElse(now)).isEqualTo(free);
        } else {
            assertThat(count(hours, end.orElse(now), zones))
                    .as("two zones that are never both awake")
                    .isEqualTo(1);
        }
    }

    private static Instant nearAChange(ZoneId zone, Random random) {
        Instant year = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(500)));
        java.time.zone.ZoneOffsetTransition change = zone.getRules().nextTransition(year);
        Instant centre = change == null ? year : change.getInstant();
        return centre.plus(Duration.ofMinutes(random.nextInt(4 * 24 * 60) - 2L * 24 * 60));
    }

    private static boolean isQuiet(QuietHours hours, Instant moment, List<ZoneId> zones) {
        return zones.stream().anyMatch(zone -> hours.isQuiet(moment, zone));
    }

    private static long count(QuietHours hours, Instant moment, List<ZoneId> zones) {
        return zones.stream().filter(zone -> hours.isQuiet(moment, zone)).count();
    }
}
