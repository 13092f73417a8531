package dev.tandem.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.send.SendIds;
import dev.tandem.send.SendLedger;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the dropped file to the result file, over a real ledger. */
class CampaignTest {

    @TempDir
    Path folder;

    private CampaignHouse house;

    @BeforeEach
    void start() throws IOException {
        house = open(folder, CampaignHouse.NOW, "berlin");
    }

    CampaignHouse open(Path where, java.time.Instant now, String... numbers) throws IOException {
        return new CampaignHouse(where, now, CampaignHouse.numbers(numbers));
    }

    @AfterEach
    void stop() {
        house.close();
    }

    @Test
    void everyRowComesBackInItsOrderWithItsOwnCellsAndWhatBecameOfIt() throws Exception {
        house.arrive(house.drop("spring.csv", """
                to;text;meta.customer
                +49 170 1234567;"Hello;
                Ann";C-1
                0170 1234567;Hello Bob;C-2

                +49 170 1234569;;C-3
                +49 170 1234570;Hello Dan
                """));
        house.reader().readAll();

        assertThat(house.sends()).hasSize(2);
        Send first = house.sends().get(0);
        assertThat(first.acceptance().priority()).isEqualTo(Priority.CAMPAIGN);
        assertThat(first.acceptance().campaign()).matches("spring-[0-9a-f]{8}");
        assertThat(first.acceptance().clientId()).isEqualTo(first.acceptance().campaign() + "-1");
        assertThat(first.acceptance().source()).isEqualTo("file");
        assertThat(house.out()).containsExactly("spring.preflight.txt");

        house.finisher.finishAll();
        assertThat(house.out()).as("two sends still wait").containsExactly("spring.preflight.txt");
        house.sendAll();
        house.finisher.finishAll();

        List<List<String>> results = house.results("spring", ';');
        assertThat(results.get(0))
                .containsExactly(
                        "to",
                        "text",
                        "meta.customer",
                        "row",
                        "sendId",
                        "state",
                        "reason",
                        "detail",
                        "wamid",
                        "time",
                        "attempts",
                        "priceCategory");
        assertThat(results.get(1).subList(0, 4)).containsExactly("+49 170 1234567", "Hello;\nAnn", "C-1", "1");
        assertThat(results.get(1).subList(5, 10))
                .containsExactly("submitted", "", "", "wamid.491701234567", CampaignHouse.NOW.toString());
        assertThat(results.get(2).subList(0, 7))
                .containsExactly("0170 1234567", "Hello Bob", "C-2", "2", "", "refused", "invalid_recipient");
        assertThat(results.get(2).get(7)).contains("to: '0170 1234567' has no country code");
        assertThat(results.get(3).subList(0, 7))
                .containsExactly("+49 170 1234569", "", "C-3", "3", "", "refused", "invalid_request");
        assertThat(results.get(4).subList(0, 4)).containsExactly("+49 170 1234570", "Hello Dan", "", "4");
        assertThat(results).hasSize(5);

        assertThat(house.folder("done").resolve("spring.csv")).exists();
        assertThat(house.folder("work")).isEmptyDirectory();
        Campaign campaign = house.campaigns.newest(1).get(0);
        assertThat(campaign.state()).isEqualTo(CampaignState.FINISHED);
        assertThat(campaign.rows()).isEqualTo(4);
        assertThat(house.campaigns.countByState(campaign.id()))
                .containsOnly(Map.entry("refused", 2L), Map.entry("submitted", 2L));
    }

    /** Whoever dropped the file is not there to drop it again; a request by API is refused in that state. */
    @Test
    void rowsOfANumberThatIsAwayAreAcceptedAndHeld() throws Exception {
        house.away = Cause.of(Reason.NUMBER_OFFBOARDED, "Paused: the phone was registered anew.");
        house.arrive(house.drop("a.csv", "to,text\n+49 170 1234567,hello\n+49 170 1234568,hello\n"));
        house.reader().readAll();
        Campaign campaign = house.campaigns.newest(1).get(0);
        assertThat(house.campaigns.countByState(campaign.id())).containsOnly(Map.entry("accepted", 2L));
        assertThat(house.campaigns.waiting(campaign.id())).isEmpty();
        Send first = house.sends().get(0);
        Send held = first.queued(CampaignHouse.NOW).heldUntil(house.away, Instant.MAX, CampaignHouse.NOW);
        house.ledger.replace(new SendLedger.Change(first, held, List.of()));
        assertThat(house.campaigns.waiting(campaign.id()))
                .containsExactly(
                        new Campaigns.Waiting("number_offboarded", 1, "Paused: the phone was registered anew."));

        Send late = held.expired(held.acceptance().expiresAt());
        house.ledger.replace(new SendLedger.Change(house.sends().get(0), late, List.of()));
        house.sendAll();
        house.finisher.finishAll();
        List<String> result = house.results("a", ',').get(1);
        assertThat(result.subList(4, 6)).containsExactly("expired", "expired");
        assertThat(result.get(6))
                .as("what it waited for")
                .endsWith("It waited for number_offboarded: Paused: the phone was registered anew.");
    }

