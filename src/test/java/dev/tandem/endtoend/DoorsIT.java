package dev.tandem.endtoend;

import static dev.tandem.endtoend.SharedInstallation.DOORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples of {@code src/examples}, each a process of its own as a person would start it. */
@ExtendWith(SharedInstallation.class)
class DoorsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GREETING = "Grüß dich \u0645\u0631\u062d\u0628\u0627 \ud83d\udc4b";

    private final Installation tandem;

    DoorsIT(Installation tandem) {
        this.tandem = tandem;
    }

    @ParameterizedTest
    @EnumSource(
            value = Example.class,
            names = {"JAVA", "AMQP", "STOMP"})
    void sendsOnceAndReadsThroughABrokenConnection(Example example) {
        String person = "49171100000" + example.ordinal();
        String key = "door-" + example;
        Map<String, String> variables =
                Map.of("TANDEM_FROM", "doors", "TANDEM_TO", "+" + person, "TANDEM_KEY", key, "TANDEM_STAY", "1");
        try (CuttingProxy cable = new CuttingProxy(example.portOf(tandem.engine()));
                ChildProcess reader = example.start(tandem.engine(), cable.port(), log(example, "reads"), variables)) {
            assertThat(reader.await(Pattern.compile("reply (.*)"), PATIENCE).group(1))
                    .contains("\"status\":202", "\"id\":\"" + key + "\"");
            reader.await(Pattern.compile("result " + key + " delivered"), PATIENCE);

            cable.cut();
            cable.restore();
            tandem.control().inbound(DOORS, person, GREETING);
            reader.await(Pattern.compile("message " + person + " " + GREETING), PATIENCE);

            assertThat(reader.find(Pattern.compile("result " + key + " delivered")))
                    .hasSize(1);
            assertThat(reader.find(Pattern.compile("message " + person + " "))).hasSize(1);
            assertThat(tandem.control().receivedFor(DOORS, person)).hasSize(1);
            leavesNothingOfItsOwn(example, key);
            cable.cut();
            long told = System.nanoTime();
            reader.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - told))
                    .as("it ends when it is told to, also while nobody answers")
                    .isLessThan(Duration.ofSeconds(10));
        }
        saysThatItIsDelivered(example, person, key);
    }

    /** What it worked on, it has acknowledged: it leaves the team's queue. */
    private void leavesNothingOfItsOwn(Example example, String key) {
        String team = Map.of(Example.JAVA, "crm-java", Example.AMQP, "crm-amqp", Example.STOMP, "crm-stomp")
                .get(example);
        try (BrokerClient client = BrokerClient.openWire(tandem.engine())) {
            await().untilAsserted(() -> assertThat(client.browse("Consumer." + team + ".VirtualTopic.wa.result"))
                    .extracting(BrokerClient::textOf)
                    .noneMatch(event -> event.contains("\"" + key + "\"")));
        }
    }

    /** The same request again is the same send, and the program ends by itself. */
    private void saysThatItIsDelivered(Example example, String person, String key) {
        try (ChildProcess again = example.start(
                tandem.engine(),
                example.portOf(tandem.engine()),
                log(example, "again"),
                Map.of("TANDEM_FROM", "doors", "TANDEM_TO", "+" + person, "TANDEM_KEY", key))) {
            assertThat(again.awaitExit(PATIENCE)).as(again.log()).isZero();
            assertThat(again.log()).contains("\"status\":200");
        }
        assertThat(tandem.control().receivedFor(DOORS, person)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Example.class)
    void saysWhyARequestIsRefused(Example example) {
        Object address = example == Example.CURL ? tandem.engine().baseUrl() : example.portOf(tandem.engine());
        try (ChildProcess refused = example.start(
                tandem.engine(),
                address,
                log(example, "refused"),
                Map.of("TANDEM_FROM", "nobody", "TANDEM_API_KEY", SharedInstallation.ALL_KEY))) {
            assertThat(refused.awaitExit(PATIENCE)).as(refused.log()).isEqualTo(1);
            assertThat(refused.log()).contains("\"status\":422", "unknown_number", "'nobody'");
        }
    }

    @Test
    void theScriptSendsOnceAndReadsTheConversation() {
        String person = "491711000009";
        tandem.control().inbound(DOORS, person, GREETING);
        Waits.windowOpen(tandem.api(), DOORS, person);
        Map<String, String> variables = Map.of(
                "TANDEM_FROM",
                "doors",
                "TANDEM_TO",
                "+49 171 1000009",
                "TANDEM_KEY",
                "door-CURL",
                "TANDEM_API_KEY",
                SharedInstallation.ALL_KEY);
        for (String run : new String[] {"first", "again"}) {
            try (ChildProcess script =
                    Example.CURL.start(tandem.engine(), tandem.engine().baseUrl(), log(Example.CURL, run), variables)) {
                assertThat(script.awaitExit(PATIENCE)).as(script.log()).isZero();
                assertThat(script.find(Pattern.compile("(?m)^send \\w+ delivered")))
                        .hasSize(1);
                assertThat(script.log()
                                .lines()
                                .filter(line -> line.startsWith("out "))
                                .count())
                        .isEqualTo(1);
                assertThat(script.log()).contains("in text " + GREETING);
            }
        }
        assertThat(tandem.control().receivedFor(DOORS, person)).hasSize(1);
    }

    private static Path log(Example example, String run) {
        return Path.of("target", "endtoend", "Doors", example + "-" + run + ".log")
                .toAbsolutePath();
    }
}
