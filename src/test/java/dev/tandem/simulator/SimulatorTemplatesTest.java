package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates whose status changes: what the receiver is told, and what becomes of sends. */
@ExtendWith(SimulatorExtension.class)
class SimulatorTemplatesTest {
    private final RunningSimulator simulator;

    SimulatorTemplatesTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    @Test
    void aPauseAndItsEndAreTold() {
        String number = simulator.number("320000000000001", "{}");
        status(number, "PAUSED");
        JsonNode paused = news(1).get(0);
        assertThat(paused.path("event").asText()).isEqualTo("PAUSED");
        assertThat(paused.path("other_info").path("title").asText()).isEqualTo("FIRST_PAUSE");
        assertThat(paused.path("message_template_name").asText()).isEqualTo("hello_world");
        assertThat(paused.path("message_template_language").asText()).isEqualTo("en_US");
        assertThat(paused.path("message_template_category").asText()).isEqualTo("UTILITY");
        assertThat(paused.path("message_template_id").isIntegralNumber()).isTrue();
        assertThat(paused.path("message_template_id").asText()).isEqualTo(idOfHello(number));
        assertThat(paused.path("reason").isNull()).isTrue();
        assertThat(simulator.sendTemplate(number, MINA, "p.1").errorCode()).isEqualTo(132015);
        status(number, "APPROVED");
        JsonNode back = news(2).get(1);
        assertThat(back.path("event").asText()).isEqualTo("APPROVED");
        assertThat(back.path("other_info").path("title").asText()).isEqualTo("UNPAUSE");
        assertThat(simulator.sendTemplate(number, MINA, "p.2").status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"PAUSED, 132015", "DISABLED, 132016", "REJECTED, 132001", "PENDING, 132001", "DELETED, 132001"})
    void whatIsNotApprovedIsToldAndRefused(String status, int code) {
        String number = simulator.number("320000000000002", "{}");
        status(number, "APPROVED");
        simulator.awaitQuiet();
        simulator.receiver().clear();
        status(number, status);
        assertThat(news(1).get(0).path("event").asText()).isEqualTo(status);
        assertThat(simulator.sendTemplate(number, MINA, "n.1").errorCode()).isEqualTo(code);
    }

    @Test
    void whatIsDisabledOrRejectedSaysWhy() {
        String number = simulator.number("320000000000003", "{}");
        status(number, "DISABLED");
        assertThat(news(1).get(0).path("other_info").path("title").asText()).isEqualTo("DISABLED");
        assertThat(news(1).get(0).path("disable_info").path("disable_date").asText())
                .matches("[A-Z][a-z]+ \\d+, 20\\d\\d");
        status(number, "REJECTED");
        assertThat(news(2).get(1).path("reason").asText()).isEqualTo("INVALID_FORMAT");
        assertThat(news(2).get(1).path("rejection_info").path("reason").asText())
                .isNotEmpty();
    }

    @Test
    void theWebhookIsSignedDatedAndNamesTheAccount() {
        String number = simulator.number("320000000000004", "{}");
        status(number, "PAUSED");
        news(1);
        WebhookReceiver.Post post = simulator.receiver().posts().get(0);
        assertThat(post.signature()).startsWith("sha256=");
        JsonNode entry = simulator.receiver().read(post).path("entry").path(0);
        assertThat(entry.path("id").asText()).isEqualTo("9" + number);
        assertThat(entry.path("time").isIntegralNumber()).isTrue();
        assertThat(entry.path("changes").path(0).path("field").asText()).isEqualTo("message_template_status_update");
    }

    @Test
    void itIsDatedAlsoWhenItSharesThePostWithAMessage() {
        String number = simulator.number("320000000000005", "{}");
        simulator.faults("{\"number\":\"" + number + "\",\"webhook\":{\"batch\":2}}");
        simulator.inbound(number, MINA, "Hi");
        status(number, "PAUSED");
        news(1);
        JsonNode entries =
                simulator.receiver().read(simulator.receiver().posts().get(0)).path("entry");
        assertThat(entries)
                .extracting(e -> e.path("changes").path(0).path("field").asText() + " " + e.has("time"))
                .containsExactlyInAnyOrder("messages false", "message_template_status_update true");
    }

    @Test
    void aQuietChangeAndNoChangeAreNotTold() {
        String number = simulator.number("320000000000006", "{}");
        simulator.control("PUT", "/templates", """
                {"number":"%s","announce":false,"templates":[{"name":"hello_world","language":"en_US","status":"PAUSED"}]}""".formatted(number));
        assertThat(simulator.sendTemplate(number, MINA, "q.1").errorCode()).isEqualTo(132015);
        status(number, "PAUSED");
        simulator.control("PUT", "/templates", """
                {"number":"%s","templates":[{"name":"brand_new","language":"en"}]}""".formatted(number));
        simulator.awaitQuiet();
        assertThat(simulator.receiver().posts()).isEmpty();
    }

    @Test
    void whatIsNotGivenStaysAsItWas() {
        String number = simulator.number("320000000000007", "{}");
        JsonNode before = offer(number);
        simulator.control("PUT", "/templates", """
                {"number":"%s","templates":[{"name":"spring_offer","language":"en","status":"PAUSED"}]}""".formatted(number));
        simulator.control("PUT", "/templates", """
                {"number":"%s","templates":[{"name":"spring_offer","language":"en","status":"APPROVED"}]}""".formatted(number));
        assertThat(offer(number)).isEqualTo(before);
        assertThat(before.path("category").asText()).isEqualTo("MARKETING");
        assertThat(news(2).get(0).path("message_template_category").asText()).isEqualTo("MARKETING");
    }

    @Test
    void theLanguageMayHaveADash() {
        String number = simulator.number("320000000000008", "{}");
        simulator.behaviour("{\"templateLanguageDash\":true}");
        status(number, "PAUSED");
        assertThat(news(1).get(0).path("message_template_language").asText()).isEqualTo("en-US");
    }

    private void status(String number, String status) {
        simulator.control("PUT", "/templates", """
                {"number":"%s","templates":[{"name":"hello_world","language":"en_US","status":"%s"}]}""".formatted(number, status));
    }

    /** The values of the template webhooks so far, at least that many. */
    private List<JsonNode> news(int count) {
        await().until(() -> news().size() >= count);
        return news();
    }

    private List<JsonNode> news() {
        List<JsonNode> news = new ArrayList<>();
        for (WebhookReceiver.Post post : simulator.receiver().posts()) {
            simulator.receiver().values(post).stream()
                    .filter(value -> value.has("message_template_id"))
                    .forEach(news::add);
        }
        return news;
    }

    private JsonNode offer(String number) {
        for (JsonNode template : simulator.get("/templates?number=" + number).path("9" + number)) {
            if (template.path("name").asText().equals("spring_offer")) {
                return template;
            }
        }
        throw new AssertionError("no spring_offer");
    }

    private String idOfHello(String number) {
        return simulator
                .get("/templates?number=" + number)
                .path("9" + number)
                .path(0)
                .path("id")
                .asText();
    }
}
