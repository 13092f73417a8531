package dev.tandem.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way of a bad file and of bad settings, with the words that the person who dropped it reads. */
class BadFilesTest {

    private static final String ROW = "+49 170 1234567,Hello\n";
    private static final String QUOTES =
            " A cell that begins with a double quote must end with one, and a double quote inside it is written twice.";
    private static final String TABLE = "to,text\n" + ROW;

    @TempDir
    Path folder;

    private CampaignHouse house;

    @BeforeEach
    void start() throws IOException {
        house = new CampaignHouse(folder);
    }

    @AfterEach
    void stop() {
        house.close();
    }

    /** What stands beside a file that was put into failed, without what stands in each. */
    private String why(String file) throws IOException {
        String text = Files.readString(house.folder("failed").resolve(CampaignFolders.stem(file) + ".error.txt"));
        String before = file + " could not be used, and nothing of it was sent.\n\n";
        String after = "\n\nCorrect it and drop it into the folder 'in' again.\n";
        assertThat(text).startsWith(before).endsWith(after);
        return text.substring(before.length(), text.length() - after.length());
    }

    @Test
    void everyBadTableSaysWhatIsWrongWithIt() throws Exception {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put(
                "",
                "The file has no header: its first line must name the columns, separated by comma, semicolon or tab, and"
                        + " one of them is 'to'.");
        bad.put("to,text\n\n", "The file has no rows below its header.");
        bad.put(
                "to,text,Phone\n" + ROW,
                "The column 'Phone' is unknown. Columns are: to, id, from, template, language, text, header, body.1 to"
                        + " body.99 or body.<name>, button.0 to button.9, media, notBefore, expiresAt, meta.<name>. To"
                        + " carry a value of your own along, call it 'meta.Phone'; to use it in a text, lay a"
                        + " NAME.campaign.yaml beside the file.");
        bad.put("to,text,Text\n" + ROW, "The column 'Text' is there twice. Remove or rename one of them.");
        bad.put(
                "text\nHello\n",
                "There is no column 'to'. The first line must name the columns; 'to' has the phone numbers with country"
                        + " code, as in +49 170 1234567.");
        bad.put(
                "to,from\n" + ROW,
                "There is nothing to send: add a column 'template' (with 'language'), 'text' or 'media'.");
        bad.put("to,template\n" + ROW, "A template needs its language: add a column 'language', as in en_US.");
        bad.put(
                "to,text,body.1,body.name\n" + ROW,
                "body.1 and body.<name> cannot stand together: a template's parameters either have numbers or names.");
        bad.put("to,text,body.1,body.4\n" + ROW, "The columns body.1 to body.4 have a gap: there are only 2 of them.");
        bad.put(
                "to,text\n" + ROW + "+49 170 1234568,\"oh\n",
                "The table breaks off behind row 1: (startline 3) EOF reached before encapsulated token finished."
                        + QUOTES);
        bad.put(
                "to,text\n" + ROW + ROW + "+49 170 1234568,\"oh\"no\n",
                "The table breaks off behind row 2: Invalid character between encapsulated token and delimiter at line: 4, position: 73."
                        + QUOTES);
        int number = 0;
        Map<String, String> said = new LinkedHashMap<>();
        for (String table : bad.keySet()) {
            house.arrive(house.drop("bad" + ++number + ".csv", table));
            house.reader().readAll();
            said.put(table, why("bad" + number + ".csv"));
        }
        assertThat(said).isEqualTo(bad);
        assertThat(house.sends()).isEmpty();
        assertThat(house.campaigns.inState(CampaignState.FAILED)).hasSize(bad.size());
    }

