package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/** Pair limit, slow-down and portfolio for real, against a simulator that counts by its own code. */
@Isolated("it measures, and moves the clocks")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LimitsIT {

    private static final TestNumber PAIR = TestNumber.pairLimited("pair", 1);
    private static final TestNumber SLOW = TestNumber.paced("slow", 2, 20);
    private static final TestNumber PORTFOLIO = TestNumber.unlimited("portfolio", 3);
    private static final String MINA = "491709000001";
    private static final int TIER = 250;

    private static Installation tandem;
    private static Api api;

    @BeforeAll
    static void start() {
        tandem = Installation.start("LimitsIT", EngineProcess::withoutTeamRoutes, PAIR, SLOW, PORTFOLIO);
        api = tandem.api();
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    @AfterEach
    void withoutTier() {
        tandem.control().behaviour("{\"enforceTier\":false}");
    }

    private static String order(TestNumber number, String id, String person, String priority) {
        return Sends.with(Sends.order(id, number.alias(), person), "\"priority\":\"" + priority + "\"");
    }

    private static List<Instant> arrivals(String person) {
        return tandem.control().receivedFor(PAIR, person).stream()
                .map(request -> Instant.parse(request.path("at").asText()))
                .toList();
    }

    @Test
    void aBurstToOnePersonIsPaidBackAndOthersFlowMeanwhile() {
        String first = api.accepted(order(PAIR, "r-1", MINA, "reply"));
        api.awaitSubmitted(first);
        String second = api.accepted(order(PAIR, "r-2", MINA, "reply"));
        api.awaitSubmitted(second);
        String third = api.accepted(order(PAIR, "t-3", MINA, "transactional"));
        JsonNode held = api.awaitHeld(third, "pair_limit");
        assertThat(held.path("detail").asText()).contains(" s.");
        String other = api.accepted(order(PAIR, "t-4", "491709000002", "transactional"));
        api.awaitSubmitted(other);
        assertThat(api.sendOf(third).path("state").asText()).as("still held").isEqualTo("held");
        api.awaitSubmitted(third);
        List<Instant> at = arrivals(MINA);
        assertThat(at).hasSize(3);
        assertThat(Duration.between(at.get(0), at.get(1))).as("borrowed").isLessThan(Duration.ofSeconds(4));
        assertThat(Duration.between(at.get(0), at.get(2)))
                .as("two take twelve seconds")
                .isBetween(Duration.ofSeconds(12), Duration.ofSeconds(16));
        assertThat(refusals(PAIR)).isZero();
    }

    /** Refused requests of a number. */
    private static long refusals(TestNumber number) {
        return tandem.control().received(number).stream()
                .filter(request -> !request.path("code").asText().equals("accepted"))
                .count();
    }

    @Test
    void aNumberThatMetaRefusesSlowsDownAndClimbsBack() {
        limitAtMeta("8");
        List<String> batch = IntStream.range(0, 240)
                .mapToObj(i -> Sends.order("slow-" + i, "slow", "4917091" + (10_000 + i)))
                .toList();
        assertThat(api.post("/sends/batch", "[" + String.join(",", batch) + "]").status())
                .isEqualTo(200);
        Awaitility.await("it is slowed down")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> number().has("slowedToPerSecond"));
        awaitAccepted(80);
        long refused = refusals(SLOW);
        JsonNode figures = tandem.control().figures(SLOW);
        System.out.printf(
                "a number of 20/s whose Meta takes 8/s: %d accepted, %d refused, at most %d accepted in a second%n",
                figures.path("accepted").path("count").asInt(),
                refused,
                figures.path("accepted").path("largestInAnySlidingSecond").asInt());
        assertThat(refused).as("a twentieth of what a plain 20/s would waste").isLessThan(60);
        limitAtMeta("\"off\"");
        Awaitility.await("it climbs back")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !number().has("slowedToPerSecond"));
        awaitAccepted(240);
        assertThat(tandem.control()
                        .figures(SLOW)
                        .path("requests")
                        .path("largestInAnySlidingSecond")
                        .asInt())
                .isLessThanOrEqualTo(20);
        assertThat(tandem.control().figures(SLOW).path("acceptedMoreThanOnce")).isEmpty();
    }

    private static JsonNode number() {
        return api.get("/numbers/slow").json();
    }

    private static void limitAtMeta(String perSecond) {
        tandem.control()
                .call(
                        "PUT",
                        "/numbers/" + SLOW.id(),
                        "{\"limits\":{\"throughputPerSecond\":" + perSecond
                                + ",\"combinedPerSecond\":\"off\",\"pair\":\"off\"}}");
    }

    private static void awaitAccepted(int count) {
        Awaitility.await(count + " are accepted")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> tandem.control()
                                .figures(SLOW)
                                .path("accepted")
                                .path("count")
                                .asInt()
                        >= count);
    }

    @Test
    @Order(0)
    void campaignsWaitForThePortfoliosLimitAndGoADayLater() {
        tandem.control().behaviour("{\"enforceTier\":true}");
        tandem.control().call("PUT", "/numbers/" + PORTFOLIO.id(), "{\"tier\":\"TIER_250\",\"announce\":true}");
        String until = ",\"expiresAt\":\"" + Instant.now().plus(Duration.ofDays(3)) + "\"";
        List<String> batch = IntStream.range(0, TIER + 10)
                .mapToObj(i -> Sends.with(
                        Sends.order("people-" + i, "portfolio", "4917092" + (10_000 + i)),
                        "\"priority\":\"campaign\"" + until))
                .toList();
        assertThat(api.post("/sends/batch", "[" + String.join(",", batch) + "]").status())
                .isEqualTo(200);
        awaitStates(PORTFOLIO, "held", 10);
        awaitStates(PORTFOLIO, "delivered", TIER);
        assertThat(api.get("/sends?from=portfolio&state=held")
                        .json()
                        .path("sends")
                        .findValuesAsText("reason"))
                .containsOnly("portfolio_limit");
        JsonNode shown = api.get("/numbers/portfolio").json().path("portfolio");
        assertThat(shown.path("peopleIn24Hours").asInt()).isEqualTo(TIER);
        assertThat(shown.path("limit").asInt()).isEqualTo(TIER);
        assertThat(refusals(PORTFOLIO)).as("Meta never had to say it").isZero();
        tandem.control().advanceClock("25h");
        api.advanceClock("25h");
        awaitStates(PORTFOLIO, "delivered", TIER + 10);
        assertThat(refusals(PORTFOLIO)).isZero();
    }

    private static void awaitStates(TestNumber number, String state, int count) {
        Awaitility.await(count + " are " + state)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> api.get("/sends?limit=500&from=" + number.alias() + "&state=" + state)
                                .json()
                                .path("sends")
                                .size()
                        == count);
    }
}
