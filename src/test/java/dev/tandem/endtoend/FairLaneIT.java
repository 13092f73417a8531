package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A flooded number slows no other, an urgent send overtakes a campaign, and campaigns share. */
@Isolated("it measures")
class FairLaneIT {

    private static final TestNumber FLOODED = TestNumber.paced("flooded", 1, 20);
    private static final TestNumber CALM = TestNumber.paced("calm", 2, 20);
    private static final TestNumber URGENT = TestNumber.paced("urgent", 3, 5);
    private static final TestNumber SHARED = TestNumber.paced("shared", 4, 20);
    private static final TestNumber MIXED = TestNumber.paced("mixed", 5, 5);

    private static final int BATCH = 500;

    private static Installation tandem;

    @BeforeAll
    static void start() {
        // With the compiler that an operator has: this test measures.
        tandem = Installation.start(
                FairLaneIT.class.getSimpleName(),
                engine -> engine.withJvm("-Xmx512m"),
                FLOODED,
                CALM,
                URGENT,
                SHARED,
                MIXED);
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    @Test
    void aNumberWithTenThousandSendsSlowsNoOther() throws Exception {
        load(FLOODED, "49171", 10_000, "");
        Awaitility.await()
                .until(() -> tandem.control()
                                .figures(FLOODED)
                                .path("requests")
                                .path("count")
                                .asInt()
                        > 20);

        Map<String, Instant> acceptedAt = offer(CALM, 30, 500);
        Map<String, Instant> arrivedAt = arrivals(CALM, acceptedAt.size());
        List<Long> millis = acceptedAt.entrySet().stream()
                .map(each -> Duration.between(each.getValue(), arrivedAt.get(each.getKey()))
                        .toMillis())
                .sorted()
                .toList();
        long p95 = millis.get((int) Math.ceil(millis.size() * 0.95) - 1);
        int left = 10_000
                - tandem.control()
                        .figures(FLOODED)
                        .path("accepted")
                        .path("count")
                        .asInt();
        System.out.printf(
                "behind %d waiting sends of another number, acceptance to arrival: p50 %d ms, p95 %d ms, max %d ms%n",
                left, millis.get(millis.size() / 2), p95, millis.get(millis.size() - 1));
        assertThat(left).as("the other number is still full").isGreaterThan(5_000);
        assertThat(p95).isLessThan(500);
    }

    @Test
    void anOtpOvertakesFiveThousandCampaignSends() {
        load(URGENT, "49172", 5_000, ",\"priority\":\"campaign\"");
        Awaitility.await()
                .until(() -> tandem.control()
                                .figures(URGENT)
                                .path("requests")
                                .path("count")
                                .asInt()
                        > 10);
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String person = "4917290000" + i;
            String request = Sends.with(Sends.order("otp-" + i, "urgent", person), "\"priority\":\"otp\"");
            String send = tandem.api().accepted(request);
            Instant accepted = Instant.now();
            tandem.api().awaitSubmitted(send);
            Instant arrived = Instant.parse(tandem.control()
                    .receivedFor(URGENT, person)
                    .get(0)
                    .path("at")
                    .asText());
            millis.add(Duration.between(accepted, arrived).toMillis());
        }
        System.out.println("an otp behind 5,000 campaign sends at 5/s arrives after " + millis + " ms");
        assertThat(millis).allMatch(each -> each < 1_500);
    }

