package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The pace at the receiver: full lanes of two numbers at once, 20/s and 5/s, judged by the simulator's own stamps. Runs for
 * 15 seconds; the long form is {@code mvn verify -Dit.test=PaceIT -Dpace.seconds=60}.
 */
@Isolated("it measures")
class PaceIT {

    private static final int SECONDS = Integer.getInteger("pace.seconds", 15);
    private static final TestNumber FAST = TestNumber.paced("fast", 1, 20);
    private static final TestNumber SLOW = TestNumber.paced("slow", 2, 5);

    /** The simulator does not refuse here, so that a pace that is too fast shows as a number and not as a retry. */
    private static final String NO_LIMITS =
            "{\"limits\":{\"throughputPerSecond\":\"off\",\"combinedPerSecond\":\"off\",\"pair\":\"off\"}}";

    private static final TestNumber COMBINED = TestNumber.combined("combined", 3, 5);

    /** Enough for every test of this class, so that the lanes of both numbers are full all the time. */
    private static final int WORK_SECONDS = 6 * SECONDS + 120;

    /** What others do on the machine can only lower a pace, so the best of so many looks counts. */
    private static final int LOOKS = 3;

    private static Installation tandem;

    /** The same with the throttle that a team might write at first. */
    private static Installation naive;

    @BeforeAll
    static void start() {
        CompletableFuture<Installation> second = CompletableFuture.supplyAsync(
                () -> Installation.start("PaceIT-throttle", PaceIT::withAPlainThrottle, FAST));
        tandem = Installation.start("PaceIT", UnaryOperator.identity(), FAST, SLOW, COMBINED);
        naive = second.join();
        List.of(FAST, SLOW, COMBINED).forEach(number -> withoutLimits(tandem, number));
        load(tandem, SLOW, 5 * WORK_SECONDS);
        load(tandem, FAST, 20 * WORK_SECONDS);
    }

    @AfterAll
    static void stop() {
        tandem.close();
        naive.close();
    }

    @AfterEach
    void withoutDelays() {
        tandem.control().noFaults(FAST);
        tandem.control().noFaults(SLOW);
    }

    @Test
    void withoutDelaysEverySecondIsUsedAndNoneIsAboveTheLimit() {
        awaitWarmLanes();
        assertThat(bestShare(0.97)).allSatisfy(share -> assertThat(share).isGreaterThanOrEqualTo(0.97));
        assertNoSecondAboveTheLimit();
    }

    @Test
    void delaysOnTheWayThereAndBackMakeItSlowerButNeverTooFast() {
        String delays = "\"beforeStampMs\":[0,40],\"latencyMs\":[0,200]";
        tandem.control().faults(FAST, delays);
        tandem.control().faults(SLOW, delays);
        awaitWarmLanes();
        assertThat(bestShare(0.85)).allSatisfy(share -> assertThat(share).isGreaterThanOrEqualTo(0.85));
        assertNoSecondAboveTheLimit();
    }

    @Test
    void aKillAndARestartNeverMakeASecondTooFast() {
        awaitWarmLanes();
        tandem.engine().kill9();
        long fast = count(FAST);
        long slow = count(SLOW);
        tandem.engine().start();
        Awaitility.await("the lanes go on")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> count(FAST) > fast && count(SLOW) > slow);
        assertThat(share(FAST, SLOW)).allSatisfy(share -> assertThat(share).isGreaterThanOrEqualTo(0.85));
        assertNoSecondAboveTheLimit();
    }

    @Test
    void aPlainThrottleOfTwentyPerSecondIsTooFastForTheReceiver() {
        withoutLimits(naive, FAST);
        naive.control().faults(FAST, "\"beforeStampMs\":[0,40]");
        load(naive, FAST, 20 * 20);
        Awaitility.await("the check of the other tests finds a pace that is too fast")
                .atMost(Duration.ofSeconds(20))
                .until(() -> largest(naive, FAST) > 20);
    }

    @Test
    void messagesTypedOnThePhoneTakeTheirShareOfTheCombinedLimit() {
        load(tandem, COMBINED, 5 * 40);
        awaitCount(COMBINED, 10);
        ScheduledExecutorService phone = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger typed = new AtomicInteger();
        try {
            var unused = phone.scheduleAtFixedRate(
                    () -> tandem.control()
                            .appMessage(COMBINED, "4917700" + (10_000 + typed.incrementAndGet()), "typed on the phone"),
                    0,
                    333,
                    TimeUnit.MILLISECONDS);
            Awaitility.await().until(() -> typed.get() > 0);
            long since = afterSeconds(COMBINED, 2);
            long until = afterSeconds(COMBINED, 2 + 8);
            long sent = countBetween(COMBINED, since, until);
            double seconds = (until - since) / 1e9;
            System.out.printf("API share beside 3 app messages/s at a combined limit of 5/s: %.2f/s%n", sent / seconds);
            // Of what comes at a steady pace one more falls into a time than the pace says, when the time begins just
            // before it.
            assertThat((double) sent).isLessThanOrEqualTo(2.0 * seconds + 1);
        } finally {
            phone.shutdownNow();
        }
    }

    private static void withoutLimits(Installation installation, TestNumber number) {
        installation.control().call("PUT", "/numbers/" + number.id(), NO_LIMITS);
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

    /** The lanes have run for some seconds the way they run now. */
    private static void awaitWarmLanes() {
        awaitCount(FAST, count(FAST) + 60);
        awaitCount(SLOW, count(SLOW) + 15);
    }

    private static void load(Installation installation, TestNumber number, int count) {
        for (int from = 0; from < count; from += 500) {
            List<String> batch = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + 500); i++) {
                batch.add(Sends.order(number.alias() + i, number.alias(), "4917" + (10_000_000 + i)));
            }
            assertThat(installation
                            .api()
                            .post("/sends/batch", "[" + String.join(",", batch) + "]")
                            .status())
                    .isEqualTo(200);
        }
    }

    private static void awaitCount(TestNumber number, long count) {
        Awaitility.await(number.alias() + " has sent " + count)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> count(number) >= count);
    }

    /** What each number reached in the best of a few looks: a machine that stands still for a moment takes it from one of them. */
    private List<Double> bestShare(double enough) {
        List<Double> best = share(FAST, SLOW);
        for (int look = 1; look < LOOKS && Collections.min(best) < enough; look++) {
            List<Double> next = share(FAST, SLOW);
            best = List.of(Math.max(best.get(0), next.get(0)), Math.max(best.get(1), next.get(1)));
        }
        return best;
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
                    number.alias(), perSecond, 100 * share, largest(tandem, number));
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
        assertThat(largest(tandem, FAST)).isLessThanOrEqualTo(20);
        assertThat(largest(tandem, SLOW)).isLessThanOrEqualTo(5);
    }

    private static int largest(Installation installation, TestNumber number) {
        return installation
                .control()
                .figures(number)
                .path("requests")
                .path("largestInAnySlidingSecond")
                .asInt();
    }

    private static long count(TestNumber number) {
        return figures(number).path("accepted").path("count").asLong();
    }

    private static JsonNode figures(TestNumber number) {
        return tandem.control().figures(number);
    }
}