    @Test
    void everyBadSettingSaysWhatIsWrongWithIt() throws Exception {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put(
                "nummer: berlin",
                "SETTINGS: 'nummer' is unknown. Known are: number, template, message, columns, start, end, quietHours, paceShare, stop, optInColumn, dryRun, resend, mode.");
        bad.put(
                "template: {name: offer, language: de, langauge: de}",
                "SETTINGS: 'langauge' is unknown in 'template'. Known are: name, language, parameters, components.");
        bad.put(
                "quietHours: {from: '20:00', to: '09:00', zone: x}",
                "SETTINGS: 'zone' is unknown in 'quietHours'. Known are: from, to.");
        bad.put(
                "stop: {failures: 3}",
                "SETTINGS: 'failures' is unknown in 'stop'. Known are: failureShare, failureMinimum, quality, template, unlinked.");
        bad.put(
                "mode: {below: 3}",
                "SETTINGS: mode: write at-once, approval, or {below-bad-share: 0.05} with a share above 0 and at most 1.");
        bad.put(
                "columns: {phone: Phone}",
                "SETTINGS: 'phone' is unknown in 'columns'. Known are: to, id, from, template, language, text, header, media, notBefore, expiresAt, body.1 to body.99 or body.<name>, button.0 to button.9, meta.<name>.");
        bad.put("number: 7", "SETTINGS: number: put it in quotes, as in \"+49 30 1234567\".");
        bad.put("template: {name: offer}", "SETTINGS: template.language: required property 'language' not found.");
        bad.put(
                "template: {name: offer, language: de, parameters: [a], components: []}",
                "SETTINGS: template: give either parameters or components, and not both.");
        bad.put("message: {text: {body: Hello}}", "SETTINGS: message.type: required property 'type' not found.");
        bad.put(
                "start: tomorrow",
                "SETTINGS: start: write the date and time with its zone, as in 2026-03-28T09:00:00+01:00.");
        bad.put("end: 2026-03-01T10:00:00Z", "SETTINGS: end: this time is over already.");
        bad.put(
                "{start: '2026-03-02T10:00:00Z', end: '2026-03-02T11:00:00+01:00'}",
                "SETTINGS: end: it must be later than start.");
        bad.put(
                "quietHours: {from: '20:00', to: '20:00'}",
                "SETTINGS: quietHours: from and to must differ; leave both out for no quiet hours.");
        bad.put(
                "quietHours: {from: 8pm, to: '09:00'}",
                "SETTINGS: quietHours.from: write the time of day with four digits, as in 21:00.");
        bad.put("quietHours: {from: '20:00'}", "SETTINGS: quietHours.to: required property 'to' not found.");
        bad.put("paceShare: 0", "SETTINGS: paceShare: write a share above 0 and at most 1, as in 0.5.");
        bad.put("paceShare: 1.5", "SETTINGS: paceShare: write a share above 0 and at most 1, as in 0.5.");
        bad.put(
                "stop: {failureShare: 20}",
                "SETTINGS: stop.failureShare: write a share above 0 and at most 1, as in 0.2, or off.");
        bad.put("stop: {failureMinimum: 0}", "SETTINGS: stop.failureMinimum: write a whole number from 1 on.");
        bad.put("stop: {quality: perhaps}", "SETTINGS: stop.quality: write true or false.");
        bad.put("optInColumn: ''", "SETTINGS: optInColumn: must be at least 1 characters long.");
        bad.put("dryRun: perhaps", "SETTINGS: dryRun: write true or false.");
        bad.put("resend: 1", "SETTINGS: resend: write true or false.");
        bad.put(
                "mode: slowly",
                "SETTINGS: mode: write at-once, approval, or {below-bad-share: 0.05} with a share above 0 and at most 1.");
        bad.put(
                "mode: {below-bad-share: 5}",
                "SETTINGS: mode: write at-once, approval, or {below-bad-share: 0.05} with a share above 0 and at most 1.");
        bad.put("- number: berlin", "SETTINGS: it must have lines like 'number: berlin'.");
        bad.put(
                "number: [berlin",
                "SETTINGS is no YAML: while parsing a flow sequence\n in SETTINGS, line 1, column 9:\n    number: [berlin\n            ^\nexpected ',' or ']', but got <stream end>\n in SETTINGS, line 2, column 1:\n    \n    ^");
        bad.put(
                "number: berlin\nnumber: rome",
                "SETTINGS is no YAML: while constructing a mapping\n in SETTINGS, line 1, column 1:\n    number: berlin\n    ^\nfound duplicate key number\n in SETTINGS, line 2, column 1:\n    number: rome\n    ^");
        bad.put(
                "message: {type: text, text: {body: {{Name}}}}",
                "SETTINGS: a text that begins with {{column}} must stand in quotes, as in \"{{First name}}\".");
        bad.put(
                "message: {type: text, text: {body: [{{Name}}]}}",
                "SETTINGS: a text that begins with {{column}} must stand in quotes, as in \"{{First name}}\".");
        bad.put("# " + "x".repeat(200_000), "SETTINGS is larger than 200000 bytes: it can be no file with settings.");
        int number = 0;
        Map<String, String> said = new LinkedHashMap<>();
        for (String settings : bad.keySet()) {
            house.drop("bad" + ++number + ".campaign.yaml", settings + "\n");
            house.arrive(house.drop("bad" + number + ".csv", TABLE));
            String name = "bad" + number + ".campaign.yaml";
            said.put(settings, why("bad" + number + ".csv").replace(name, "SETTINGS"));
        }
        assertThat(said).isEqualTo(bad);
        assertThat(house.campaigns.newest(1)).isEmpty();
    }

