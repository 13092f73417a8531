package dev.tandem.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which a file comes, and those in which it must not. */
class CampaignDropTest {

    private static final CampaignSettings AGAIN = CampaignSettings.parse("{\"resend\":true}");

    private static final String TEXT = "to,text\n+49 170 1234567,hello\n";

    @TempDir
    Path folder;

    private DataSource database;
    private CampaignHouse house;

    @BeforeEach
    void start() throws IOException {
        database = database(folder);
        house = house();
    }

    DataSource database(Path where) {
        return CampaignHouse.hsqldb(where);
    }

    String vendor() {
        return "hsqldb";
    }

    /** An engine over the folder and the database. */
    private CampaignHouse house() throws IOException {
        return new CampaignHouse(folder, CampaignHouse.NOW, CampaignHouse.numbers("berlin"), database, vendor());
    }

    @AfterEach
    void stop() {
        house.close();
    }

    @Test
    void aPackedTableIsReadAsWhatIsInIt() throws Exception {
        Files.write(house.folder("in").resolve("spring.2026.CSV.gz"), packed(TEXT + "0170,hello\n"));
        Path work = house.arrive(house.folder("in").resolve("spring.2026.CSV.gz"));
        house.reader().readAll();
        house.sendAll();
        house.finisher.finishAll();

        Campaign campaign = house.campaigns.newest(1).get(0);
        assertThat(work.getFileName()).hasToString(campaign.id() + ".CSV.gz");
        assertThat(campaign.name()).isEqualTo("spring.2026");
        assertThat(campaign.form()).isEqualTo("CSV separated by comma, UTF-8, packed");
        assertThat(house.results("spring.2026", ',').get(1)).startsWith("+49 170 1234567", "hello", "1");
        assertThat(house.folder("out").resolve("spring.2026.rejected.csv")).hasContent("to,text\n0170,hello\n");
        assertThat(house.folder("done").resolve("spring.2026.CSV.gz")).exists();
    }

    @Test
    void packedJsonLinesAreReadAsWhatIsInThem() throws Exception {
        String line = "{\"to\":\"+49 170 1234567\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"a\"}}}\n";
        house.arrive(Files.write(house.folder("in").resolve("a.jsonl.gz"), packed(line + "{\"to\":\n")));
        house.reader().readAll();
        house.sendAll();
        house.finisher.finishAll();

        assertThat(house.campaigns.newest(1).get(0).form()).isEqualTo("JSON Lines, UTF-8, packed");
        assertThat(house.sends()).hasSize(1);
        assertThat(house.folder("out").resolve("a.rejected.jsonl")).hasContent("{\"to\":\n");
    }

