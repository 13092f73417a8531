package dev.tandem.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was typed on the phone is found again at the door, whatever routes it went through. */
class EchoTrailTest {

    private static final String MARK = "TandemCausedBy";
    private static final String TYPED =
            "{\"id\":\"e1\",\"channel\":\"echo\",\"messageId\":\"wamid.typed\",\"text\":\"CIRCLE\"}";

    private RoutesFromFiles routes;

    @BeforeEach
    void start() throws Exception {
        routes = RoutesFromFiles.start(Map.of(), Map.of(), "../src/test/resources/routes/circle.camel.yaml");
    }

    @AfterEach
    void stop() throws Exception {
        routes.close();
    }

    private void publish(String topic, String channel, String event) {
        routes.producer()
                .sendBodyAndHeaders(
                        "activemq6:topic:VirtualTopic.wa." + topic,
                        event,
                        Map.of("channel", channel, "phoneNumberId", "1", "contact", "49150"));
    }

    private Exchange received(String queue) {
        return routes.camel.createConsumerTemplate().receive("activemq6:queue:" + queue, 5_000);
    }

    @Test
    void overRoutesAndQueuesAndWithoutAnyHeader() {
        publish("echo", "echo", TYPED);

        Exchange request = received("wa.send");
        assertThat(request.getMessage().getHeader(MARK)).isEqualTo("wamid.typed");
        assertThat(request.getMessage().getBody(String.class)).contains("\"circle-e1\"");
    }

    @Test
    void overTheApiAndForWhoeverReadsAllChannelsAtOnce() throws Exception {
        WireMockServer api = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        api.start();
        try {
            api.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse()));
            String url = api.baseUrl();
            routes.camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("activemq6:topic:VirtualTopic.wa.>")
                            .removeHeaders("*")
                            .to(url + "/hook")
                            .to(url + "/api/v1/sends");
                }
            });
            RoutesFromFiles.awaitSubscriptions(routes.camel);
            publish(
                    "message",
                    "message",
                    TYPED.replace("\"echo\"", "\"message\"").replace("typed", "written"));
            publish("echo", "echo", TYPED);
            publish("other", "echo", "no event at all");

            await().untilAsserted(() -> api.verify(3, WireMock.anyRequestedFor(WireMock.urlEqualTo("/api/v1/sends"))));
            api.verify(
                    1,
                    WireMock.anyRequestedFor(WireMock.urlEqualTo("/api/v1/sends"))
                            .withHeader(MARK, WireMock.equalTo("wamid.typed")));
            api.verify(
                    2,
                    WireMock.anyRequestedFor(WireMock.urlEqualTo("/api/v1/sends"))
                            .withoutHeader(MARK));
            api.verify(3, WireMock.anyRequestedFor(WireMock.urlEqualTo("/hook")).withoutHeader(MARK));
        } finally {
            api.stop();
        }
    }
}
