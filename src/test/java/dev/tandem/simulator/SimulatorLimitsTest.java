package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The limits of a number as a client meets them: throughput, pair, window, tier. */
@ExtendWith(SimulatorExtension.class)
class SimulatorLimitsTest {
    private static final String PAIR_OFF = "\"pair\":\"off\"";

    private final RunningSimulator simulator;

    SimulatorLimitsTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    @Test
    void theTwentyFirstWithinASecondIs130429() {
        String number = simulator.number("400000000000001", "{}");
        List<Integer> codes = burst(number, 40);
        JsonNode accepted = simulator.received(number).path("accepted");
        assertThat(codes).contains(200, 130429);
        assertThat(accepted.path("largestInAnySlidingSecond").asInt()).isEqualTo(20);
        assertThat(simulator.received(number).path("requests").path("count").asInt())
                .isEqualTo(40);
    }

    @Test
    void aRefusedRequestIsNoMessageAndCountsToNothing() {
        String number = simulator.number("400000000000002", "{\"limits\":{\"throughputPerSecond\":1}}");
        burst(number, 30);
        await().until(() ->
                simulator.sendTemplate(number, "+491702000000", "again").status() == 200);
    }

    @Test
    void inboundMessagesCountToTheThroughput() {
        String number = simulator.number("400000000000003", "{\"limits\":{\"throughputPerSecond\":3}}");
        for (int i = 0; i < 3; i++) {
            simulator.inbound(number, "+49170300000" + i, "Hi");
        }
        assertThat(simulator.sendTemplate(number, MINA, "i.1").errorCode()).isEqualTo(130429);
        assertThat(simulator.received(number).path("inbound").path("count").asInt())
                .isEqualTo(3);
    }

    @Test
    void anotherPartnersTrafficCountsToTheThroughput() {
        String number = simulator.number("400000000000004", "{\"limits\":{\"throughputPerSecond\":5}}");
        simulator.control("POST", "/numbers/" + number + "/partner-traffic", "{\"perSecond\":50}");
        await().until(() ->
                simulator.received(number).path("partner").path("count").asInt() > 5);
        assertThat(simulator.sendTemplate(number, MINA, "x.1").errorCode()).isEqualTo(130429);
        simulator.control("POST", "/numbers/" + number + "/partner-traffic", "{\"perSecond\":0}");
        await().until(() -> simulator.sendTemplate(number, MINA, "x.2").status() == 200);
    }

    @Test
    void theCombinedLimitCountsWhatIsTypedInTheApp() {
        String number = simulator.number("400000000000005", "{\"limits\":{\"combinedPerSecond\":2}}");
        appMessage(number);
        appMessage(number);
        Answer refused = simulator.sendTemplate(number, MINA, "c.1");
        assertThat(refused.errorCode()).isEqualTo(130429);
        assertThat(refused.text()).contains("app and API together");
    }

    @Test
    void appMessagesCountToTheThroughputOnlyWhenSwitchedOn() {
        String number = simulator.number("400000000000006", "{\"limits\":{\"throughputPerSecond\":1}}");
        appMessage(number);
        assertThat(simulator.sendTemplate(number, MINA, "a.1").status()).isEqualTo(200);
        String other = simulator.number("400000000000007", "{\"limits\":{\"throughputPerSecond\":1}}");
        simulator.behaviour("{\"countAppMessages\":true}");
        appMessage(other);
        assertThat(simulator.sendTemplate(other, MINA, "a.2").errorCode()).isEqualTo(130429);
    }

    @Test
    void thePairLimitHoldsOnePersonAndNoOther() {
        String number = simulator.number("400000000000008", "{\"limits\":{\"throughputPerSecond\":\"off\"}}");
        for (int i = 0; i < 45; i++) {
            assertThat(simulator.sendTemplate(number, MINA, "q." + i).status()).isEqualTo(200);
        }
        assertThat(simulator.sendTemplate(number, MINA, "q.45").errorCode()).isEqualTo(131056);
        assertThat(simulator.sendTemplate(number, "+491704000000", "q.46").status())
                .isEqualTo(200);
        simulator.advance("260s");
        assertThat(simulator.sendTemplate(number, MINA, "q.47").errorCode()).isEqualTo(131056);
        simulator.advance("10s");
        assertThat(simulator.sendTemplate(number, MINA, "q.48").status()).isEqualTo(200);
    }

    @Test
    void withLimitsOffEverythingGoes() {
        String number =
                simulator.number("400000000000009", "{\"limits\":{\"throughputPerSecond\":\"off\"," + PAIR_OFF + "}}");
        for (int i = 0; i < 60; i++) {
            assertThat(simulator.sendTemplate(number, MINA, "o." + i).status()).isEqualTo(200);
        }
    }

