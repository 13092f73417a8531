package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The pace at the receiver: full lanes of two numbers at once, 20/s and 5/s, judged by the simulator's own stamps. Runs for
 * 15 seconds; the long form is {@code mvn verify -Dit.test=PaceIT -Dpace.seconds=60}.
 */
class PaceIT {

    private static final int SECONDS = Integer.getInteger("pace.seconds", 15);
    private static final TestNumber FAST = TestNumber.paced("fast", 1, 20);
    private static final TestNumber SLOW = TestNumber.paced("slow", 2, 5);

    /** The simulator does not refuse here, so that a pace that is too fast shows as a number and not as a retry. */
    private static final String NO_LIMITS =
            "{\"limits\":{\"throughputPerSecond\":\"off\",\"combinedPerSecond\":\"off\",\"pair\":\"off\"}}";

    private Installation tandem;

    @AfterEach
    void stop() {
        tandem.close();
    }

    @Test
    void withoutDelaysEverySecondIsUsedAndNoneIsAboveTheLimit() {
        start("PaceIT-plain", UnaryOperator.identity());
        fillLanes();
        assertThat(share(FAST, SLOW)).allSatisfy(share -> assertThat(share).isGreaterThanOrEqualTo(0.97));
        assertNoSecondAboveTheLimit();
    }

    @Test
    void delaysOnTheWayThereAndBackMakeItSlowerButNeverTooFast() {
        start("PaceIT-delays", UnaryOperator.identity());
        String delays = "\"beforeStampMs\":[0,40],\"latencyMs\":[0,200]";
        tandem.control().faults(FAST, delays);
        tandem.control().faults(SLOW, delays);
        fillLanes();
        assertThat(share(FAST, SLOW)).allSatisfy(share -> assertThat(share).isGreaterThanOrEqualTo(0.85));
        assertNoSecondAboveTheLimit();
    }

