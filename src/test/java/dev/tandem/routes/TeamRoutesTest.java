package dev.tandem.routes;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.tandem.TestNumbers;
import dev.tandem.domain.AutomationPause;
import dev.tandem.steps.AutomationSteps;
import dev.tandem.store.JdbcAutomations;
import dev.tandem.store.TestDatabases;
import dev.tandem.webhook.Automations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The worked examples, as they are delivered. */
class TeamRoutesTest {

    @TempDir
    Path folder;

    private RoutesFromFiles routes;

    @AfterEach
    void stop() throws Exception {
        routes.close();
    }

    @Test
    void aMessageIsPostedToTheCrmAndAgainWhenTheCrmFails() throws Exception {
        WireMockServer crm = new WireMockServer(wireMockConfig().dynamicPort());
        crm.start();
        try {
            crm.stubFor(post("/hook")
                    .inScenario("crm")
                    .whenScenarioStateIs(Scenario.STARTED)
                    .willSetStateTo("up")
                    .willReturn(aResponse().withStatus(503)));
            crm.stubFor(
                    post("/hook").inScenario("crm").whenScenarioStateIs("up").willReturn(aResponse()));
            start("team/events-to-crm.camel.yaml", "tandem.team.crm-url", crm.baseUrl() + "/hook");

            String event = message("text", "Hello", "");
            publish("message", event);

            await().untilAsserted(() -> crm.verify(
                    2,
                    postRequestedFor(urlEqualTo("/hook"))
                            .withRequestBody(equalToJson(event))
                            .withHeader("Content-Type", equalTo("application/json"))
                            .withoutHeader("phoneNumberId")
                            .withoutHeader("JMSMessageID")));
            await().pollDelay(java.time.Duration.ofMillis(300))
                    .untilAsserted(() -> assertThat(crm.getAllServeEvents()).hasSize(2));
        } finally {
            crm.stop();
        }
    }

    @Test
    void withoutACrmAMessageIsALineInTheLog() throws Exception {
        start("team/events-to-crm.camel.yaml", "tandem.team.crm-url", "");
        List<String> passed = new CopyOnWriteArrayList<>();
        routes.camel.getCamelContextExtension().addLogListener((exchange, logger, text) -> {
            passed.add(text);
            return text;
        });
        publish("message", message("text", "Hello", ""));

        await().until(() -> !passed.isEmpty());
        assertThat(passed.get(0)).startsWith("No CRM (tandem.team.crm-url)").contains("\"messageId\":\"wamid.in\"");
    }

    @Test
    void aKeywordIsAnsweredByAReplyWithTheEventsId() throws Exception {
        start("team/keyword-reply.camel.yaml", "tandem.team.crm-url", "");
        publish("message", message("image", "price", ""));
        publish("message", message("unsupported", "price", ""));
        publish("message", message("text", "surprise", ""));
        publish("message", message("text", "the price?", ",\"automation\":{\"paused\":true}"));
        publish(
                "message",
                message("text", "the price?", ",\"automation\":{\"paused\":true,\"until\":\"2026-11-20T18:00:00Z\"}"));
        publish("message", message("text", "Was ist denn\\nder PREIS?", ",\"automation\":{\"paused\":false}"));
        publish("message", message("text", "Was ist denn\\nder PREIS?", ""));

        Exchange first = receive();
        Exchange again = receive();
        JsonNode reply = new ObjectMapper().readTree(first.getMessage().getBody(String.class));
        assertThat(reply).hasToString("""
                {"id":"price-e1","from":"100000000000001","to":"491701234567","replyTo":"wamid.in","priority":"reply",\
                "message":{"type":"text","text":{"body":"Our prices start at 10 euros: https://example.com/prices"}}}""");
        assertThat(again.getMessage().getBody(String.class))
                .isEqualTo(first.getMessage().getBody(String.class));
        assertThat(first.getMessage().getHeaders())
                .doesNotContainKeys("contact", "phoneNumberId", "channel", "TandemCausedBy");
        assertThat(routes.camel.createConsumerTemplate().receive("activemq6:queue:wa.send", 200))
                .isNull();
    }

    @Test
    void aPersonWithoutPhoneNumberIsAnsweredByUserId() throws Exception {
        start("team/keyword-reply.camel.yaml", "tandem.team.crm-url", "");
        publish("message", message("text", "price", ""), "US.4f00aa");

        JsonNode reply = new ObjectMapper().readTree(receive().getMessage().getBody(String.class));
        assertThat(reply.path("to").path("userId").asText()).isEqualTo("US.4f00aa");
    }

