package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A campaign file over 20 numbers without limits, and an engine that is killed with SIGKILL at random moments from the first byte
 * read to the last result written. It goes on by itself; in the end its result file is compared with the input and with what the
 * simulator received.
 *
 * <p>{@code -Dcampaign.kills}, {@code -Dcampaign.rows} and {@code -Dcampaign.seed} make it longer and repeat a run.
 */
@Isolated("it kills the engine")
class CampaignCrashIT {

    private static final int KILLS = Integer.getInteger("campaign.kills", 2);
    private static final int ROWS = Integer.getInteger("campaign.rows", 1_000);
    private static final long SEED = Long.getLong("campaign.seed", 20_261_129);

    private static final String NAME = "mailing";

    private static final List<TestNumber> NUMBERS = IntStream.rangeClosed(1, 20)
            .mapToObj(n -> TestNumber.unlimited("number" + n, n))
            .toList();

    /** What a file goes through. A kill comes at a random moment of one of them. */
    private static final int PHASES = 4;

    private static final Set<String> ARRIVED = Set.of("submitted", "sent", "delivered", "read");
    private static final Set<String> NEVER_LEFT = Set.of("refused", "rejected");
    private static final Random RANDOM = new Random(SEED);
    private static final List<String> KILLED = new ArrayList<>();

    /** Results that an engine was killed over. */
    private static final Set<Path> LEFT_BEHIND = new HashSet<>();

    private static Installation tandem;
    private static Map<CampaignTable.Way, Long> ways;
    private static List<CSVRecord> input;
    private static List<CSVRecord> results;
    private static final Map<String, Integer> PER_PERSON = new HashMap<>();