    @Test
    void theWindowOpensWithAMessageAndClosesADayLater() {
        String number = simulator.number("400000000000010", "{}");
        Answer closed = simulator.sendText(number, MINA, "w.1");
        assertThat(closed.errorCode()).isEqualTo(131047);
        simulator.inbound(number, MINA, "Hi");
        assertThat(simulator.sendText(number, MINA, "w.2").status()).isEqualTo(200);
        assertThat(simulator.sendText(number, "+491705000000", "w.3").errorCode())
                .as("another person")
                .isEqualTo(131047);
        simulator.advance("24h");
        assertThat(simulator.sendText(number, MINA, "w.4").errorCode()).isEqualTo(131047);
        assertThat(simulator.sendTemplate(number, MINA, "w.5").status()).isEqualTo(200);
    }

    @Test
    void aMessageWrittenBeforeLinkingOpensNothing() {
        String number = simulator.number("400000000000011", "{}");
        String now = simulator.get("/clock").path("now").asText();
        simulator.number(number, "{\"linkedAt\":\"" + now + "\"}");
        simulator.control(
                "POST",
                "/numbers/" + number + "/inbound",
                "{\"from\":\"%s\",\"message\":\"old\",\"ageSeconds\":60}".formatted(MINA));
        assertThat(simulator.sendText(number, MINA, "l.1").errorCode()).isEqualTo(131047);
        simulator.inbound(number, MINA, "new");
        assertThat(simulator.sendText(number, MINA, "l.2").status()).isEqualTo(200);
    }

    @Test
    void anAppMessageOpensNothing() {
        String number = simulator.number("400000000000012", "{}");
        appMessage(number);
        assertThat(simulator.sendText(number, MINA, "e.1").errorCode()).isEqualTo(131047);
    }

    @Test
    void aClosedWindowCanBeToldLater() {
        String number = simulator.number("400000000000013", "{}");
        simulator.behaviour("{\"closedWindow\":\"async\"}");
        Answer accepted = simulator.sendText(number, MINA, "later.1");
        assertThat(accepted.status()).isEqualTo(200);
        JsonNode failed = simulator.receiver().await("statuses", 1).get(0);
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("errors").path(0).path("code").asInt()).isEqualTo(131047);
        assertThat(failed.path("biz_opaque_callback_data").asText()).isEqualTo("later.1");
        assertThat(failed.has("recipient_user_id")).isFalse();
    }

    @Test
    void anOpenWindowCanBeRefusedAllTheSame() {
        String number = simulator.number("400000000000014", "{}");
        simulator.inbound(number, MINA, "Hi");
        simulator.behaviour("{\"openWindowRefusalRate\":1}");
        assertThat(simulator.sendText(number, MINA, "r.1").errorCode()).isEqualTo(131047);
        assertThat(simulator.sendTemplate(number, MINA, "r.2").status()).isEqualTo(200);
    }

    @Test
    void theTierIsEnforcedWhenSwitchedOn() {
        String number = simulator.number(
                "400000000000015",
                "{\"tier\":\"TIER_250\",\"limits\":{\"throughputPerSecond\":\"off\"," + PAIR_OFF + "}}");
        simulator.advance("24h"); // whoever was messaged before no longer counts
        simulator.behaviour("{\"enforceTier\":true}");
        int refused = 0;
        for (int i = 0; i < 251; i++) {
            refused += simulator
                                    .sendTemplate(number, "+49176000" + (1000 + i), "t." + i)
                                    .errorCode()
                            == 131048
                    ? 1
                    : 0;
        }
        assertThat(refused).isEqualTo(1);
        simulator.inbound(number, "+491760009999", "Hi");
        assertThat(simulator.sendText(number, "+491760009999", "t.in").status())
                .as("inside a window nobody counts")
                .isEqualTo(200);
        simulator.advance("24h");
        assertThat(simulator.sendTemplate(number, "+491760001250", "t.last").status())
                .isEqualTo(200);
        simulator.number(number, "{\"tier\":\"TIER_2K\"}");
    }

    private List<Integer> burst(String number, int count) {
        List<Integer> codes = new ArrayList<>();
        IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> simulator.sendTemplate(number, "+4917020" + (1000 + i), "burst." + i))
                .map(answer -> answer.status() == 200 ? 200 : answer.errorCode())
                .forEachOrdered(codes::add);
        return codes;
    }

    private void appMessage(String number) {
        simulator.control(
                "POST", "/numbers/" + number + "/app-message", "{\"to\":\"%s\",\"message\":\"typed\"}".formatted(MINA));
    }
}
