package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The engine is killed once, while two numbers send: nothing that it accepted is lost or doubled. The first number is
 * killed in a moment when none of its requests is under way, the second in the thick of it.
 */
@Isolated("it ends the engine in a quiet moment")
class CrashIT {

    private static final int SENDS = 500;
    private static final int BUSY_SENDS = 200;

    /** So slow that there are moments when nothing is between the mark and the request. */
    private static final TestNumber QUIET = TestNumber.paced("quiet", 1, 2);

    /** As fast as it goes: some requests are under way whenever the kill comes. */
    private static final TestNumber BUSY = TestNumber.unlimited("busy", 2);

    private static Installation tandem;
    private static int quietOut;
    private static int busyOut;

    @BeforeAll
    static void startAndKillAndStartAgain() {
        tandem = Installation.start(CrashIT.class.getSimpleName(), EngineProcess::withoutTeamRoutes, QUIET, BUSY);
        accept(QUIET, "4917060", SENDS);
        awaitRequests(QUIET, 6);
        accept(BUSY, "4917061", BUSY_SENDS);
        awaitRequests(BUSY, 20);
        awaitAMomentWithoutRequests();
        int before = requests(QUIET);
        tandem.engine().kill9();
        quietOut = requests(QUIET);
        busyOut = requests(BUSY);
        assertThat(quietOut)
                .as("killed in a moment without requests of the first number")
                .isEqualTo(before);

        // The limit of the first number has done its work; without it the rest arrives before anybody gets bored.
        TestNumber faster = TestNumber.unlimited("quiet", 1);
        tandem.control().put(faster);
        tandem.engine().numbers(List.of(faster, BUSY));
        tandem.engine().start();
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    @Test
    void everyAcceptedSendArrivesExactlyOnceAfterAKill() {
        assertThat(SENDS - quietOut).as("accepted and not yet out").isGreaterThanOrEqualTo(400);
        Map<String, Integer> states = awaitSettled(QUIET, SENDS);
        assertThat(states).isEqualTo(Map.of("delivered", SENDS));
        Map<String, Integer> perPerson = tandem.control().acceptedPerPerson(QUIET);
        assertThat(perPerson).hasSize(SENDS);
        assertThat(perPerson.values()).allMatch(count -> count == 1);
        System.out.printf(
                "killed after %d of %d; each of %d people got exactly one%n", quietOut, SENDS, perPerson.size());
    }

    @Test
    void aKillInTheThickOfItDoublesNothingAndSaysWhatIsUnknown() {
        assertThat(BUSY_SENDS - busyOut).as("accepted and not yet out").isPositive();
        awaitSettled(BUSY, BUSY_SENDS);
        Map<String, Integer> perPerson = tandem.control().acceptedPerPerson(BUSY);
        assertThat(perPerson.values()).as("nobody got it twice").allMatch(count -> count == 1);
        // A send that was marked and never left stays unknown: that is what a person must look at. One whose answer was
        // lost is unknown until the status comes that the simulator repeats, and must not stay so.
        int unknown = BUSY_SENDS - perPerson.size();
        Awaitility.await("exactly what did not arrive is unknown")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() ->
                        assertThat(states(BUSY).getOrDefault("unknown", 0)).isEqualTo(unknown));
        assertThat(unknown).as("no more than were under way").isLessThanOrEqualTo(4);
        System.out.printf(
                "killed after %d of %d; %d people got exactly one, %d unknown%n",
                busyOut, BUSY_SENDS, perPerson.size(), unknown);
    }

    private static void accept(TestNumber number, String prefix, int count) {
        List<String> batch = IntStream.range(0, count)
                .mapToObj(i -> Sends.order("crash-" + i, number.alias(), "%s%05d".formatted(prefix, i)))
                .toList();
        JsonNode results = tandem.api()
                .post("/sends/batch", "[" + String.join(",", batch) + "]")
                .json()
                .path("results");
        assertThat(results.findValuesAsText("status")).hasSize(count).containsOnly("202");
    }

    private static int requests(TestNumber number) {
        return tandem.control().figures(number).path("requests").path("count").asInt();
    }

    private static void awaitRequests(TestNumber number, int count) {
        Awaitility.await(count + " requests of " + number.alias())
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> requests(number) >= count);
    }

    /** Two a second: the last has been answered for a while, none is marked, and the next is not due for a while. */
    private static void awaitAMomentWithoutRequests() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    JsonNode figures = tandem.control().figures(QUIET);
                    long quietFor = figures.path("nowNanos").asLong()
                            - figures.path("requests").path("lastNanos").asLong();
                    return quietFor > 150_000_000 && quietFor < 300_000_000 && nothingIsMarked();
                });
    }

    private static boolean nothingIsMarked() {
        return tandem.api()
                .get("/sends?from=quiet&state=sending")
                .json()
                .path("sends")
                .isEmpty();
    }

    /** Waits until all sends of a number are delivered or unknown, and counts them by state. */
    private static Map<String, Integer> awaitSettled(TestNumber number, int count) {
        return Awaitility.await("every send of " + number.alias() + " is settled")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> states(number),
                        states -> states.getOrDefault("delivered", 0) + states.getOrDefault("unknown", 0) == count);
    }

    private static Map<String, Integer> states(TestNumber number) {
        Map<String, Integer> states = new TreeMap<>();
        tandem.api()
                .get("/sends?limit=500&from=" + number.alias())
                .json()
                .path("sends")
                .findValuesAsText("state")
                .forEach(state -> states.merge(state, 1, Integer::sum));
        return states;
    }
}
