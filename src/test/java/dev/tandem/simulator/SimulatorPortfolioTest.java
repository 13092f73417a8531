package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.SHOP;
import static dev.tandem.simulator.RunningSimulator.SHOP_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All numbers are one portfolio: one messaging limit, one count of people, and a webhook when the limit changes. */
@ExtendWith(SimulatorExtension.class)
class SimulatorPortfolioTest {
    private static final String NO_LIMITS = "\"limits\":{\"throughputPerSecond\":\"off\",\"pair\":\"off\"}";

    private final RunningSimulator simulator;

    SimulatorPortfolioTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    @AfterEach
    void backToTheStart() {
        simulator.number("shop", "{\"tier\":\"TIER_2K\"}");
    }

    @Test
    void theNumberNodeTellsTheLimit() {
        simulator.number("shop", "{\"tier\":\"TIER_10K\"}");
        assertThat(limitOf(SHOP, SHOP_TOKEN)).isEqualTo("TIER_10K");
        simulator.number("shop", "{\"tier\":\"TIER_UNLIMITED\"}");
        assertThat(limitOf(SHOP, SHOP_TOKEN)).isEqualTo("TIER_UNLIMITED");
    }

    @Test
    void itIsTheLimitOfAllNumbersThoseToComeIncluded() {
        simulator.number("shop", "{\"tier\":\"TIER_100K\"}");
        assertThat(limitOf("100000000000002", "simulator-token-service")).isEqualTo("TIER_100K");
        String number = simulator.number("350000000000001", "{" + NO_LIMITS + "}");
        assertThat(limitOf(number, "simulator-token-" + number)).isEqualTo("TIER_100K");
        assertThat(simulator.get("/numbers/" + number).path("tier").asText()).isEqualTo("TIER_100K");
    }

    @Test
    void aChangeIsToldWhenAsked() {
        simulator.number("shop", "{\"tier\":\"TIER_250\"}");
        simulator.awaitQuiet();
        assertThat(simulator.receiver().posts()).isEmpty();
        simulator.number("shop", "{\"tier\":\"TIER_10K\",\"announce\":true}");
        await().until(() -> !simulator.receiver().posts().isEmpty());
        WebhookReceiver.Post post = simulator.receiver().posts().get(0);
        assertThat(post.signature()).startsWith("sha256=");
        JsonNode entry = simulator.receiver().read(post).path("entry").path(0);
        assertThat(entry.path("id").asText()).isEqualTo("900000000000001");
        assertThat(entry.path("time").isIntegralNumber()).isTrue();
        JsonNode change = entry.path("changes").path(0);
        assertThat(change.path("field").asText()).isEqualTo("business_capability_update");
        assertThat(change.path("value")
                        .path("max_daily_conversations_per_business")
                        .asText())
                .isEqualTo("TIER_10K");
    }

    @Test
    void peopleAreCountedOverAllNumbers() {
        String one = simulator.number("350000000000002", "{\"tier\":\"TIER_250\"," + NO_LIMITS + "}");
        String other = simulator.number("350000000000003", "{" + NO_LIMITS + "}");
        simulator.advance("24h");
        simulator.behaviour("{\"enforceTier\":true}");
        for (int i = 0; i < 250; i++) {
            String number = i % 2 == 0 ? one : other;
            assertThat(simulator
                            .sendTemplate(number, "+49177300" + (1000 + i), "pf." + i)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(simulator.sendTemplate(one, "+491773009999", "pf.one").errorCode())
                .isEqualTo(131048);
        assertThat(simulator.sendTemplate(other, "+491773009999", "pf.other").errorCode())
                .isEqualTo(131048);
        assertThat(simulator.sendTemplate(other, "+491773001000", "pf.again").status())
                .as("counted already, at the other number")
                .isEqualTo(200);
        simulator.number(one, "{\"tier\":\"TIER_2K\"}");
        assertThat(simulator.sendTemplate(other, "+491773009999", "pf.raised").status())
                .isEqualTo(200);
    }

    private String limitOf(String id, String token) {
        return simulator
                .call("GET", "/v25.0/" + id + "?fields=whatsapp_business_manager_messaging_limit", token, "")
                .json()
                .path("whatsapp_business_manager_messaging_limit")
                .asText();
    }
}