    @Test
    void aPackedFileThatIsBrokenSaysHow() throws Exception {
        byte[] whole = packed(TEXT.repeat(50));
        byte[] damaged = whole.clone();
        damaged[whole.length - 6] ^= 1;
        assertThat(problem("cut.csv.gz", Arrays.copyOf(whole, whole.length - 9)))
                .isEqualTo("The packed file breaks off before its end: it was not copied as a whole. Copy it again and"
                        + " drop it anew.");
        assertThat(problem("plain.csv.gz", TEXT.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(
                        "The file's name ends in .gz, but it is not packed with gzip. Pack it again with gzip and drop"
                                + " it anew, or drop it unpacked, without .gz in its name.");
        assertThat(problem("empty.csv.gz", new byte[0]))
                .isEqualTo("The file is empty, although its name says that gzip packed it. Pack it again with gzip and"
                        + " drop it anew, or drop it unpacked, without .gz in its name.");
        assertThat(problem("damaged.csv.gz", damaged))
                .isEqualTo(
                        "The packed file is damaged (Corrupt GZIP trailer). Pack it again with gzip and drop it anew,"
                                + " or drop it unpacked, without .gz in its name.");
        assertThat(house.sends()).isEmpty();
        assertThat(house.folder("failed").resolve("cut.csv.gz")).exists();
        assertThat(house.folder("failed").resolve("cut.error.txt")).exists();
    }

    private String problem(String name, byte[] content) throws IOException {
        house.arrive(Files.write(house.folder("in").resolve(name), content));
        house.reader().readAll();
        String file = name;
        return house.campaigns.inState(CampaignState.FAILED).stream()
                .filter(each -> each.file().equals(file))
                .findFirst()
                .orElseThrow()
                .problem();
    }

    @Test
    void aFileThatIsNotTheOneThatWasTakenSendsNothing() throws Exception {
        Path file = house.drop("a.csv", TEXT);
        Path target = house.intake.arrive(file);
        house.drop("a.csv", TEXT + "+49 170 1234568,hello\n");
        Files.move(file, target);
        house.reader().readAll();

        assertThat(house.sends()).isEmpty();
        assertThat(house.campaigns.newest(1).get(0).problem())
                .isEqualTo("The file was replaced or written to after it had been taken as complete. Drop a file under"
                        + " another name, such as 'NAME.part', and rename it when it is whole; or drop 'NAME.done'"
                        + " beside it last.");
        assertThat(house.folder("failed").resolve("a.csv")).hasContent(TEXT + "+49 170 1234568,hello\n");

        house.arrive(house.drop("a.csv", TEXT + "+49 170 1234568,hello\n"));
        house.reader().readAll();
        assertThat(house.sends()).as("dropped again as it was meant").hasSize(2);
    }

    @Test
    void aFileThatIsChangedAfterRowsOfItWereAcceptedGoesOnWhenItIsPutBack() throws Exception {
        Path work = house.arrive(house.drop("a.csv", TEXT));
        house.reader().readAll();
        house.jdbc.update("update campaign set state = 'reading'");
        Files.writeString(work, TEXT + "+49 170 1234568,hello\n");
        assertThatThrownBy(() -> house.reader().readAll())
                .rootCause()
                .hasMessage("Rows of " + work.getFileName() + " were accepted, and the file in the folder 'work' is not"
                        + " the same any more: put back the one that was dropped");

        Files.writeString(work, TEXT);
        house.reader().readAll();
        assertThat(house.sends()).hasSize(1);
        assertThat(house.campaigns.newest(1).get(0).state()).isEqualTo(CampaignState.RUNNING);
    }

    @Test
    void theSameContentGoesOutAgainOnlyOnPurpose() throws Exception {
        house.arrive(house.drop("a.csv", TEXT));
        house.reader().readAll();
        String first = house.campaigns.newest(1).get(0).id();
        for (int run = 2; run <= 3; run++) {
            Path file = house.drop("a.csv", TEXT);
            Path target = house.intake.arrive(file, AGAIN);
            assertThat(house.intake.arrive(file, AGAIN)).as("after a crash").isEqualTo(target);
            Files.move(file, target);
            house.reader().readAll();
            assertThat(house.campaigns.find(first + "-run" + run)).isPresent();
        }
        assertThat(house.sends()).hasSize(3);
        assertThat(house.sends().stream().map(send -> send.acceptance().clientId()))
                .containsExactlyInAnyOrder(first + "-1", first + "-run2-1", first + "-run3-1");
        Path refused = house.intake.arrive(house.drop("b.csv", TEXT), CampaignSettings.NONE);
        assertThat(refused.getParent()).isEqualTo(house.folder("failed"));
    }

    @Test
    void theSameContentGoesOutAgainAlsoWhenRetentionHasDeletedAnEarlierRun() throws Exception {
        for (String name : List.of("a.csv", "b.csv", "a.csv")) {
            Path file = house.drop(name, TEXT);
            Files.move(file, house.intake.arrive(file, AGAIN));
            house.reader().readAll();
        }
        String first = house.campaigns.named("a").stream()
                .map(Campaign::id)
                .filter(id -> !id.contains("-run"))
                .findFirst()
                .orElseThrow();
        house.jdbc.update("delete from campaign_row where campaign = ?", first);
        house.jdbc.update("delete from campaign where id = ?", first);

        for (String name : List.of("a.csv", "b.csv")) {
            Path file = house.drop(name, TEXT);
            Files.move(file, house.intake.arrive(file, AGAIN));
        }
        house.reader().readAll();
        assertThat(house.campaigns.newest(10))
                .extracting(Campaign::id)
                .containsExactlyInAnyOrder(
                        first.replace("a-", "b-") + "-run2",
                        first + "-run3",
                        first + "-run4",
                        first.replace("a-", "b-") + "-run5");
        assertThat(house.sends()).hasSize(5);
    }

    @Test
    void theFirstOfItsContentMayBeMeantToGoOutAgain() throws Exception {
        Path file = house.drop("a.csv", TEXT);
        Files.move(file, house.intake.arrive(file, AGAIN));
        assertThat(house.campaigns.newest(1).get(0).id()).matches("a-[0-9a-f]{8}");
    }

    @Test
    void ofTwoEnginesOneTakesAFile() throws Exception {
        CampaignHouse other = house();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                String text = TEXT + "+49 170 2234567,round " + round + "\n";
                Path one = house.drop("one" + round + ".csv", text);
                Path two = house.drop("two" + round + ".csv", text);
                CyclicBarrier start = new CyclicBarrier(2);
                Future<Path> mine = pool.submit(taking(house, one, start));
                Future<Path> theirs = pool.submit(taking(other, two, start));
                long taken = List.of(mine.get(), theirs.get()).stream()
                        .filter(house.folder("work")::equals)
                        .count();
                assertThat(taken).as("the same content under two names").isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
        house.reader().readAll();
        assertThat(house.campaigns.newest(100)).hasSize(20);
        assertThat(house.sends()).hasSize(40);
    }

    private static Callable<Path> taking(CampaignHouse engine, Path file, CyclicBarrier start) {
        return () -> {
            start.await();
            try {
                return engine.arrive(file).getParent();
            } catch (NoSuchFileException another) {
                return file;
            }
        };
    }

    @Test
    void whatAnotherEngineHasTakenIsNoSecondDrop() throws Exception {
        Path file = house.drop("a.csv", TEXT);
        house.arrive(file);
        assertThatThrownBy(() -> house().intake.arrive(file)).isInstanceOf(NoSuchFileException.class);
        assertThat(house.folder("failed")).isEmptyDirectory();
    }

    @Test
    void ofTwoEnginesOneReadsAFileAndTheOtherAfterItsEnd() throws Exception {
        house.arrive(house.drop("a.csv", TEXT));
        Campaign campaign = house.campaigns.newest(1).get(0);
        CampaignClaims other = new CampaignClaims(house.campaigns, "engine-2", house.clock);
        assertThat(other.take(campaign)).isPresent();
        house.reader().readAll();
        assertThat(house.sends()).isEmpty();

        other.release(campaign);
        house.reader().readAll();
        assertThat(house.sends()).hasSize(1);
        assertThat(other.take(campaign)).as("it is running by now").isEmpty();
    }

    @Test
    void whatAKilledEngineHadInHandIsFreeAfterAWhile() throws Exception {
        house.arrive(house.drop("a.csv", TEXT));
        Campaign campaign = house.campaigns.newest(1).get(0);
        new CampaignClaims(house.campaigns, "killed", house.clock).take(campaign);
        var later = java.time.Clock.offset(house.clock, CampaignClaims.LEASE.plusSeconds(1));
        Campaigns campaignsLater = new dev.tandem.store.JdbcCampaigns(
                house.jdbc,
                new org.springframework.transaction.support.TransactionTemplate(
                        new org.springframework.jdbc.datasource.DataSourceTransactionManager(database)),
                later);
        assertThat(new CampaignClaims(campaignsLater, "killed", house.clock).take(campaign))
                .as("itself, at once")
                .isPresent();
        assertThat(new CampaignClaims(campaignsLater, "engine-2", later).take(campaign))
                .isPresent();
    }

    /** As after a pause of the whole machine: its lease ran out, another engine did the work. */
    @Test
    void anEngineThatStoodStillWritesNothingOverWhatAnotherOneDid() throws Exception {
        house.arrive(house.drop("a.csv", TEXT));
        Campaign asItSawIt = house.campaigns.newest(1).get(0);
        assertThat(house.claims.take(asItSawIt)).isPresent();
        house.clock.advance(CampaignClaims.LEASE.plusSeconds(1));
        CampaignClaims other = new CampaignClaims(house.campaigns, "engine-2", house.clock);
        assertThat(other.take(asItSawIt)).isPresent();
        other.settle(asItSawIt.counted("csv", 1).waiting("approval"));

        assertThatThrownBy(() -> house.claims.renew(asItSawIt))
                .isInstanceOf(ClaimLostException.class)
                .hasMessageContaining("another one has taken it")
                .hasMessageContaining("nothing is sent twice");
        assertThatThrownBy(() -> house.claims.settle(asItSawIt.reading())).isInstanceOf(ClaimLostException.class);
        assertThat(house.campaigns.find(asItSawIt.id()).orElseThrow().state()).isEqualTo(CampaignState.WAITING);
    }

    @Test
    void whatAKilledEngineLeftOfTheResultsIsTakenAway() throws Exception {
        house.arrive(house.drop("a.csv", "to,text\nnobody,hi\n"));
        house.reader().readAll();
        Path left = house.folder("out")
                .resolve("."
                        + UUID.nameUUIDFromBytes(
                                house.campaigns.newest(1).get(0).id().getBytes(StandardCharsets.UTF_8)) + ".killed");
        Files.writeString(left, "half a");
        house.finisher.finishAll();
        assertThat(left).doesNotExist();
        assertThat(house.folder("out").resolve("a.results.csv")).exists();
    }

    @Test
    void aFetchedFileIsThereWholeOrNotAtAll() throws Exception {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> house.intake.fetch("a.csv", new ByteArrayInputStream(bytes), bytes.length + 1))
                .hasMessage("Of the campaign file a.csv 30 bytes came and not 31: it was written to meanwhile, or the"
                        + " connection broke. It is fetched again.");
        assertThat(house.folder("work")).isEmptyDirectory();
        assertThat(house.campaigns.newest(1)).isEmpty();

        Path work = house.intake.fetch("a.csv", new ByteArrayInputStream(bytes), bytes.length);
        assertThat(work.getParent()).isEqualTo(house.folder("work"));
        Path again = house.intake.fetch("a.csv", new ByteArrayInputStream(bytes), -1);
        assertThat(again).as("not deleted there before a crash").isEqualTo(work);
        Path other = house.intake.fetch("b.csv", new ByteArrayInputStream(bytes), -1);
        assertThat(other).isEqualTo(house.folder("failed").resolve("b.csv"));
        house.reader().readAll();
        assertThat(house.sends()).hasSize(1);
        assertThat(house.folder("work").toFile().list()).hasSize(1);
    }

    @Test
    void aFetchedFileThatWasCancelledStaysSoWhenItIsFetchedOnceMore() throws Exception {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        house.intake.fetch("a.csv", new ByteArrayInputStream(bytes), bytes.length);
        house.hand.cancel(house.campaigns.newest(1).get(0), "ada");
        house.reader().readAll();
        house.finisher.finishAll();

        assertThat(house.intake.fetch("a.csv", new ByteArrayInputStream(bytes), bytes.length))
                .as("not deleted there before a crash")
                .isEqualTo(house.folder("done").resolve("a.csv"));
        house.reader().readAll();
        assertThat(house.campaigns.newest(2)).hasSize(1);
        assertThat(house.sends()).isEmpty();
    }

    @Test
    void theTablesAreThereWhileItRunsAndFinalAfterwards() throws Exception {
        CampaignTables tables = new CampaignTables(house.campaigns, house.folders);
        house.arrive(house.drop("a.csv", "\uFEFFto;text\n+49 170 1234567;\"hel;lo\"\n0170;\"a\nb\"\n"));
        String id = house.campaigns.newest(1).get(0).id();
        assertThat(CampaignHouse.table(text(tables.results(id).orElseThrow()), ';')
                        .get(1))
                .startsWith("+49 170 1234567", "hel;lo", "1", "", "unread");
        assertThat(text(tables.rejected(id).orElseThrow())).isEqualTo("\uFEFFto;text\r\n");

        house.reader().readAll();
        assertThat(CampaignHouse.table(text(tables.results(id).orElseThrow()), ';')
                        .get(1))
                .contains("accepted");
        CampaignTables.Table rejected = tables.rejected(id).orElseThrow();
        assertThat(rejected.fileName()).isEqualTo("a.rejected.csv");
        assertThat(rejected.contentType()).isEqualTo("text/csv; charset=utf-8");
        assertThat(text(rejected)).isEqualTo("\uFEFFto;text\r\n0170;\"a\nb\"\r\n");
        assertThat(house.out()).containsExactly("a.preflight.txt");

        house.sendAll();
        house.finisher.finishAll();
        CampaignTables.Table results = tables.results(id).orElseThrow();
        assertThat(results.fileName()).isEqualTo("a.results.csv");
        assertThat(text(results)).isEqualTo(Files.readString(house.folder("out").resolve("a.results.csv")));
        assertThat(text(tables.rejected(id).orElseThrow()))
                .isEqualTo(Files.readString(house.folder("out").resolve("a.rejected.csv")));
        assertThat(tables.results("none")).isEmpty();

        Files.delete(house.folder("done").resolve("a.csv"));
        Files.delete(house.folder("out").resolve("a.rejected.csv"));
        assertThatThrownBy(() -> tables.rejected(id))
                .isInstanceOf(BadCampaignFile.class)
                .hasMessage("The file of campaign " + id + " is neither in the folder 'work' nor in 'done' any more, so"
                        + " its tables cannot be made. Put it back there.");
    }

    @Test
    void rejectedRowsKeepTheEncodingOfTheFileAndGoOutWhenTheyAreCorrected() throws Exception {
        var windows = java.nio.charset.Charset.forName("windows-1252");
        house.arrive(house.drop("a.csv", "to;text\n+49 170 1234567;Grüße\n0170;Müller 5 €\n", windows));
        house.reader().readAll();
        house.sendAll();
        house.finisher.finishAll();
        Path rejected = house.folder("out").resolve("a.rejected.csv");
        assertThat(rejected).content(windows).isEqualTo("to;text\r\n0170;Müller 5 €\r\n");

        house.arrive(house.drop(
                "a.rejected.csv", Files.readString(rejected, windows).replace("0170", "+49 170 1234568"), windows));
        house.reader().readAll();
        assertThat(house.sends()).hasSize(2);
        assertThat(house.sends().get(1).acceptance().request()).contains("Müller 5 €");
    }

    @Test
    void withoutARefusedRowThereAreNoRejectedOnes() throws Exception {
        house.arrive(house.drop("a.csv", TEXT));
        house.reader().readAll();
        house.sendAll();
        house.finisher.finishAll();
        assertThat(house.folder("out").toFile().list()).containsExactlyInAnyOrder("a.preflight.txt", "a.results.csv");
    }

    @Test
    void attemptsAndThePriceCategoryStandInTheResults() throws Exception {
        house.arrive(house.drop("a.csv", TEXT + "0170,hello\n"));
        house.reader().readAll();
        house.sendAll();
        house.jdbc.update("update send set pricing = ?", "{\"billable\":true,\"category\":\"marketing\"}");
        house.finisher.finishAll();

        List<List<String>> results = house.results("a", ',');
        assertThat(results.get(0)).endsWith("attempts", "priceCategory");
        assertThat(results.get(1)).endsWith("1", "marketing");
        assertThat(results.get(2)).endsWith("", "");
    }

    private static String text(CampaignTables.Table table) throws IOException {
        try (var bytes = table.bytes()) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
