package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The portfolio's limit of people (R69) by examples and against a count of its own. */
class PortfolioBudgetTest {

    private static final Instant START = Instant.parse("2026-11-05T10:00:00Z");

    @Example
    void aNewPersonWaitsUntilTheOldestNoLongerCounts() {
        PortfolioBudget budget = new PortfolioBudget();
        budget.count("a", START);
        budget.count("b", START.plusSeconds(60));
        Instant now = START.plusSeconds(120);
        assertThat(budget.dueAt("a", 2, now)).as("counts already").isEqualTo(now);
        assertThat(budget.dueAt("c", 3, now)).as("there is room").isEqualTo(now);
        Instant due = budget.dueAt("c", 2, now);
        assertThat(due).isEqualTo(START.plus(PortfolioBudget.SPAN));
    }

    @Example
    void whoIsWrittenToAgainCountsFromThen() {
        PortfolioBudget budget = new PortfolioBudget();
        budget.count("a", START);
        budget.count("a", START.plus(Duration.ofHours(20)));
        assertThat(budget.used(START.plus(Duration.ofHours(30)))).isEqualTo(1);
        assertThat(budget.used(START.plus(Duration.ofHours(45)))).isZero();
    }

    @Example
    void aLimitThatFellCountsAtOnce() {
        PortfolioBudget budget = new PortfolioBudget();
        budget.count("a", START);
        budget.count("b", START.plusSeconds(60));
        assertThat(budget.dueAt("c", 1, START.plusSeconds(120)))
                .isEqualTo(START.plusSeconds(60).plus(PortfolioBudget.SPAN));
    }

    @Example
    void eachPlaceIsPromisedOnce() {
        PortfolioBudget budget = new PortfolioBudget();
        budget.count("a", START);
        budget.count("b", START.plusSeconds(60));
        Instant now = START.plusSeconds(120);
        assertThat(budget.dueAt("c", 2, now)).isEqualTo(START.plus(PortfolioBudget.SPAN));
        assertThat(budget.dueAt("d", 2, now)).isEqualTo(START.plusSeconds(60).plus(PortfolioBudget.SPAN));
        assertThat(budget.dueAt("e", 2, now))
                .as("a day behind c")
                .isEqualTo(START.plus(PortfolioBudget.SPAN.multipliedBy(2)));
        assertThat(budget.dueAt("c", 2, now)).as("asked again").isEqualTo(START.plus(PortfolioBudget.SPAN));
    }

    /** Whoever is written to as soon as the budget lets: in no moving 24 hours are there more people than the limit. */
    @Property(tries = 1000, seed = "20261105")
    @Tag("property")
    void neverMorePeopleThanTheLimitInAnyDay(
            @ForAll @IntRange(min = 1, max = 5) int limit,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 11) Integer> people,
            @ForAll @Size(60) List<@IntRange(min = 0, max = 36_000) Integer> gaps) {
        PortfolioBudget budget = new PortfolioBudget();
        Map<String, Instant> last = new HashMap<>();
        Instant now = START;
        for (int i = 0; i < people.size(); i++) {
            now = now.plusSeconds(gaps.get(i));
            String person = "person-" + people.get(i);
            Instant due = budget.dueAt(person, limit, now);
            assertThat(due).isBetween(now, now.plus(PortfolioBudget.SPAN));
            assertThat(budget.dueAt(person, limit, due)).as("then it may go").isEqualTo(due);
            now = due;
            budget.count(person, now);
            last.put(person, now);
            Instant dayAgo = now.minus(Duration.ofHours(24));
            assertThat(last.values().stream().filter(dayAgo::isBefore).count()).isLessThanOrEqualTo(limit);
        }
    }
}
