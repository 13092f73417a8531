package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Priority;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FairPickTest {

    private static final Instant NOW = Instant.parse("2026-11-05T10:00:00Z");

    private static Send send(long id, String campaign, int person) {
        return Send.accepted(new Send.Acceptance(
                id,
                "100000000000001",
                "c" + id,
                "hash",
                Recipient.ofPhone("49" + person),
                Priority.CAMPAIGN,
                campaign,
                "{}",
                "file",
                NOW,
                null,
                NOW.plusSeconds(60)));
    }

    @Test
    void oneOfEachInTurn() {
        Map<String, List<Send>> ready = new LinkedHashMap<>();
        ready.put("b", List.of(send(1, "b", 1), send(2, "b", 2), send(3, "b", 3)));
        ready.put("a", List.of(send(4, "a", 4)));
        ready.put("c", List.of(send(5, "c", 5), send(6, "c", 6)));
        assertThat(FairPick.pick(ready, Map.of(), new HashSet<>(), 10))
                .extracting(Send::id)
                .containsExactly(1L, 4L, 5L, 2L, 6L, 3L);
        assertThat(FairPick.pick(ready, Map.of(), new HashSet<>(), 2))
                .extracting(Send::id)
                .containsExactly(1L, 4L);
        assertThat(FairPick.pick(ready, Map.of(), new HashSet<>(), 0)).isEmpty();
        assertThat(FairPick.pick(Map.of(), Map.of(), new HashSet<>(), 5)).isEmpty();
    }

    @Test
    void noneGetsMoreThanItsPartAndTheOthersGetTheRest() {
        Map<String, List<Send>> ready = new LinkedHashMap<>();
        ready.put("a", List.of(send(1, "a", 1), send(2, "a", 2), send(3, "a", 3)));
        ready.put("b", List.of(send(4, "b", 4), send(5, "b", 5), send(6, "b", 6)));
        assertThat(FairPick.pick(ready, Map.of("a", 1), new HashSet<>(), 10))
                .extracting(Send::id)
                .containsExactly(1L, 4L, 5L, 6L);
        assertThat(FairPick.pick(ready, Map.of("a", 0, "b", 2), new HashSet<>(), 10))
                .extracting(Send::id)
                .containsExactly(4L, 5L);
    }

    @Test
    void whoIsBusyIsPassedOverAndHisTurnGoesToTheNextOfTheCampaign() {
        Map<String, List<Send>> ready = Map.of("a", List.of(send(1, "a", 1), send(2, "a", 1), send(3, "a", 2)));
        Set<String> busy = new HashSet<>(Set.of("491"));
        assertThat(FairPick.pick(ready, Map.of(), busy, 10))
                .extracting(Send::id)
                .containsExactly(3L);
        assertThat(busy).containsExactlyInAnyOrder("491", "492");
    }

    @Test
    void theTurnBeginsAfterTheLastServed() {
        List<String> campaigns = List.of("", "a", "b", "c");
        assertThat(FairPick.inTurn(campaigns, "a")).containsExactly("b", "c", "", "a");
        assertThat(FairPick.inTurn(campaigns, "c")).containsExactly("", "a", "b", "c");
        assertThat(FairPick.inTurn(campaigns, "")).containsExactly("a", "b", "c", "");
        assertThat(FairPick.inTurn(campaigns, "aa")).as("it is gone").containsExactly("b", "c", "", "a");
        assertThat(FairPick.inTurn(List.of(), "a")).isEmpty();
    }

    @Property(tries = 500, seed = "20261105")
    void neverTwoToOnePersonAndFairAsLongAsThereIsChoice(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int campaigns,
            @ForAll @IntRange(min = 0, max = 40) int max) {
        Random random = new Random(seed);
        Map<String, List<Send>> ready = new LinkedHashMap<>();
        long id = 0;
        for (int campaign = 0; campaign < campaigns; campaign++) {
            List<Send> sends = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                sends.add(send(id++, "c" + campaign, random.nextInt(100)));
            }
            ready.put("c" + campaign, sends);
        }
        List<Send> picked = FairPick.pick(ready, Map.of(), new HashSet<>(), max);
        assertThat(picked).hasSizeLessThanOrEqualTo(max).doesNotHaveDuplicates();
        assertThat(picked.stream().map(send -> send.acceptance().recipient().contact()))
                .doesNotHaveDuplicates();
        Map<String, Integer> counts = new HashMap<>();
        picked.forEach(send -> counts.merge(send.acceptance().campaign(), 1, Integer::sum));
        Set<String> persons = new HashSet<>();
        picked.forEach(send -> persons.add(send.acceptance().recipient().contact()));
        int most = counts.values().stream().max(Integer::compare).orElse(0);
        ready.forEach((campaign, sends) -> {
            boolean hasMore = sends.stream()
                    .anyMatch(send ->
                            !persons.contains(send.acceptance().recipient().contact()));
            if (hasMore && picked.size() == max) {
                assertThat(counts.getOrDefault(campaign, 0)).as(campaign).isGreaterThanOrEqualTo(most - 1);
            }
            assertThat(hasMore && picked.size() < max)
                    .as("%s left out", campaign)
                    .isFalse();
        });
    }
}