    @Test
    void allThatIsWrongWithARowIsSaid() throws Exception {
        house.close();
        house = open(folder.resolve("two"), CampaignHouse.NOW, "berlin", "rome");
        house.arrive(house.drop("a.csv", "to,from,text,notBefore\n0170,paris,hello,tomorrow\n"));
        house.reader().readAll();
        house.finisher.finishAll();

        assertThat(house.results("a", ',').get(1).get(8))
                .contains("notBefore: ", "from: no number is called 'paris'", "to: '0170' has no country code");
    }

    /** Each way of a bad row, with the words that the person who dropped it reads. */
    @Test
    void everyBadRowSaysWhatIsWrongWithIt() throws Exception {
        Map<String, String> bad = new java.util.LinkedHashMap<>();
        bad.put(
                "0170 1234567,hello,,",
                "invalid_recipient to: '0170 1234567' has no country code: a number that starts with a single 0 means another"
                        + " person in every country. Write it as in +49 170 1234567.");
        bad.put(
                "+49 12,hello,,",
                "invalid_recipient to: '+49 12' is no possible phone number (is possible local only).");
        bad.put(
                "nobody,hello,,",
                "invalid_recipient to: 'nobody' is no phone number with country code, as in +49 170 1234567.");
        bad.put(
                "\"4,91701E+11\",hello,,",
                "invalid_recipient to: '4,91701E+11' is a number that the spreadsheet rounded: its last digits are lost. Give"
                        + " the column the format 'Text' in the spreadsheet, enter or paste the numbers again, and save it"
                        + " anew.");
        bad.put(
                "491701234567.0,hello,,",
                "invalid_recipient to: '491701234567.0' was exported as a number with decimals. Give the column the format"
                        + " 'Text' in the spreadsheet, enter or paste the numbers again, and save it anew.");
        bad.put(",hello,,", "invalid_request to: it is empty: write the person's number with country code");
        bad.put("+49 170 1234567,,,", "invalid_request there is nothing to send: text, template and media are empty");
        bad.put(
                "+49 170 1234567,hello,tomorrow,",
                "invalid_request notBefore: does not match the date-time pattern must be a valid RFC 3339 date-time");
        bad.put(
                "+49 170 1234567,hello,,nobody",
                "unknown_number from: no number is called 'nobody'. Configured are: [berlin]");
        bad.put(
                "+49 170 1234567,hello,,berlin,more",
                "invalid_request cell 5 ('more') belongs to no column; a cell with comma in it must stand in double"
                        + " quotes");
        house.arrive(house.drop("a.csv", "to,text,notBefore,from\n" + String.join("\n", bad.keySet()) + "\n"));
        house.reader().readAll();
        house.finisher.finishAll();

        String id = house.campaigns.newest(1).get(0).id();
        assertThat(house.campaigns.results(id, 0, 100).stream().map(row -> row.reason() + " " + row.detail()))
                .containsExactlyElementsOf(bad.values());
        assertThat(house.sends()).isEmpty();
        assertThat(CampaignHouse.table(Files.readString(house.folder("out").resolve("a.rejected.csv")), ','))
                .isEqualTo(
                        CampaignHouse.table("to,text,notBefore,from\n" + String.join("\n", bad.keySet()) + "\n", ','));
    }

    @Test
    void jsonLinesComeBackAsTheyWere() throws Exception {
        String good =
                "{\"to\":\"+49 170 1234567\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"a, \\\"b\\\"\"}}}";
        house.arrive(house.drop("a.jsonl", good + "\n{\"to\":\n"));
        house.reader().readAll();
        house.sendAll();
        house.finisher.finishAll();

        List<List<String>> results = house.results("a", ',');
        assertThat(results.get(1).get(0)).isEqualTo(good);
        assertThat(results.get(1).get(3)).isEqualTo("submitted");
        assertThat(results.get(2).subList(0, 5)).containsExactly("{\"to\":", "2", "", "refused", "invalid_request");
    }

