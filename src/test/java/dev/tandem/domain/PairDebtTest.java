package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The pair limit (R47, R48) by its vectors, and by a judge of its own over random schedules. */
class PairDebtTest {

    private static final Instant START = Instant.parse("2026-11-05T10:00:00Z");
    private static final Limits LIMITS = new Limits(OptionalInt.of(20), true, false, OptionalInt.empty(), 6, 45);

    /** Sends as early as the rule lets, answered at once; returns when each went. */
    private static List<Duration> went(int count, boolean bursts) {
        List<Duration> went = new ArrayList<>();
        PairDebt debt = null;
        Instant now = START;
        for (int i = 0; i < count; i++) {
            now = debt == null ? now : later(now, debt.dueAt(now, bursts, LIMITS));
            debt = (debt == null ? PairDebt.first(now) : debt.marked(now, LIMITS)).taken(now);
            went.add(Duration.between(START, now));
        }
        return went;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Example
    void oneEverySixSecondsForEver() {
        List<Duration> went = went(200, false);
        for (int i = 0; i < went.size(); i++) {
            assertThat(went.get(i)).isEqualTo(Duration.ofSeconds(6L * i));
        }
    }

    @Example
    void aBurstOfFortyFiveAndTheNextAfterTwoHundredSeventySeconds() {
        List<Duration> went = went(46, true);
        assertThat(went.subList(0, 45)).containsOnly(Duration.ZERO);
        assertThat(went.get(45)).isEqualTo(Duration.ofSeconds(270));
    }

    @Example
    void afterTwentyInABurstTheNextGoesAtOneHundredTwentySeconds() {
        PairDebt debt = PairDebt.first(START).taken(START);
        for (int i = 1; i < 20; i++) {
            assertThat(debt.dueAt(START, true, LIMITS)).isEqualTo(START);
            debt = debt.marked(START, LIMITS).taken(START);
        }
        Instant afterTheBurst = START.plusSeconds(4);
        assertThat(debt.dueAt(afterTheBurst, true, LIMITS)).isEqualTo(START.plusSeconds(120));
        assertThat(debt.dueAt(START.plusSeconds(119), true, LIMITS)).isEqualTo(START.plusSeconds(120));
        PairDebt paid = debt.marked(START.plusSeconds(120), LIMITS);
        assertThat(paid.sent()).as("a new block").isEqualTo(1);
        assertThat(debt.dueAt(START, false, LIMITS)).as("others may not borrow").isEqualTo(START.plusSeconds(120));
    }

    @Example
    void theNextCountsFromTheAnswerBecauseMetaStampsBeforeIt() {
        PairDebt debt = PairDebt.first(START).taken(START.plusMillis(800));
        assertThat(debt.dueAt(START.plusSeconds(6), false, LIMITS)).isEqualTo(START.plusMillis(6_800));
        assertThat(debt.dueAt(START.plusSeconds(6), true, LIMITS))
                .as("a burst ends by the earliest stamp")
                .isEqualTo(START.plusMillis(6_800));
    }

    @Example
    void refusalsCountUntilOneIsTaken() {
        PairDebt debt = PairDebt.first(START).refusedOnce().refusedOnce();
        assertThat(PairDebt.refusals(debt)).isEqualTo(2);
        assertThat(debt.marked(START.plusSeconds(20), LIMITS).refused()).isEqualTo(2);
        assertThat(debt.taken(START).refused()).isZero();
        assertThat(PairDebt.refusals(null)).isZero();
    }

    /** The rule as R48 writes it, from the stamps alone. */
    private static final class Judge {
        private @Nullable Instant start;
        private int n;

        boolean admits(Instant stamp) {
            if (start != null && stamp.isBefore(start.plusSeconds(6)) && n < 45) {
                n++;
                return true;
            }
            if (start == null || !stamp.isBefore(start.plusSeconds(6L * n))) {
                start = stamp;
                n = 1;
                return true;
            }
            return false;
        }
    }

    /**
     * Whatever is asked for and whenever, and wherever between mark and answer Meta stamps it: what the rule lets go the judge
     * admits. One request at a time, as the lane sends to one person.
     */
    @Property(tries = 2000, seed = "20261105")
    @Tag("property")
    void whatTheRuleLetsGoMetaAdmits(
            @ForAll @Size(min = 1, max = 150) List<@IntRange(min = 0, max = 20_000) Integer> gaps,
            @ForAll @Size(150) List<@IntRange(min = 0, max = 1_900) Integer> latencies,
            @ForAll @Size(150) List<@IntRange(min = 0, max = 100) Integer> stampedAt,
            @ForAll @Size(150) List<Boolean> bursts,
            @ForAll @IntRange(min = 1, max = 40) int hurry) {
        Judge judge = new Judge();
        PairDebt debt = null;
        Instant now = START;
        for (int i = 0; i < gaps.size(); i++) {
            now = now.plusMillis(gaps.get(i) / hurry);
            if (debt != null) {
                now = later(now, debt.dueAt(now, bursts.get(i), LIMITS));
            }
            debt = debt == null ? PairDebt.first(now) : debt.marked(now, LIMITS);
            long latency = latencies.get(i);
            Instant stamp = now.plusMillis(latency * stampedAt.get(i) / 100);
            assertThat(judge.admits(stamp)).as("message %d at %s", i, stamp).isTrue();
            now = now.plusMillis(latency);
            debt = debt.taken(now);
        }
    }
}
