package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

    /** So many that they are not all out when the quiet moment comes, on a busy machine either. */
    private static final int BUSY_SENDS = 500;

    /** So slow that there are moments when nothing is between the mark and the request. */
    private static final TestNumber QUIET = TestNumber.paced("quiet", 1, 2);

    /** As fast as it goes: some requests are under way whenever the kill comes. */
    private static final TestNumber BUSY = TestNumber.unlimited("busy", 2);

    /** A campaign that is paused when the kill comes, and one that is being cancelled. */
    private static final TestNumber MAILING = TestNumber.paced("mailing", 3, 20);

    private static final TestNumber CALLED_OFF = TestNumber.paced("called-off", 4, 20);
    private static final int PAUSED_ROWS = 150;
    private static final int CANCELLED_ROWS = 3_000;

    private static Installation tandem;
    private static String paused;
    private static String cancelled;
    private static int mailedBefore;
    private static int quietOut;
    private static int busyOut;

    @BeforeAll
    static void startAndKillAndStartAgain() {
        tandem = Installation.start(
                CrashIT.class.getSimpleName(), EngineProcess::withoutTeamRoutes, QUIET, BUSY, MAILING, CALLED_OFF);
        // The large one first: while its rows are accepted, the small one would be sent to its end.
        cancelled = drop(CALLED_OFF, "4917063", CANCELLED_ROWS);
        paused = drop(MAILING, "4917062", PAUSED_ROWS);
        awaitRequests(MAILING, 20);
        assertThat(order(paused, "pause").path("state").asText()).isEqualTo("paused");
        accept(QUIET, "4917060", SENDS);
        awaitRequests(QUIET, 6);
        accept(BUSY, "4917061", BUSY_SENDS);
        awaitRequests(BUSY, 20);
        mailedBefore = requests(MAILING);
        assertThat(order(cancelled, "cancel").has("cancelledAt")).isTrue();
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
        tandem.engine().numbers(List.of(faster, BUSY, MAILING, CALLED_OFF));
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

    @Test
    void aPausedCampaignStaysPausedOverAKillAndGoesOnWhenItIsResumed() {
        assertThat(mailedBefore).isLessThan(PAUSED_ROWS);
        JsonNode known = tandem.api().get(paused).json();
        assertThat(known.path("state").asText()).isEqualTo("paused");
        assertThat(known.path("reason").asText()).isEqualTo("operator");
        assertThat(requests(MAILING)).as("what had left when it was paused").isEqualTo(mailedBefore);
        order(paused, "resume");
        JsonNode ended = awaitFinished(paused);
        assertThat(ended.path("ended").asText()).isEqualTo("completed");
        Map<String, Integer> perPerson = tandem.control().acceptedPerPerson(MAILING);
        assertThat(perPerson).hasSize(PAUSED_ROWS);
        assertThat(perPerson.values()).as("nobody got it twice").allMatch(count -> count == 1);
        System.out.printf("paused after %d of %d rows, killed, resumed: each got one%n", mailedBefore, PAUSED_ROWS);
    }

    @Test
    void aCancelThatAKillBrokeOffGoesOnByItself() {
        JsonNode ended = awaitFinished(cancelled);
        assertThat(ended.path("ended").asText()).isEqualTo("cancelled");
        JsonNode progress = ended.path("progress");
        int sum = 0;
        for (JsonNode rows : progress) {
            sum += rows.asInt();
        }
        assertThat(sum).as(progress.toString()).isEqualTo(CANCELLED_ROWS);
        Map<String, Integer> perPerson = tandem.control().acceptedPerPerson(CALLED_OFF);
        assertThat(perPerson.values()).as("nobody got it twice").allMatch(count -> count == 1);
        int left = CANCELLED_ROWS - progress.path("cancelled").asInt();
        assertThat(left - progress.path("unknown").asInt())
                .as("what was neither cancelled nor is unknown was sent")
                .isLessThanOrEqualTo(perPerson.size());
        assertThat(perPerson.size()).as("and nothing else").isLessThanOrEqualTo(left);
        System.out.printf("cancelled and killed: %s of %d rows%n", progress, CANCELLED_ROWS);
    }

    /** Drops a file for a number; its API path comes back when its rows are accepted. */
    private static String drop(TestNumber number, String prefix, int rows) {
        Path in = tandem.engine().folder().resolve("data/campaigns/in");
        String csv = IntStream.range(0, rows)
                .mapToObj(i -> "%s,+%s%05d,order_update,en,%d".formatted(number.alias(), prefix, i, i))
                .collect(Collectors.joining("\n", "from,to,template,language,body.1\n", "\n"));
        try {
            Files.writeString(in.resolve(number.alias() + ".csv"), csv);
            Files.writeString(in.resolve(number.alias() + ".done"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Awaitility.await("the file of " + number.alias())
                .atMost(Duration.ofSeconds(60))
                .until(() -> path(number), path -> !path.isEmpty());
    }

    private static String path(TestNumber number) {
        for (JsonNode each : tandem.api().get("/campaigns").json().path("campaigns")) {
            if (each.path("name").asText().equals(number.alias())
                    && each.path("state").asText().equals("running")) {
                return "/campaigns/" + each.path("id").asText();
            }
        }
        return "";
    }

    private static JsonNode order(String campaign, String wish) {
        Http.Answer answer = tandem.api().post(campaign + "/" + wish, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode awaitFinished(String campaign) {
        return Awaitility.await(campaign + " has nothing left to do")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> tandem.api().get(campaign).json(),
                        one -> one.path("state").asText().equals("finished"));
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