    @Test
    void settingsThatAreNoUtf8SaySo() throws Exception {
        Files.write(
                house.folder("in").resolve("bad.campaign.yaml"),
                "number: Köln\n".getBytes(StandardCharsets.ISO_8859_1));
        house.arrive(house.drop("bad.csv", TABLE));
        assertThat(why("bad.csv")).isEqualTo("bad.campaign.yaml is not in UTF-8. Save it as UTF-8.");
    }

    @Test
    void settingsThatDoNotFitTheTableSayWhatIsMissing() throws Exception {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put(
                "mode: approval",
                "There is no column 'to', and 'columns' names none for it. The first line must name the columns; 'to' has"
                        + " the phone numbers with country code, as in +49 170 1234567.");
        bad.put(
                "columns: {to: Telephone}",
                "columns: 'to' is said to be the column 'Telephone', and there is none. The file has: Phone, text.");
        bad.put(
                "columns: {to: Phone, id: phone}",
                "columns: the column 'phone' is said to be two of ours. Name each once.");
        bad.put(
                "{columns: {to: Phone, body.1: text}, message: {type: text, text: {body: 'Hello'}}}",
                "columns: 'body.1' is content, and the settings have that for all rows. Write {{text}} into their template or"
                        + " message where the cell belongs, or leave these out.");
        bad.put(
                "{columns: {to: Phone}, message: {type: text, text: {body: 'Dear {{Name}}'}}}",
                "{{Name}} is no column of the file. The file has: Phone, text.");
        bad.put(
                "{columns: {to: Phone}, optInColumn: News}",
                "optInColumn: there is no column 'News'. The file has: Phone, text.");
        int number = 0;
        Map<String, String> said = new LinkedHashMap<>();
        for (String settings : bad.keySet()) {
            house.drop("bad" + ++number + ".campaign.yaml", settings + "\n");
            house.arrive(house.drop("bad" + number + ".csv", "Phone,text\n" + ROW + "\n".repeat(number)));
            house.reader().readAll();
            said.put(settings, why("bad" + number + ".csv"));
        }
        assertThat(said).isEqualTo(bad);
    }

    @Test
    void columnsOfLinesThatAreRequestsSayThatTheyHaveNone() throws Exception {
        house.drop("bad.campaign.yaml", "columns: {to: Phone}\n");
        house.arrive(
                house.drop("bad.jsonl", "{\"Phone\":\"+491701234567\",\"to\":\"+491701234568\",\"message\":{}}\n"));
        house.reader().readAll();
        assertThat(why("bad.jsonl"))
                .isEqualTo("columns: without a template or message for all rows each line of JSON is a send request,"
                        + " whose fields keep their names. In NAME.campaign.yaml remove 'columns', or say the template"
                        + " or message.");
    }

    @Test
    void whatWasThereBeforeSaysWhen() throws Exception {
        house.arrive(house.drop("monday.csv", TABLE));
        house.reader().readAll();
        String id = house.campaigns.newest(1).get(0).id();
        house.arrive(house.drop("tuesday.csv", TABLE));
        assertThat(why("tuesday.csv"))
                .isEqualTo("The same content was dropped before as 'monday.csv' at " + CampaignHouse.NOW + " (campaign "
                        + id + ", running), and each of its rows is sent only once. If it is really meant to go out"
                        + " again, drop it into the folder 'in' with 'resend: true' in NAME.campaign.yaml beside it, or"
                        + " change something in the file, for example by a column 'meta.run' with a new value.");
    }

