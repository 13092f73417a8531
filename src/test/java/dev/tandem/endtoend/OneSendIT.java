package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shortest way through everything: one request in, one message out, its statuses and the reply back. */
class OneSendIT {

    private static final TestNumber SHOP = TestNumber.unlimited("shop", 1);
    private static final String MINA = "491701234567";

    private static Installation tandem;

    @BeforeAll
    static void start() {
        tandem = Installation.start(OneSendIT.class, SHOP);
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    @Test
    void aTemplateGoesOutItsStatusesAndTheReplyComeBackAndTheAnswerIsFreeForm() {
        String template = tandem.api().accepted(Sends.order("first", "shop", MINA));
        JsonNode sent = tandem.api().awaitState(template, "delivered");
        assertThat(sent.path("mode").asText()).isEqualTo("template");
        assertThat(sent.path("messageId").asText()).startsWith("wamid.");

        tandem.control().inbound(SHOP, MINA, "Hello!");
        Waits.windowOpen(tandem.api(), SHOP, MINA);
        String both = tandem.api().accepted(Sends.textOrOrder("second", "shop", MINA, "Hi Mina"));
        assertThat(tandem.api().awaitState(both, "delivered").path("mode").asText())
                .isEqualTo("freeform");
        assertThat(tandem.control().receivedFor(SHOP, MINA)).hasSize(2);
    }
}