    @BeforeAll
    static void dropAndKill() throws IOException {
        System.out.println("campaign.seed=" + SEED);
        tandem = Installation.start(
                CampaignCrashIT.class.getSimpleName(),
                engine -> engine.withoutTeamRoutes()
                        .with(
                                "tandem.send.portfolio-people=off",
                                "tandem.send.unknown-after=5s",
                                "tandem.send.look-up-after=5s"),
                NUMBERS.toArray(TestNumber[]::new));
        tandem.api().call("PUT", "/opt-outs/" + CampaignTable.OPTED_OUT, Api.bytes("{\"scope\":\"all\"}"), Map.of());
        Path file = drop();
        for (int kill = 0; kill < KILLS; kill++) {
            awaitMoment(PHASES * (kill + RANDOM.nextDouble()) / KILLS);
            KILLED.add(stands());
            tandem.engine().kill9();
            LEFT_BEHIND.addAll(unfinishedResults());
            tandem.engine().start();
        }
        Awaitility.await("the campaign ends by itself")
                .atMost(Duration.ofSeconds(120 + ROWS / 20))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> state().equals("finished"));
        input = table(file);
        results = table(results());
        NUMBERS.forEach(number -> tandem.control()
                .acceptedPerPerson(number)
                .forEach((person, count) -> PER_PERSON.merge(person, count, Integer::sum)));
    }

    private static Path drop() throws IOException {
        Path in = tandem.engine().folder().resolve("data/campaigns/in");
        Path file = tandem.engine().folder().resolve(NAME + ".csv");
        ways = CampaignTable.write(
                file, ROWS, SEED, NUMBERS.stream().map(TestNumber::alias).toList());
        Files.copy(file, in.resolve(NAME + ".csv"));
        Files.createFile(in.resolve(NAME + ".done"));
        return file;
    }

    /** @param moment the whole part says in which phase, the rest how far in it */
    private static void awaitMoment(double moment) {
        int phase = (int) moment;
        double part = moment - phase;
        // Checking and accepting take about as long as that; a little later is a random moment as well.
        Duration reading = Duration.ofMillis(Math.round(part * ROWS / 10));
        switch (phase) {
            case 0 -> {
                await("the file was taken", () -> !state().isEmpty());
                pause(reading);
            }
            case 1 -> {
                await("the file was checked", () -> !Set.of("", "checking").contains(state()));
                pause(reading);
            }
            case 2 -> {
                double some = part * ways.get(CampaignTable.Way.GOOD);
                await("some have left", () -> state().equals("finished") || received() >= some);
            }
            default -> {
                await("its results are being written", () -> areResultsBegun() || Files.exists(results()));
                // Writing takes about as long as that.
                pause(Duration.ofMillis(Math.round(part * ROWS / 20)));
            }
        }
    }

    private static Path results() {
        return tandem.engine().folder().resolve("data/campaigns/out/" + NAME + ".results.csv");
    }

    private static boolean areResultsBegun() {
        return !LEFT_BEHIND.containsAll(unfinishedResults());
    }

    private static List<Path> unfinishedResults() {
        try (Stream<Path> files = Files.list(results().getParent())) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(120 + ROWS / 20))
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }

    private static void pause(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }

    private static String stands() {
        boolean isWriting = areResultsBegun() && !Files.exists(results());
        return isWriting ? "writing results" : state() + " with " + received() + " sent";
    }

    private static JsonNode campaign() {
        return tandem.api().get("/campaigns").json().path("campaigns").path(0);
    }

    private static String state() {
        return campaign().path("state").asText();
    }

    private static int received() {
        return tandem.control().get("/received").path("accepted").asInt();
    }

    private static List<CSVRecord> table(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            List<CSVRecord> records = CSVFormat.DEFAULT.parse(reader).getRecords();
            return records.subList(1, records.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    @Test
    void theResultsHaveEveryRowOfTheInputInOrderWithItsCells() {
        assertThat(input).hasSize(ROWS);
        assertThat(results).hasSize(ROWS);
        for (int i = 0; i < ROWS; i++) {
            List<String> cells = results.get(i).toList();
            List<String> original = input.get(i).toList();
            assertThat(cells.subList(0, original.size())).isEqualTo(original);
            assertThat(cell(i, "row")).isEqualTo(Integer.toString(i + 1));
        }
    }

    @Test
    void everyRowHasExactlyOneOutcome() {
        Map<String, Integer> states = states();
        Set<String> ends = new HashSet<>(ARRIVED);
        ends.addAll(NEVER_LEFT);
        ends.add("unknown");
        assertThat(ends).containsAll(states.keySet());
        assertThat(states.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(ROWS);
        long bad = ROWS - ways.get(CampaignTable.Way.GOOD);
        assertThat(NEVER_LEFT.stream()
                        .mapToLong(state -> states.getOrDefault(state, 0))
                        .sum())
                .as("as many as the table has bad ones: %s", ways)
                .isEqualTo(bad);
        System.out.printf("killed when %s; rows: %s%n", KILLED, states);
    }

    @Test
    void whatWasSentIsWhatTheSimulatorReceivedAndNobodyGotItTwice() {
        assertThat(PER_PERSON.values()).as("nobody got it twice").allMatch(count -> count == 1);
        Set<String> told = new HashSet<>();
        Set<String> unknown = new HashSet<>();
        for (int i = 0; i < ROWS; i++) {
            String person = input.get(i).get(2).replace("+", "");
            String state = cell(i, "state");
            if (ARRIVED.contains(state)) {
                assertThat(told.add(person)).as(person).isTrue();
            } else if (state.equals("unknown")) {
                unknown.add(person);
            }
        }
        assertThat(PER_PERSON.keySet()).as("what is called sent has arrived").containsAll(told);
        Set<String> arrived = new HashSet<>(PER_PERSON.keySet());
        arrived.removeAll(told);
        assertThat(unknown).as("what else has arrived is called unknown").containsAll(arrived);
        assertThat(unknown.size())
                .as("no more than were under way at the kills")
                .isLessThanOrEqualTo(KILLS * 120);
        System.out.printf(
                "%d called sent and %d of %d unknown have arrived: the %d that the simulator accepted%n",
                told.size(), arrived.size(), unknown.size(), PER_PERSON.size());
    }

    private static Map<String, Integer> states() {
        Map<String, Integer> states = new TreeMap<>();
        for (int i = 0; i < results.size(); i++) {
            states.merge(cell(i, "state"), 1, Integer::sum);
        }
        return states;
    }

    /** The columns that the results have behind those of the input and its longest row. */
    private static String cell(int row, String column) {
        List<String> cells = results.get(row).toList();
        int width = cells.size() - ADDED.size();
        return cells.get(width + ADDED.indexOf(column));
    }

    private static final List<String> ADDED =
            List.of("row", "sendId", "state", "reason", "detail", "wamid", "time", "attempts", "priceCategory");
}
