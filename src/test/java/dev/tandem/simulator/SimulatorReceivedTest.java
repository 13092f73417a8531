package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The evidence: every request, and the figures drawn from it. */
@ExtendWith(SimulatorExtension.class)
class SimulatorReceivedTest {
    private static final String NO_LIMITS = "{\"limits\":{\"throughputPerSecond\":\"off\",\"pair\":\"off\"}}";

    private final RunningSimulator simulator;

    SimulatorReceivedTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    @Test
    void everyRequestIsListedWithStampBodyAndAnswer() {
        String number = simulator.number("700000000000001", NO_LIMITS);
        String wamid = simulator.sendTemplate(number, MINA, "a.1").wamid();
        simulator.sendTemplate(number, MINA, "a.1");
        simulator.send(number, "not json");
        simulator.receiver().await("statuses", 4);
        simulator.awaitQuiet();

        JsonNode received = simulator.received(number);
        JsonNode first = received.path("list").path(0);
        assertThat(first.path("stampNanos").asLong()).isPositive();
        assertThat(first.path("at").asText()).startsWith("20");
        assertThat(first.path("wamid").asText()).isEqualTo(wamid);
        assertThat(first.path("httpStatus").asInt()).isEqualTo(200);
        assertThat(first.path("body").path("template").path("name").asText()).isEqualTo("hello_world");
        assertThat(first.path("answer").path("messages").path(0).path("id").asText())
                .isEqualTo(wamid);
        assertThat(first.path("statuses"))
                .extracting(
                        s -> s.path("status").asText() + " " + s.path("state").asText())
                .containsExactly("sent acknowledged", "delivered acknowledged");
        assertThat(received.path("list").path(2).path("body").asText()).isEqualTo("not json");

        assertThat(received.path("perAttempt").path("a.1").asInt()).isEqualTo(2);
        assertThat(received.path("attemptsMoreThanOnce").path("a.1").asInt()).isEqualTo(2);
        assertThat(received.path("withoutAttempt").asInt()).isEqualTo(1);
        assertThat(received.path("perPerson").path(MINA).asInt()).isEqualTo(2);
        assertThat(received.path("byCode").toString()).isEqualTo("{\"accepted\":2,\"100\":1}");
        assertThat(received.path("statuses").path("sent").toString()).isEqualTo("{\"acknowledged\":2,\"made\":2}");
        int perSecond = 0;
        for (JsonNode second : received.path("perSecond")) {
            perSecond += second.path("requests").asInt();
        }
        assertThat(perSecond).isEqualTo(3);
    }

    @Test
    void lostStatusesAreTold() {
        String number = simulator.number("700000000000002", NO_LIMITS);
        simulator.faults("{\"number\":\"" + number + "\",\"webhook\":{\"lose\":1}}");
        simulator.sendTemplate(number, MINA, "lost.1");
        simulator.awaitQuiet();
        assertThat(simulator.received(number).path("statuses").path("sent").toString())
                .isEqualTo("{\"lost\":1,\"made\":1}");
    }

    @Test
    void sinceFromLimitAndSummaryCutTheReport() {
        String number = simulator.number("700000000000003", NO_LIMITS);
        for (int i = 0; i < 10; i++) {
            simulator.sendTemplate(number, MINA, "p." + i);
        }
        JsonNode page = simulator.get("/numbers/" + number + "/received?from=4&limit=3");
        assertThat(page.path("total").asInt()).isEqualTo(10);
        assertThat(page.path("list"))
                .extracting(r -> r.path("attempt").asText())
                .containsExactly("p.4", "p.5", "p.6");
        long since = page.path("list").path(0).path("stampNanos").asLong();
        JsonNode later = simulator.get("/numbers/" + number + "/received?since=" + since);
        assertThat(later.path("requests").path("count").asInt()).isEqualTo(6);
        assertThat(later.path("requests").path("firstNanos").asLong()).isEqualTo(since);
        JsonNode summary = simulator.get("/numbers/" + number + "/received?summary=true");
        assertThat(summary.has("list")).isFalse();
        assertThat(summary.has("perAttempt")).isFalse();
        assertThat(summary.path("attempts").asInt()).isEqualTo(10);
        assertThat(summary.path("persons").asInt()).isEqualTo(1);
    }

    @Test
    void acceptedAndRefusedAreCountedApart() {
        String number = simulator.number("700000000000004", "{\"limits\":{\"throughputPerSecond\":2}}");
        for (int i = 0; i < 6; i++) {
            simulator.sendTemplate(number, MINA, "r." + i);
        }
        JsonNode received = simulator.received(number);
        assertThat(received.path("requests").path("count").asInt()).isEqualTo(6);
        assertThat(received.path("accepted").path("largestInAnySlidingSecond").asInt())
                .isLessThanOrEqualTo(2);
        assertThat(received.path("requests").path("largestInAnySlidingSecond").asInt())
                .isGreaterThan(2);
    }

    @Test
    void totalsCountAllNumbers() {
        String one = simulator.number("700000000000005", NO_LIMITS);
        String other = simulator.number("700000000000006", NO_LIMITS);
        simulator.sendTemplate(one, MINA, "t.1");
        simulator.sendTemplate(other, MINA, "t.2");
        simulator.sendTemplate(other, MINA, "t.3");
        JsonNode totals = simulator.get("/received");
        assertThat(totals.path("accepted").asInt()).isEqualTo(3);
        assertThat(totals.path("byCode").path("accepted").asInt()).isEqualTo(3);
        assertThat(totals.path("byNumber").path(other).path("accepted").asInt()).isEqualTo(2);
    }

    @Test
    void idsAreUnique() {
        String number = simulator.number("700000000000007", NO_LIMITS);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            ids.add(simulator.sendTemplate(number, MINA, "id." + i).wamid());
        }
        assertThat(ids).hasSize(50).allMatch(id -> id.matches("wamid\\.[A-Za-z0-9]+=*"));
    }
}