    @Test
    void statusesBecomeLinesBelowOneHeader() throws Exception {
        start("team/statuses-to-csv.camel.yaml", "tandem.data-dir", folder.toString());
        String event = "{\"id\":\"e1\",\"occurredAt\":\"2026-03-01T10:00:00Z\",\"messageId\":\"wamid.1\"}";
        publish("status", event);
        publish("status", event);

        Path file = folder.resolve("out/statuses.csv");
        String line = "2026-03-01T10:00:00Z,100000000000001,491701234567,wamid.1,text,e1\n";
        await().untilAsserted(() ->
                assertThat(file).content().isEqualTo("time,number,contact,message,status,event\n" + line + line));
        assertThat(Files.list(folder.resolve("out"))).hasSize(1);
    }

    @Test
    void anAnswerOnThePhonePausesAutomationAndNothingElseDoes() throws Exception {
        JdbcTemplate jdbc = new JdbcTemplate(TestDatabases.hsqldb());
        TestDatabases.empty(jdbc);
        Instant now = Instant.parse("2026-03-01T10:05:00Z");
        Automations automations =
                new JdbcAutomations(jdbc, new TransactionTemplate(new JdbcTransactionManager(TestDatabases.hsqldb())));
        AutomationSteps steps = new AutomationSteps(
                automations, written -> written, TestNumbers.DIRECTORY, Clock.fixed(now, ZoneOffset.UTC));
        routes = RoutesFromFiles.start(
                Map.of("automation", steps),
                Map.of("tandem.team.phone-pause-minutes", "30"),
                "team/answered-on-phone.camel.yaml");
        automations.set(TestNumbers.SHOP, "49150", new AutomationPause(now, null, "Ada"), now);

        publish("echo", typed("edit", "2026-03-01T10:00:00Z"), "49151");
        publish("echo", typed("revoke", "2026-03-01T10:00:00Z"), "49151");
        publish("echo", typed("reaction", "2026-03-01T10:00:00Z"), "49151");
        publish("echo", typed("text", "2026-03-01T09:30:00Z"), "49152");
        publish("echo", typed("text", "2026-03-01T10:00:00Z"), "49150");
        publish("echo", typed("text", "2026-03-01T10:01:00Z"), "49153");
        publish("echo", typed("image", "2026-03-01T10:00:00Z"), "49153");
        publish("echo", typed("text", "2026-03-01T10:01:00Z"), "49153");
        publish("echo", typed("document", "2026-03-01T10:00:00Z"), "US.4f00aa");

        await().until(() ->
                automations.pause(TestNumbers.SHOP, "US.4f00aa", now).isPresent());
        assertThat(automations.pause(TestNumbers.SHOP, "49153", now))
                .as("of the last answer, however often it is told")
                .hasValueSatisfying(pause -> {
                    assertThat(pause.until()).isEqualTo("2026-03-01T10:31:00Z");
                    assertThat(pause.by()).isEqualTo("phone");
                });
        assertThat(automations.pause(TestNumbers.SHOP, "49150", now))
                .as("a human's pause that lasts longer")
                .hasValueSatisfying(pause -> assertThat(pause.by()).isEqualTo("Ada"));
        assertThat(automations.pause(TestNumbers.SHOP, "49151", now))
                .as("no answers")
                .isEmpty();
        assertThat(automations.pause(TestNumbers.SHOP, "49152", now))
                .as("long over")
                .isEmpty();
        assertThat(routes.camel.createConsumerTemplate().receive("activemq6:queue:wa.send", 200))
                .as("an echo causes no send")
                .isNull();
    }

    private static String typed(String type, String at) {
        return "{\"id\":\"e1\",\"schema\":1,\"channel\":\"echo\",\"origin\":\"app\",\"direction\":\"out\",\"occurredAt\":\""
                + at + "\",\"messageId\":\"wamid.out\",\"type\":\"" + type + "\",\"item\":{}}";
    }

    private void start(String file, String property, String value) throws Exception {
        HttpClientConfigurer once = builder -> builder.disableAutomaticRetries();
        routes = RoutesFromFiles.start(Map.of("oneRequestOnly", once), Map.of(property, value), file);
    }

    private Exchange receive() {
        return routes.camel.createConsumerTemplate().receive("activemq6:queue:wa.send", 5000);
    }

    private static String message(String type, String text, String rest) {
        return "{\"id\":\"e1\",\"schema\":1,\"channel\":\"message\",\"contact\":{\"waId\":\"491701234567\"},\"messageId\":"
                + "\"wamid.in\",\"type\":\"" + type + "\",\"text\":\"" + text + "\"" + rest + ",\"item\":{}}";
    }

    private void publish(String channel, String event) {
        publish(channel, event, "491701234567");
    }

    private void publish(String channel, String event, String contact) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("id", "e1");
        properties.put("channel", channel);
        properties.put("phoneNumberId", "100000000000001");
        properties.put("contact", contact);
        properties.put("type", "text");
        routes.producer().sendBodyAndHeaders("activemq6:topic:VirtualTopic.wa." + channel, event, properties);
    }
}