    @Test
    void aFileThatCannotBeUsedSendsNothingAndSaysWhy() throws Exception {
        house.arrive(house.drop("bad.csv", "to,phone\n+49 170 1234567,1\n"));
        house.arrive(house.drop("torn.csv", "to,text\n+49 170 1234567,hi\n+49 170 1234568,\"oh\n"));
        house.arrive(house.drop("empty.csv", "to,text\n\n"));
        house.reader().readAll();

        assertThat(house.sends()).isEmpty();
        assertThat(house.folder("failed").resolve("bad.csv")).exists();
        assertThat(house.folder("failed").resolve("bad.error.txt"))
                .content()
                .startsWith("bad.csv could not be used, and nothing of it was sent.")
                .contains("The column 'phone' is unknown.", "There is nothing to send", "drop it into the folder 'in'");
        assertThat(house.folder("failed").resolve("torn.error.txt"))
                .content()
                .contains("The table breaks off behind row 1:");
        assertThat(house.folder("failed").resolve("empty.error.txt"))
                .content()
                .contains("The file has no rows below its header.");
        assertThat(house.folder("work")).isEmptyDirectory();
        assertThat(house.campaigns.inState(CampaignState.FAILED)).hasSize(3);
    }

    @Test
    void theSameContentUnderAnotherNameIsRefused() throws Exception {
        String text = "to,text\n+49 170 1234567,hello\n";
        house.arrive(house.drop("monday.csv", text));
        house.reader().readAll();
        Path refused = house.arrive(house.drop("tuesday.csv", text));
        house.reader().readAll();

        assertThat(refused).isEqualTo(house.folder("failed").resolve("tuesday.csv"));
        assertThat(house.folder("failed").resolve("tuesday.error.txt"))
                .content()
                .contains("The same content was dropped before as 'monday.csv'", "'meta.run'");
        assertThat(house.sends()).hasSize(1);
    }

    @Test
    void theSameNameWithOtherContentKeepsBothResults() throws Exception {
        for (String body : List.of("one", "two")) {
            house.arrive(house.drop("news.csv", "to,text\n+49 170 1234567," + body + "\n"));
            house.reader().readAll();
            house.sendAll();
            house.finisher.finishAll();
        }
        assertThat(house.results("news", ',').get(1).get(1)).isEqualTo("one");
        String second = house.campaigns.named("news").stream()
                .map(Campaign::stem)
                .filter(stem -> !stem.equals("news"))
                .findFirst()
                .orElseThrow();
        assertThat(house.results(second, ',').get(1).get(1)).isEqualTo("two");
    }

    @Test
    void aFileThatFailedMayComeAgain() throws Exception {
        house.arrive(house.drop("a.csv", "to,txt\n+49 170 1234567,x\n"));
        house.reader().readAll();
        house.arrive(house.drop("a.csv", "to,txt\n+49 170 1234567,x\n"));
        house.reader().readAll();
        house.arrive(house.drop("a.csv", "to,text\n+49 170 1234567,x\n"));
        house.reader().readAll();
        house.sendAll();
        house.finisher.finishAll();

        assertThat(house.results("a", ',')).hasSize(2);
    }

    @Test
    void aCrashBetweenAcceptingAndKeepingMakesNoDoubles() throws Exception {
        house.arrive(house.drop("a.csv", table(1200)));
        for (int crash = 1; crash <= 2; crash++) {
            AtomicInteger calls = new AtomicInteger();
            CampaignReader reader = house.reader(failing(calls));
            assertThatThrownBy(reader::readAll).hasMessage("crash");
        }
        house.reader().readAll();
        house.sendAll();
        house.finisher.finishAll();

        assertThat(house.sends()).hasSize(1200);
        List<List<String>> results = house.results("a", ',');
        assertThat(results).hasSize(1201);
        assertThat(results.stream().skip(1).map(row -> row.get(3)).distinct()).hasSize(1200);
        for (int row = 1; row <= 1200; row++) {
            assertThat(results.get(row).get(1)).isEqualTo("hello " + row);
            assertThat(results.get(row).get(2)).isEqualTo(Integer.toString(row));
        }
    }