    /** The second campaign comes when the first one has begun: from then on each gets its half. */
    @Test
    void twoCampaignsShare() throws IOException {
        drop(SHARED, "first", "49173", 400);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> tandem.control()
                                .figures(SHARED)
                                .path("requests")
                                .path("count")
                                .asInt()
                        > 20);
        drop(SHARED, "second", "49174", 400);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> sent(SHARED).stream()
                .anyMatch(to -> to.startsWith("49174")));
        int begin = (int)
                sent(SHARED).stream().takeWhile(to -> !to.startsWith("49174")).count();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> sent(SHARED).size() >= begin + 120);
        Map<String, Long> share = sent(SHARED).subList(begin, begin + 120).stream()
                .collect(Collectors.groupingBy(to -> to.substring(0, 5), Collectors.counting()));
        System.out.println("shares of two campaigns in the 120 sends after the second came: " + share);
        long first = share.get("49173");
        long second = share.get("49174");
        assertThat((double) Math.min(first, second) / Math.max(first, second)).isGreaterThan(0.8);
    }

    /** Two campaigns and a CRM on one number at five a second. */
    @Test
    void aCrmGoesThroughTwoCampaignsThatKeepStep() throws Exception {
        drop(MIXED, "mixed-first", "49176", 400);
        drop(MIXED, "mixed-second", "49177", 400);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> sent(MIXED).stream()
                                .map(to -> to.substring(0, 5))
                                .distinct()
                                .count()
                        == 2);
        int begin = sent(MIXED).size();
        Map<String, Instant> acceptedAt = offer(MIXED, 25, 800);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> sent(MIXED)
                .containsAll(acceptedAt.keySet()));
        Map<String, Instant> arrivedAt = arrivals(MIXED, 1);
        List<Long> millis = acceptedAt.entrySet().stream()
                .map(each -> Duration.between(each.getValue(), arrivedAt.get(each.getKey()))
                        .toMillis())
                .sorted()
                .toList();
        long p95 = millis.get((int) Math.ceil(millis.size() * 0.95) - 1);
        List<String> meanwhile = sent(MIXED);
        Map<String, Long> share = meanwhile.subList(begin, meanwhile.size()).stream()
                .collect(Collectors.groupingBy(to -> to.substring(0, 5), Collectors.counting()));
        System.out.printf(
                "a CRM beside two campaigns at 5/s, acceptance to arrival: p50 %d ms, p95 %d ms; sends of each: %s%n",
                millis.get(millis.size() / 2), p95, share);
        assertThat(p95).isLessThan(1_500);
        long first = share.get("49176");
        long second = share.get("49177");
        assertThat((double) Math.min(first, second) / Math.max(first, second)).isGreaterThan(0.8);
    }

    private static List<String> sent(TestNumber number) {
        return tandem.control().received(number).stream()
                .map(request -> request.path("to").asText().replaceAll("\\D", ""))
                .toList();
    }

    /** A campaign as a file, as people drop it. */
    private static void drop(TestNumber number, String name, String prefix, int rows) throws IOException {
        Path in = tandem.engine().folder().resolve("data/campaigns/in");
        String csv = IntStream.range(0, rows)
                .mapToObj(i -> "%s,+%s%06d,order_update,en,%d".formatted(number.alias(), prefix, i, i))
                .collect(Collectors.joining("\n", "from,to,template,language,body.1\n", "\n"));
        Files.writeString(in.resolve(name + ".csv"), csv);
        Files.writeString(in.resolve(name + ".done"), "");
    }

    /** Accepts many sends to different people, in batches. */
    private static void load(TestNumber number, String prefix, int count, String more) {
        long start = System.nanoTime();
        for (int from = 0; from < count; from += BATCH) {
            String batch = IntStream.range(from, Math.min(count, from + BATCH))
                    .mapToObj(i -> Sends.order("load-" + i, number.alias(), "%s%06d".formatted(prefix, i)))
                    .map(send -> more.isEmpty() ? send : Sends.with(send, more.substring(1)))
                    .collect(Collectors.joining(",", "[", "]"));
            JsonNode results = tandem.api().post("/sends/batch", batch).json().path("results");
            assertThat(results.findValuesAsText("status")).containsOnly("202");
        }
        System.out.printf("%d sends accepted in %d ms%n", count, (System.nanoTime() - start) / 1_000_000);
    }

    /** Offers sends at a steady pace, and says when each was accepted, by person. */
    private static Map<String, Instant> offer(TestNumber number, int count, long everyMillis) throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        Map<String, Instant> acceptedAt = new HashMap<>();
        try {
            List<ScheduledFuture<?>> offers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String person = "49175%06d".formatted(i);
                offers.add(clock.schedule(
                        () -> {
                            tandem.api().accepted(Sends.order("calm-" + person, number.alias(), person));
                            acceptedAt.put(person, Instant.now());
                        },
                        i * everyMillis,
                        TimeUnit.MILLISECONDS));
            }
            for (ScheduledFuture<?> each : offers) {
                each.get();
            }
            return acceptedAt;
        } finally {
            clock.shutdownNow();
        }
    }

    private static Map<String, Instant> arrivals(TestNumber number, int count) {
        Awaitility.await()
                .until(() -> tandem.control()
                                .figures(number)
                                .path("accepted")
                                .path("count")
                                .asInt()
                        >= count);
        return tandem.control().received(number).stream()
                .collect(Collectors.toMap(
                        request -> request.path("to").asText().replaceAll("\\D", ""),
                        request -> Instant.parse(request.path("at").asText())));
    }
}
