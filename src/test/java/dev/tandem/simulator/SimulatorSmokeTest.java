package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import org.junit.jupiter.api.Test;

/** The whole way once: a template out, its statuses, the person's reply, and a free-form answer. */
class SimulatorSmokeTest {

    @Test
    void templateReplyFreeForm() {
        try (RunningSimulator simulator = new RunningSimulator(true)) {
            Answer template = simulator.sendTemplate(RunningSimulator.SHOP, RunningSimulator.MINA, "send-1.1");
            assertThat(template.status()).as(template.text()).isEqualTo(200);
            assertThat(template.wamid()).startsWith("wamid.");
            assertThat(template.json()
                            .path("messages")
                            .path(0)
                            .path("message_status")
                            .asText())
                    .isEqualTo("accepted");

            assertThat(simulator.receiver().await("statuses", 2))
                    .extracting(s -> s.path("status").asText())
                    .containsExactly("sent", "delivered");
            JsonNode sent = simulator.receiver().items("statuses").get(0);
            assertThat(sent.path("id").asText()).isEqualTo(template.wamid());
            assertThat(sent.path("biz_opaque_callback_data").asText()).isEqualTo("send-1.1");
            assertThat(sent.path("recipient_id").asText()).isEqualTo("491701234567");
            assertThat(sent.path("pricing").path("category").asText()).isEqualTo("utility");

            Answer closed = simulator.sendText(RunningSimulator.SHOP, RunningSimulator.MINA, "free");
            assertThat(closed.errorCode()).isEqualTo(131047);

            simulator.inbound("shop", RunningSimulator.MINA, "Is it there?");
            JsonNode message = simulator.receiver().await("messages", 1).get(0);
            assertThat(message.path("text").path("body").asText()).isEqualTo("Is it there?");
            assertThat(message.path("from").asText()).isEqualTo("491701234567");

            Answer open = simulator.sendText(RunningSimulator.SHOP, RunningSimulator.MINA, "It is.");
            assertThat(open.status()).as(open.text()).isEqualTo(200);
            JsonNode chat = simulator.get("/numbers/shop/phone/+491701234567");
            assertThat(chat.path("messages"))
                    .extracting(m -> m.path("origin").asText())
                    .containsExactly("api", "user", "api");

            JsonNode received = simulator.received("shop");
            assertThat(received.path("requests").path("count").asInt()).isEqualTo(3);
            assertThat(received.path("accepted").path("count").asInt()).isEqualTo(2);
            assertThat(received.path("byCode").path("131047").asInt()).isEqualTo(1);
        }
    }
}