    @Test
    void aNameThatIsTooLongIsRefused() throws Exception {
        String name = IntStream.range(0, 101).mapToObj(i -> "n").collect(Collectors.joining());
        house.arrive(house.drop(name + ".csv", TABLE));
        assertThat(why(name + ".csv"))
                .isEqualTo(
                        "Its name is too long: 101 characters without extension, and at most 100 are possible. Rename"
                                + " it.");
    }

    @Test
    void aFileThatIsTakenAwaySaysHowItGoesOn() throws Exception {
        Path work = house.arrive(house.drop("a.csv", TABLE));
        Files.delete(work);
        house.reader().readAll();
        Campaign gone = house.campaigns.newest(1).get(0);
        assertThat(gone.problem())
                .isEqualTo(
                        "The file is no longer in the folder 'work'. If it is in the folder 'failed', the text beside"
                                + " it says why; else drop it again: no row is sent twice.");
        CampaignTables tables = new CampaignTables(house.campaigns, house.folders);
        assertThatThrownBy(() -> tables.results(gone.id()))
                .isInstanceOf(BadCampaignFile.class)
                .hasMessage("Campaign " + gone.id() + " failed, so it has no tables: " + gone.problem());

        Path read = house.arrive(house.drop("b.csv", TABLE + "+49 170 1234568,Hello\n"));
        house.reader().readAll();
        Files.delete(read);
        house.sendAll();
        house.finisher.finishAll();
        assertThat(house.campaigns.named("b").get(0).problem())
                .isEqualTo("All its rows were processed, but the file b.csv was taken from the folder 'work', so no"
                        + " results could be written. Drop it into the folder 'in' again: nothing is sent twice, and the"
                        + " results appear.");
    }

