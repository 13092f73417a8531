package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static dev.tandem.simulator.RunningSimulator.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.WebhookReceiver.Post;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Webhooks on the wire: envelope, escaping, signature, batches, retries and their faults. */
@ExtendWith(SimulatorExtension.class)
class SimulatorWebhookTest {
    private final RunningSimulator simulator;
    private final WebhookReceiver receiver;

    SimulatorWebhookTest(RunningSimulator simulator) {
        this.simulator = simulator;
        this.receiver = simulator.receiver();
    }

    @Test
    void theSignatureIsOverTheRawEscapedBytes() throws Exception {
        simulator.inbound("shop", MINA, "Grüße/1 🌿");
        receiver.await("messages", 1);
        Post post = receiver.posts().get(0);
        assertThat(post.text()).contains("Gr\\u00fc\\u00dfe\\/1 \\ud83c\\udf3f").isASCII();
        assertThat(post.signature()).isEqualTo("sha256=" + hmac(post.body(), "simulator-app-secret"));
    }

    @Test
    void theEnvelopeNamesAccountAndNumber() {
        simulator.inbound("shop", MINA, "Hi");
        receiver.await("messages", 1);
        JsonNode root = receiver.read(receiver.posts().get(0));
        assertThat(root.path("object").asText()).isEqualTo("whatsapp_business_account");
        JsonNode entry = root.path("entry").path(0);
        assertThat(entry.path("id").asText()).isEqualTo("900000000000001");
        assertThat(entry.has("time")).isFalse();
        JsonNode change = entry.path("changes").path(0);
        assertThat(change.path("field").asText()).isEqualTo("messages");
        JsonNode value = change.path("value");
        assertThat(value.path("metadata").path("phone_number_id").asText()).isEqualTo(SHOP);
        assertThat(value.path("metadata").path("display_phone_number").asText()).isEqualTo("4915123456001");
        assertThat(value.path("contacts").path(0).path("wa_id").asText()).isEqualTo("491701234567");
        assertThat(value.path("contacts").path(0).path("profile").path("name").asText())
                .isNotEmpty();
        assertThat(value.path("messages").path(0).path("timestamp").isTextual()).isTrue();
    }

    @Test
    void aBusyReceiverGetsSeveralEntriesAndItemsInOnePost() {
        receiver.slowDown(Duration.ofMillis(300));
        for (int i = 0; i < 60; i++) {
            simulator.inbound(i % 2 == 0 ? "shop" : "service", "+4917060000" + (10 + i), "Hi");
        }
        receiver.await("messages", 60);
        assertThat(receiver.posts()).hasSizeLessThan(60).anySatisfy(post -> {
            assertThat(receiver.read(post).path("entry")).hasSize(2);
            assertThat(receiver.values(post).size()).isGreaterThan(1);
        });
    }

    @Test
    void anUnansweredWebhookComesAgainAtOnceAndThenAtGrowingGaps() {
        simulator.behaviour("{\"retryFirstGapMs\":3600000}");
        receiver.refuse(3);
        simulator.inbound("shop", MINA, "again");
        await().until(() -> receiver.posts().size() == 2);
        assertThat(receiver.posts().get(1).body())
                .isEqualTo(receiver.posts().get(0).body());
        assertThat(simulator.get("/webhooks").path("waiting").asInt()).isEqualTo(1);
        simulator.advance("1h");
        await().until(() -> receiver.posts().size() == 3);
        simulator.advance("1h");
        simulator.advance("1h");
        await().until(() -> receiver.posts().size() == 4);
        simulator.awaitQuiet();
    }

    @Test
    void afterSevenDaysItIsGivenUp() {
        long before = simulator.get("/webhooks").path("givenUp").asLong();
        receiver.refuse(1000);
        simulator.behaviour("{\"retryFirstGapMs\":21600000}");
        simulator.inbound("shop", MINA, "never");
        await().until(() -> receiver.posts().size() == 2);
        for (int i = 0; i < 29; i++) {
            int tries = receiver.posts().size();
            simulator.advance("6h");
            if (simulator.get("/webhooks").path("givenUp").asLong() == before) {
                await().until(() -> receiver.posts().size() > tries
                        || simulator.get("/webhooks").path("givenUp").asLong() > before);
            }
        }
        assertThat(simulator.get("/webhooks").path("givenUp").asLong()).isEqualTo(before + 1);
    }

    @Test
    void faultsLoseDuplicateAndBatch() {
        simulator.faults("{\"webhook\":{\"lose\":1}}");
        simulator.inbound("shop", MINA, "lost");
        simulator.faults("{\"webhook\":{\"duplicate\":true}}");
        simulator.inbound("shop", MINA, "twice");
        await().until(() -> receiver.posts().size() == 2);
        assertThat(receiver.items("messages"))
                .extracting(m -> m.path("text").path("body").asText())
                .containsExactly("twice", "twice");

        receiver.clear();
        simulator.faults("{\"webhook\":{\"batch\":3}}");
        for (String text : List.of("a", "b", "c")) {
            simulator.inbound("shop", MINA, text);
        }
        receiver.await("messages", 3);
        assertThat(receiver.posts()).hasSize(1);
        assertThat(receiver.values(receiver.posts().get(0)).get(0).path("messages"))
                .hasSize(3);
        assertThat(receiver.values(receiver.posts().get(0)).get(0).path("contacts"))
                .as("one person, one contact")
                .hasSize(1);
    }

    @Test
    void aDelayedItemIsOvertaken() {
        simulator.faults("{\"number\":\"shop\",\"webhook\":{\"delayMs\":[400,400]}}");
        simulator.inbound("shop", MINA, "slow");
        simulator.inbound("service", MINA, "fast");
        assertThat(receiver.await("messages", 2))
                .extracting(m -> m.path("text").path("body").asText())
                .containsExactly("fast", "slow");
    }

    @Test
    void anyWebhookCanBeSentByHand() {
        simulator.control(
                "POST",
                "/numbers/shop/webhook",
                "{\"field\":\"account_update\",\"value\":{\"event\":\"ACCOUNT_OFFBOARDED\"}}");
        await().until(() -> !receiver.posts().isEmpty());
        JsonNode entry = receiver.read(receiver.posts().get(0)).path("entry").path(0);
        assertThat(entry.path("time").isIntegralNumber()).isTrue();
        assertThat(entry.path("changes").path(0).path("field").asText()).isEqualTo("account_update");
        assertThat(receiver.values(receiver.posts().get(0)).get(0).path("event").asText())
                .isEqualTo("ACCOUNT_OFFBOARDED");
    }

    @Test
    void theHandshakeHandsOverTheVerifyToken() {
        assertThat(simulator
                        .control("POST", "/webhooks/handshake", "")
                        .path("verified")
                        .asBoolean())
                .isTrue();
        simulator.behaviour("{\"verifyToken\":\"another\"}");
        assertThat(simulator
                        .control("POST", "/webhooks/handshake", "")
                        .path("verified")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void receiverAndSecretCanBeChanged() throws Exception {
        try (WebhookReceiver other = new WebhookReceiver()) {
            simulator.behaviour("{\"webhookUrl\":\"" + other.url() + "\",\"appSecret\":\"rotated\"}");
            simulator.inbound("shop", MINA, "Hi");
            other.await("messages", 1);
            Post post = other.posts().get(0);
            assertThat(post.signature()).isEqualTo("sha256=" + hmac(post.body(), "rotated"));
            assertThat(receiver.posts()).isEmpty();
            simulator.control("DELETE", "/behaviour", "");
        }
    }

    private static String hmac(byte[] body, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }
}
