package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The shortest way through everything: one request in, one message out, its statuses and the reply back. */
@ExtendWith(SharedInstallation.class)
class OneSendIT {

    private static final TestNumber SHOP = SharedInstallation.ONE_SEND;
    private static final String MINA = "491701234567";

    private final Installation tandem;

    OneSendIT(Installation tandem) {
        this.tandem = tandem;
    }

    @Test
    void aTemplateGoesOutItsStatusesAndTheReplyComeBackAndTheAnswerIsFreeForm() {
        String template = tandem.api().accepted(Sends.order("first", "one-send", MINA));
        JsonNode sent = tandem.api().awaitState(template, "delivered");
        assertThat(sent.path("mode").asText()).isEqualTo("template");
        assertThat(sent.path("messageId").asText()).startsWith("wamid.");

        tandem.control().inbound(SHOP, MINA, "Hello!");
        Waits.windowOpen(tandem.api(), SHOP, MINA);
        String both = tandem.api().accepted(Sends.textOrOrder("second", "one-send", MINA, "Hi Mina"));
        assertThat(tandem.api().awaitState(both, "delivered").path("mode").asText())
                .isEqualTo("freeform");
        assertThat(tandem.control().receivedFor(SHOP, MINA)).hasSize(2);
    }
}
