package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * SIGTERM while requests hang, lanes are full and many lanes run: the process ends within 20 s, what Meta did not answer is
 * recorded as unknown before that, and the next start finds nothing half-done.
 */
class OrderlyStopIT {

    private static final TestNumber HANGS = TestNumber.unlimited("hangs", 1);
    private static final TestNumber SLOW = TestNumber.paced("slow", 2, 2);
    private static final List<TestNumber> OTHERS = IntStream.range(0, 20)
            .mapToObj(n -> TestNumber.unlimited("other-" + n, 10 + n))
            .toList();

    private static final Pattern HALF_DONE = Pattern.compile("After the last stop");

    @Test
    void aStopLeavesNothingHalfDone() {
        TestNumber[] numbers =
                Stream.concat(Stream.of(HANGS, SLOW), OTHERS.stream()).toArray(TestNumber[]::new);
        try (Installation tandem = Installation.start("OrderlyStopIT", EngineProcess::withoutTeamRoutes, numbers)) {
            tandem.control().behaviour("{\"noStatusRate\":1}");
            tandem.control().faults(HANGS, "\"latencyMs\":[60000,60000]");
            List<String> others = OTHERS.stream()
                    .map(other -> tandem.api().accepted(Sends.order("lane", other.alias(), "491709000001")))
                    .toList();
            others.forEach(send -> tandem.api().awaitSubmitted(send));
            List<String> waiting = accept(tandem.api(), SLOW, 40);
            List<String> hanging = accept(tandem.api(), HANGS, 2);
            hanging.forEach(send -> tandem.api().awaitState(send, "sending"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !tandem.control().received(SLOW).isEmpty());
            Instant seen = typeInTwoSeconds(tandem);

            long start = System.nanoTime();
            tandem.engine().stop();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf("The engine ended %.1f s after SIGTERM%n", took.toMillis() / 1_000.0);
            assertThat(took).isBetween(Duration.ofSeconds(14), Duration.ofSeconds(20));
            int out = tandem.control().received(SLOW).size();

            tandem.control().noFaults(HANGS);
            // The limit has kept the lane full; without it the rest arrives sooner.
            TestNumber faster = TestNumber.unlimited(SLOW.alias(), 2);
            tandem.control().put(faster);
            tandem.engine()
                    .numbers(Stream.concat(Stream.of(HANGS, faster), OTHERS.stream())
                            .toList());
            tandem.engine().start();
            assertThat(tandem.engine().process().find(HALF_DONE))
                    .as("nothing was in a lane or without its answer when the process ended")
                    .isEmpty();
            assertThat(phoneSeen(tandem))
                    .as("the phone was used within a minute of what had been written")
                    .hasValueSatisfying(at -> assertThat(at).isAfterOrEqualTo(seen));
            for (String send : hanging) {
                JsonNode unknown = tandem.api().sendOf(send);
                assertThat(unknown.path("state").asText()).isEqualTo("unknown");
                assertThat(unknown.path("reason").asText()).isEqualTo("awaiting_status");
                assertThat(unknown.path("detail").asText()).contains("stopped");
            }
            waiting.forEach(send -> tandem.api().awaitSubmitted(send));
            assertThat(tandem.control().received(SLOW)).as("everybody once").hasSize(waiting.size());
            assertThat(out).as("the lane was full").isLessThan(waiting.size());
            assertThat(tandem.control().received(HANGS))
                    .as("never again by itself")
                    .hasSize(2);
        }
    }

    /** The first of these signs of life is written at once, and the last is held back. */
    private static Instant typeInTwoSeconds(Installation tandem) {
        TreeSet<Instant> seen = new TreeSet<>();
        Awaitility.await("the phone was seen in two seconds")
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    tandem.control().appMessage(OTHERS.get(0), "491709000002", "back soon");
                    phoneSeen(tandem).ifPresent(seen::add);
                    return seen.size() > 1;
                });
        return seen.last();
    }

    private static Optional<Instant> phoneSeen(Installation tandem) {
        JsonNode at =
                tandem.api().get("/numbers/" + OTHERS.get(0).alias()).json().at("/connection/phoneLastSeenAt");
        return at.isMissingNode() ? Optional.empty() : Optional.of(Instant.parse(at.asText()));
    }

    @Test
    void withoutRequestsUnderWayItEndsAtOnce() {
        try (Installation tandem = Installation.start("OrderlyStopIT-idle", EngineProcess::withoutTeamRoutes, HANGS)) {
            tandem.api().awaitSubmitted(tandem.api().accepted(Sends.order("one", "hangs", "491709000001")));
            long start = System.nanoTime();
            tandem.engine().stop();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf("An idle engine ended %.1f s after SIGTERM%n", took.toMillis() / 1_000.0);
            assertThat(took).isLessThan(Duration.ofSeconds(10));
        }
    }

    private static List<String> accept(Api api, TestNumber number, int count) {
        List<String> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sends.add(api.accepted(Sends.order(number.alias() + i, number.alias(), "49170910%04d".formatted(i))));
        }
        return sends;
    }
}
