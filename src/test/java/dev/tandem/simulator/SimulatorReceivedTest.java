package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    void duplicatedStatusesAreAcknowledgedTwiceAndCountedOnce() {
        String number = simulator.number("700000000000008", NO_LIMITS);
        simulator.faults("{\"number\":\"" + number + "\",\"webhook\":{\"duplicate\":1,\"batch\":1}}");
        simulator.sendTemplate(number, MINA, "twice.1");
        simulator.receiver().await("statuses", 4);
        await().until(() -> states(number).equals(List.of("sent acknowledged 2", "delivered acknowledged 2")));
        assertThat(simulator.received(number).path("statuses").path("sent").toString())
                .isEqualTo("{\"acknowledged\":1,\"made\":1}");
    }

    @Test
    void oneCopyThatIsTakenIsEnough() {
        String number = simulator.number("700000000000009", NO_LIMITS);
        simulator.behaviour("{\"retryFirstGapMs\":3600000}");
        simulator.faults("{\"number\":\"" + number + "\",\"webhook\":{\"duplicate\":1,\"batch\":1}}");
        simulator.receiver().refuse(1);
        simulator.sendTemplate(number, MINA, "half.1");
        simulator.awaitQuiet();
        assertThat(states(number)).allMatch(state -> state.contains(" acknowledged "));
        // Every POST that was answered with 200 and no other; one was refused, and a copy may still be on its way.
        await().until(() -> states(number).stream()
                        .mapToInt(state -> Integer.parseInt(state.substring(state.lastIndexOf(' ') + 1)))
                        .sum()
                == simulator.receiver().items("statuses").size() - 1);
    }

    @Test
    void aStatusThatIsNotTakenWaitsAndIsLostAfterSevenDays() {
        String number = simulator.number("700000000000010", NO_LIMITS);
        simulator.behaviour("{\"retryFirstGapMs\":3600000}");
        simulator.receiver().refuse(1_000_000);
        simulator.sendTemplate(number, MINA, "down.1");
        await().until(() -> states(number).equals(List.of("sent waiting 0", "delivered waiting 0")));
        simulator.awaitQuiet();
        assertThat(states(number)).containsExactly("sent lost 0", "delivered lost 0");
    }

    @Test
    void reorderedStatusesKeepTheOrderTheyWereMadeIn() {
        String number = simulator.number("700000000000011", NO_LIMITS);
        simulator.behaviour("{\"readRate\":1,\"statusDelayMs\":1}");
        simulator.faults("{\"number\":\"" + number + "\",\"webhook\":{\"reorder\":1,\"batch\":1}}");
        List<String> wamids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            wamids.add(simulator.sendTemplate(number, MINA, "order." + i).wamid());
        }
        simulator.receiver().await("statuses", 60);
        simulator.awaitQuiet();
        List<String> came = new ArrayList<>();
        simulator
                .receiver()
                .items("statuses")
                .forEach(s ->
                        came.add(s.path("id").asText() + " " + s.path("status").asText()));
        List<String> made = new ArrayList<>();
        wamids.forEach(id -> List.of("sent", "delivered", "read").forEach(status -> made.add(id + " " + status)));
        assertThat(came).containsExactlyInAnyOrderElementsOf(made).isNotEqualTo(made);
        for (JsonNode request : simulator.received(number).path("list")) {
            assertThat(request.path("statuses"))
                    .extracting(s -> s.path("status").asText() + " "
                            + s.path("state").asText() + " "
                            + s.path("acknowledgements").asInt())
                    .containsExactly("sent acknowledged 1", "delivered acknowledged 1", "read acknowledged 1");
        }
    }

    @Test
    void someLostAreToldFromTheOthersExactly() {
        String number = simulator.number("700000000000012", NO_LIMITS);
        simulator.faults(
                "{\"number\":\"" + number + "\",\"webhook\":{\"lose\":0.3,\"duplicate\":0.3,\"reorder\":0.3}}");
        for (int i = 0; i < 40; i++) {
            simulator.sendTemplate(number, MINA, "some." + i);
        }
        simulator.awaitQuiet();
        Set<String> came = new HashSet<>();
        simulator
                .receiver()
                .items("statuses")
                .forEach(s ->
                        came.add(s.path("id").asText() + " " + s.path("status").asText()));
        Set<String> acknowledged = new HashSet<>();
        int lost = 0;
        for (JsonNode request : simulator.received(number).path("list")) {
            for (JsonNode status : request.path("statuses")) {
                if (status.path("state").asText().equals("acknowledged")) {
                    acknowledged.add(request.path("wamid").asText() + " "
                            + status.path("status").asText());
                } else {
                    lost++;
                }
            }
        }
        assertThat(acknowledged).isEqualTo(came);
        assertThat(lost).isBetween(1, 79).isEqualTo(80 - came.size());
    }

    @Test
    void attemptsThatWereAcceptedTwiceAreTold() {
        String number = simulator.number("700000000000013", NO_LIMITS);
        simulator.faults("{\"number\":\"" + number + "\",\"errorRate\":1,\"code\":131016,\"times\":1}");
        simulator.sendTemplate(number, MINA, "once.1");
        simulator.sendTemplate(number, MINA, "once.1");
        simulator.sendTemplate(number, MINA, "twice.1");
        simulator.sendTemplate(number, MINA, "twice.1");
        JsonNode received = simulator.received(number);
        assertThat(received.path("attemptsMoreThanOnce").toString()).isEqualTo("{\"once.1\":2,\"twice.1\":2}");
        assertThat(received.path("acceptedMoreThanOnce").toString()).isEqualTo("{\"twice.1\":2}");
        assertThat(received.path("acceptedPerAttempt").toString()).isEqualTo("{\"once.1\":1,\"twice.1\":2}");
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

    /** Status, state and acknowledgements of the only request of a number. */
    private List<String> states(String number) {
        List<String> states = new ArrayList<>();
        simulator
                .received(number)
                .path("list")
                .path(0)
                .path("statuses")
                .forEach(s -> states.add(
                        s.path("status").asText() + " " + s.path("state").asText() + " "
                                + s.path("acknowledgements").asInt()));
        return states;
    }
}