    /** One batch is kept, and the next one fails after the door took it. */
    private Campaigns failing(AtomicInteger calls) {
        return (Campaigns) Proxy.newProxyInstance(
                Campaigns.class.getClassLoader(), new Class<?>[] {Campaigns.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("keep") && calls.incrementAndGet() == 2) {
                        throw new IllegalStateException("crash");
                    }
                    try {
                        return method.invoke(house.campaigns, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aRowAcceptedBeforeTheCrashStaysItsSendEvenIfItsTimeIsOverNow() throws Exception {
        String text = "to,text,expiresAt\n+49 170 1234567,hello,2026-03-01T11:00:00Z\n";
        house.arrive(house.drop("a.csv", text));
        crashBeforeTheFirstRowsAreKept();
        house.close();

        house = open(folder, CampaignHouse.NOW.plusSeconds(7200), "berlin");
        house.reader().readAll();

        String id = house.campaigns.newest(1).get(0).id();
        assertThat(house.campaigns.results(id, 0, 10).get(0).sendId())
                .isEqualTo(house.sends().get(0).id());
    }

    private void crashBeforeTheFirstRowsAreKept() {
        Campaigns crashing = (Campaigns) Proxy.newProxyInstance(
                Campaigns.class.getClassLoader(), new Class<?>[] {Campaigns.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("keep")) {
                        throw new IllegalStateException("crash");
                    }
                    return method.invoke(house.campaigns, arguments);
                });
        assertThatThrownBy(() -> house.reader(crashing).readAll()).hasMessage("crash");
    }

    @Test
    void aRowAcceptedBeforeTheCrashIsCancelledAsTheSendThatItIs() throws Exception {
        house.arrive(
                house.drop("a.csv", "to,text,id\n+49 170 1234567,hello,\n+49 170 1234568,hello,own\n0170,hello,\n"));
        crashBeforeTheFirstRowsAreKept();
        assertThat(house.sends()).hasSize(2);
        Campaign campaign = house.campaigns.newest(1).get(0);
        assertThat(house.campaigns.lastRow(campaign.id())).isZero();
        house.hand.cancel(campaign, "ops");
        house.reader().readAll();
        house.orders.carryOut();
        house.finisher.finishAll();

        assertThat(house.sends()).as("no row became another send").hasSize(2).allSatisfy(send -> assertThat(
                        send.state())
                .isEqualTo(SendState.CANCELLED));
        List<List<String>> results = house.results("a", ',');
        assertThat(results.get(1).subList(4, 8))
                .containsExactly(
                        SendIds.text(house.sends().get(0).id()),
                        "cancelled",
                        "cancelled",
                        "Its campaign was cancelled before it left.");
        assertThat(results.get(2).get(4))
                .isEqualTo(SendIds.text(house.sends().get(1).id()));
        assertThat(results.get(3).subList(4, 8))
                .containsExactly(
                        "", "cancelled", "cancelled", "The campaign was cancelled before this row became a send.");
    }

    @Test
    void aCrashBeforeTheMoveOutOfInIsNoDuplicate() throws Exception {
        Path file = house.drop("a.csv", table(2));
        Path first = house.intake.arrive(file);
        house.reader().readAll();
        Path again = house.intake.arrive(file);

        assertThat(again).isEqualTo(first);
        assertThat(again.getParent()).isEqualTo(house.folder("work"));
        Files.move(file, again);
        house.reader().readAll();
        assertThat(house.sends()).hasSize(2);
    }

    @Test
    void anInputTakenAwayIsSaid() throws Exception {
        Path work = house.arrive(house.drop("a.csv", table(2)));
        Files.delete(work);
        house.reader().readAll();
        assertThat(house.campaigns.newest(1).get(0).problem()).contains("no longer in the folder 'work'");

        house.arrive(house.drop("a.csv", table(2)));
        house.reader().readAll();
        house.sendAll();
        Files.delete(work);
        house.finisher.finishAll();
        assertThat(house.campaigns.newest(1).get(0).problem())
                .contains("nothing is sent twice, and the results appear");

        house.arrive(house.drop("a.csv", table(2)));
        house.reader().readAll();
        house.finisher.finishAll();
        assertThat(house.results("a", ',')).hasSize(3);
        assertThat(house.sends()).hasSize(2);
    }

    @Test
    void aRowWithAnIdOfItsOwnIsSentOnceAndAConflictIsSaid() throws Exception {
        house.arrive(house.drop("a.csv", """
                to,id,text
                +49 170 1234567,k,hello
                +49 170 1234567,k,hello
                +49 170 1234567,k,other
                """));
        house.reader().readAll();
        house.sendAll();
        house.finisher.finishAll();

        List<List<String>> results = house.results("a", ',');
        assertThat(house.sends()).hasSize(1);
        assertThat(results.get(1).get(4)).isEqualTo(results.get(2).get(4));
        assertThat(results.get(3).subList(5, 7)).containsExactly("refused", "duplicate_conflict");
    }

    private static String table(int rows) {
        StringBuilder text = new StringBuilder("to,text\n");
        IntStream.rangeClosed(1, rows).forEach(row -> text.append("+49 170 ")
                .append(1_000_000 + row)
                .append(",hello ")
                .append(row)
                .append('\n'));
        return text.toString();
    }
}