    @Test
    void everyBadLineOfJsonSaysWhatIsWrongWithIt() throws Exception {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put(
                "{\"to\":",
                "invalid_request it is not readable as JSON: Unexpected end-of-input within/between Object entries");
        bad.put(
                "{\"to\":\"+491701234567\"} x",
                "invalid_request it is not readable as JSON: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
        bad.put("[1]", "invalid_request it must be a JSON object with a send request in it");
        bad.put(
                "{}",
                "invalid_request to: required property 'to' not found; message: required property 'message' not found; template: required property 'template' not found");
        bad.put(
                "{\"to\":\"+491701234567\"}",
                "invalid_request message: required property 'message' not found; template: required property 'template' not found");
        bad.put(
                "{\"to\":\"+491701234567\",\"message\":{\"type\":\"text\"}}",
                "invalid_request message.text: the type is 'text', so the content must stand in a field of that name");
        bad.put(
                "{\"to\":\"+491701234567\",\"text\":\"Hello\"}",
                "invalid_request text: property 'text' is not defined in the schema and the schema does not allow additional properties; message: required property 'message' not found; template: required property 'template' not found");
        bad.put(
                "{\"to\":\"+491701234567\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"\\ud800\"}}}",
                "invalid_request a text holds half a character: a \\uD800 to \\uDFFF without its other half");
        house.arrive(house.drop("bad.jsonl", String.join("\n", bad.keySet()) + "\n"));
        house.reader().readAll();
        assertRefused("bad", bad);
    }

    @Test
    void everyRowWithATimeAKeyOrAPersonThatIsNoneSaysSo() throws Exception {
        Map<String, String> bad = new LinkedHashMap<>();
        String long129 = "k".repeat(129);
        bad.put("+49 170 1234567,Hello,,,2026-03-01T09:00:00Z", "invalid_request expiresAt: this time is over already");
        bad.put(
                "+49 170 1234567,Hello,,2026-03-02T09:00:00Z,2026-03-02T08:00:00Z",
                "invalid_request expiresAt: it would expire before notBefore");
        bad.put(
                "+49 170 1234567,Hello,,2226-03-02T09:00:00Z,",
                "invalid_request notBefore: this time is more than a hundred years away");
        bad.put("+49 170 1234567,Hello," + long129 + ",,", "invalid_request id: must be at most 128 characters long");
        bad.put(
                "+49 170 1234567," + "x".repeat(4_097) + ",,,",
                "invalid_request message.text.body: must be at most 4,096 characters long");
        bad.put("+49 170 1234567,Hello,a\u0007b,,", "invalid_request id: a key has no control characters in it");
        bad.put(
                "+49 170 1234567,Hello,,,,\"and what is more than forty letters long is cut\"",
                "invalid_request cell 6 ('and what is more than forty letters lon…') belongs to no column; a cell with comma in it must stand in double quotes");
        bad.put(
                "US.,Hello,,,",
                "invalid_recipient to: 'US.' is no phone number with country code, as in +49 170 1234567.");
        house.arrive(
                house.drop("bad.csv", "to,text,id,notBefore,expiresAt\n" + String.join("\n", bad.keySet()) + "\n"));
        house.reader().readAll();
        assertRefused("bad", bad);
    }

    @Test
    void aRowWithAKeyOfAnotherMessageSaysSo() throws Exception {
        house.arrive(house.drop("bad.csv", "to,text,id\n+49 170 1234567,Hello,k\n+49 170 1234567,Bye,k\n"));
        house.reader().readAll();
        assertThat(house.campaigns.results(house.campaigns.newest(1).get(0).id(), 1, 10))
                .extracting(row -> row.reason() + " " + row.detail())
                .containsExactly("duplicate_conflict This id was used before with other content. Use a new id for a new"
                        + " message.");
    }

    private void assertRefused(String name, Map<String, String> rows) {
        Map<String, String> said = new LinkedHashMap<>();
        Iterator<String> written = rows.keySet().iterator();
        house.campaigns
                .results(house.campaigns.named(name).get(0).id(), 0, 100)
                .forEach(row -> said.put(written.next(), row.reason() + " " + row.detail()));
        assertThat(said).isEqualTo(rows);
        assertThat(house.sends()).isEmpty();
    }

    /** A text that was cut off in the middle of an emoji, by whoever wrote the file or by the report itself. */
    @Test
    void halfACharacterKeepsNoReportFromBeingWritten() throws Exception {
        house.arrive(house.drop(
                "half.jsonl", "{\"to\":\"\\ud83d\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"Hello\"}}}\n"));
        house.arrive(
                house.drop("cut.csv", "to,text\n+49 170 1234567,Hello," + "x".repeat(38) + "\uD83D\uDE00 and more\n"));
        house.reader().readAll();
        assertThat(house.campaigns.named("half").get(0).state()).isEqualTo(CampaignState.RUNNING);
        assertThat(house.campaigns.named("cut").get(0).state()).isEqualTo(CampaignState.RUNNING);
        assertThat(Files.readString(house.folder("out").resolve("half.preflight.txt")))
                .contains("half a character");
        assertThat(Files.readString(house.folder("out").resolve("cut.preflight.txt")))
                .contains("('" + "x".repeat(38) + "…') belongs to no column");
    }

    @Test
    void theReportSaysHowItGoesOn() throws Exception {
        Map<String, String> next = new LinkedHashMap<>();
        next.put("mode: at-once", "It starts by itself.");
        next.put(
                "mode: at-once # and one row is bad",
                "It starts by itself. The bad rows are rejected, the others are sent.");
        next.put("mode: approval", "It waits for approval: POST /api/v1/campaigns/ID/approve.");
        next.put("mode: {below-bad-share: 0.6}", "It starts by itself, because fewer than 60.0 % of its rows are bad.");
        next.put(
                "mode: {below-bad-share: 0.5}",
                "50.0 % of its rows are bad, and it starts by itself below 50.0 %. It waits for approval: POST"
                        + " /api/v1/campaigns/ID/approve.");
        next.put(
                "dryRun: true",
                "This was a dry run: nothing is sent. To send it, drop the file again without 'dryRun'.");
        int number = 0;
        Map<String, String> said = new LinkedHashMap<>();
        for (String settings : next.keySet()) {
            house.drop("t" + ++number + ".campaign.yaml", settings + "\n");
            String second = number == 1 ? "" : "0170 1,offer,en\n";
            house.arrive(house.drop(
                    "t" + number + ".csv",
                    "to,template,language\n+49 170 1234567,offer,en\n" + second + "\n".repeat(number)));
            house.reader().readAll();
            Campaign campaign = house.campaigns.named("t" + number).get(0);
            said.put(
                    settings,
                    house.preflights.find(campaign.id()).orElseThrow().next().replace(campaign.id(), "ID"));
        }
        assertThat(said).isEqualTo(next);
    }
}