    @Test
    void aKillAndARestartNeverMakeASecondTooFast() {
        start("PaceIT-kill", UnaryOperator.identity());
        fillLanes();
        tandem.engine().kill9();
        long before = count(FAST);
        tandem.engine().start();
        Awaitility.await("the lanes go on")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        count(FAST) > before && !tandem.control().received(SLOW).isEmpty());
        assertThat(share(FAST, SLOW)).allSatisfy(share -> assertThat(share).isGreaterThanOrEqualTo(0.85));
        assertNoSecondAboveTheLimit();
    }

    @Test
    void aPlainThrottleOfTwentyPerSecondIsTooFastForTheReceiver() {
        start("PaceIT-throttle", PaceIT::withAPlainThrottle);
        tandem.control().faults(FAST, "\"beforeStampMs\":[0,40]");
        fillLanes();
        assertThat(largest(FAST))
                .as("the check above finds a pace that is too fast")
                .isGreaterThan(20);
    }

    @Test
    void messagesTypedOnThePhoneTakeTheirShareOfTheCombinedLimit() {
        TestNumber combined = TestNumber.combined("combined", 3, 5);
        tandem = Installation.start("PaceIT-combined", UnaryOperator.identity(), combined);
        tandem.control().call("PUT", "/numbers/" + combined.id(), NO_LIMITS);
        load(combined, 5 * 40);
        awaitCount(combined, 10);
        ScheduledExecutorService phone = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger typed = new AtomicInteger();
        try {
            var unused = phone.scheduleAtFixedRate(
                    () -> tandem.control()
                            .appMessage(combined, "4917700" + (10_000 + typed.incrementAndGet()), "typed on the phone"),
                    0,
                    333,
                    TimeUnit.MILLISECONDS);
            Awaitility.await().until(() -> typed.get() > 0);
            long since = afterSeconds(combined, 2);
            long until = afterSeconds(combined, 2 + 8);
            double perSecond = countBetween(combined, since, until) * 1e9 / (until - since);
            System.out.printf("API share beside 3 app messages/s at a combined limit of 5/s: %.2f/s%n", perSecond);
            assertThat(perSecond).isLessThanOrEqualTo(2.0);
        } finally {
            phone.shutdownNow();
        }
    }

    private void start(String name, UnaryOperator<EngineProcess> settings) {
        tandem = Installation.start(name, settings, FAST, SLOW);
        tandem.control().call("PUT", "/numbers/" + FAST.id(), NO_LIMITS);
        tandem.control().call("PUT", "/numbers/" + SLOW.id(), NO_LIMITS);
    }

    /** The lane as a team might write it at first: no slots, and a throttle of 20 per second. */
    private static EngineProcess withAPlainThrottle(EngineProcess engine) {
        Path lane = engine.folder().resolve("routes/send/number-lane.camel.yaml");
        try {
            String route = Files.readString(lane);
            String plain = route.replace("${exchangeProperty.slot.delayMillis}", "0")
                    .replace("\"{{ceilingMillis}}\"", "1000")
                    .replace("\"{{ceilingRequests}}\"", "\"20\"");
            assertThat(plain).isNotEqualTo(route);
            Files.writeString(lane, plain);
            return engine;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Enough work for the whole test, and both lanes warm. */
    private void fillLanes() {
        load(SLOW, 5 * (2 * SECONDS + 40));
        load(FAST, 20 * (2 * SECONDS + 40));
        awaitCount(FAST, 200);
        awaitCount(SLOW, 20);
    }

    private void load(TestNumber number, int count) {
        for (int from = 0; from < count; from += 500) {
            List<String> batch = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + 500); i++) {
                batch.add(Sends.order(number.alias() + i, number.alias(), "4917" + (10_000_000 + i)));
            }
            assertThat(tandem.api()
                            .post("/sends/batch", "[" + String.join(",", batch) + "]")
                            .status())
                    .isEqualTo(200);
        }
    }

    private void awaitCount(TestNumber number, int count) {
        Awaitility.await(number.alias() + " has sent " + count)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> count(number) >= count);
    }

    /** The used part of each number's limit over the next seconds. */
    private List<Double> share(TestNumber... numbers) {
        long since = figures(numbers[0]).path("nowNanos").asLong();
        long until = afterNanos(numbers[0], since + SECONDS * 1_000_000_000L);
        List<Double> shares = new ArrayList<>();
        for (TestNumber number : numbers) {
            double perSecond = countBetween(number, since, until) * 1e9 / (until - since);
            double share = perSecond / Integer.parseInt(number.throughput());
            System.out.printf(
                    "%s: %.2f/s, %.1f %% of the limit, at most %d in a second%n",
                    number.alias(), perSecond, 100 * share, largest(number));
            shares.add(share);
        }
        return shares;
    }

    private long afterSeconds(TestNumber number, int seconds) {
        return afterNanos(number, figures(number).path("nowNanos").asLong() + seconds * 1_000_000_000L);
    }

    private long afterNanos(TestNumber number, long nanos) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(SECONDS + 30L))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> figures(number).path("nowNanos").asLong() >= nanos);
        return nanos;
    }

    private long countBetween(TestNumber number, long since, long until) {
        return tandem.control().received(number).stream()
                .filter(request -> request.path("code").asText().equals("accepted"))
                .mapToLong(request -> request.path("stampNanos").asLong())
                .filter(stamp -> stamp >= since && stamp < until)
                .count();
    }

    private void assertNoSecondAboveTheLimit() {
        assertThat(largest(FAST)).isLessThanOrEqualTo(20);
        assertThat(largest(SLOW)).isLessThanOrEqualTo(5);
    }

    private int largest(TestNumber number) {
        return figures(number)
                .path("requests")
                .path("largestInAnySlidingSecond")
                .asInt();
    }

    private long count(TestNumber number) {
        return figures(number).path("accepted").path("count").asLong();
    }

    private JsonNode figures(TestNumber number) {
        return tandem.control().figures(number);
    }
}
