package dev.tandem.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.send.LaneCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a campaign before anybody gets anything, and when it starts. */
class PreflightTest {

    @TempDir
    Path folder;

    private CampaignHouse house;

    @BeforeEach
    void start() throws IOException {
        house = open(folder, CampaignHouse.NOW, "berlin");
    }

    CampaignHouse open(Path where, Instant now, String... numbers) throws IOException {
        return new CampaignHouse(where, now, CampaignHouse.numbers(numbers));
    }

    @AfterEach
    void stop() {
        house.close();
    }

    /** Drops a file with what lies beside it, and lets it be checked and, if it may, read. */
    private Campaign dropped(String name, String settings, String rows) throws IOException {
        if (!settings.isEmpty()) {
            house.drop(CampaignFolders.stem(name) + ".campaign.yaml", settings);
        }
        house.arrive(house.drop(name, rows));
        house.reader().readAll();
        return house.campaigns.named(CampaignFolders.stem(name)).get(0);
    }

    private PreflightReport report(Campaign campaign) {
        return house.preflights.find(campaign.id()).orElseThrow();
    }

    private String text(String name) throws IOException {
        return Files.readString(house.folder("out").resolve(name + ".preflight.txt"));
    }

    @Test
    void itWaitsForApprovalAndStartsAlsoAfterARestart() throws Exception {
        Campaign waiting = dropped("spring.csv", "mode: approval\n", """
                to,text
                +49 170 1234567,Hello
                """);
        assertThat(waiting.state()).isEqualTo(CampaignState.WAITING);
        assertThat(waiting.waitsFor())
                .isEqualTo("It waits for approval: POST /api/v1/campaigns/" + waiting.id() + "/approve.");
        assertThat(house.sends()).isEmpty();
        house.reader().readAll();
        assertThat(house.sends()).as("and goes on waiting").isEmpty();
        house.close();

        house = open(folder, CampaignHouse.NOW.plusSeconds(3600), "berlin");
        assertThat(house.preflightDesk.approve("none")).isEmpty();
        assertThat(house.preflightDesk.approve(waiting.id())).hasValueSatisfying(approval -> {
            assertThat(approval.refusal()).isNull();
            assertThat(approval.campaign().state()).isEqualTo(CampaignState.READING);
            assertThat(approval.campaign().waitsFor()).isNull();
        });
        house.reader().readAll();
        assertThat(house.sends()).hasSize(1);
        assertThat(house.preflightDesk.approve(waiting.id()).orElseThrow().refusal())
                .as("once more")
                .isNull();
        house.sendAll();
        house.finisher.finishAll();
        assertThat(house.folder("done").resolve("spring.csv")).exists();
        assertThat(house.folder("done").resolve("spring.campaign.yaml")).exists();
        assertThat(house.folder("work")).isEmptyDirectory();
        assertThat(house.preflightDesk.approve(waiting.id()).orElseThrow().refusal())
                .isEqualTo("It is finished already, so there is nothing to approve.");
    }

    @Test
    void itStartsByItselfBelowAShareOfBadRows() throws Exception {
        String rows = """
                to,template,language
                +49 170 1234567,offer,en
                +49 170 1234568,offer,en
                +49 170 1234569,offer,en
                0170 1,offer,en
                """;
        Campaign careful = dropped("careful.csv", "mode: {below-bad-share: 0.25}\n", rows);
        assertThat(careful.state()).isEqualTo(CampaignState.WAITING);
        assertThat(careful.waitsFor())
                .startsWith(
                        "25.0 % of its rows are bad, and it starts by itself below 25.0 %. It waits for approval: ");
        Campaign bold = dropped("bold.csv", "mode:\n  below-bad-share: 0.26\n", rows + "\n");
        assertThat(bold.state()).isEqualTo(CampaignState.RUNNING);
        assertThat(report(bold).next())
                .isEqualTo("It starts by itself, because fewer than 26.0 % of its rows are bad.");
    }

    @Test
    void aDryRunEndsWithTheReportAndTheSameFileMayComeAgain() throws Exception {
        String rows = "to,text\n+49 170 1234567,Hello\n";
        Campaign dry = dropped("spring.csv", "dryRun: true\n", rows);
        assertThat(dry.state()).isEqualTo(CampaignState.FINISHED);
        assertThat(house.sends()).isEmpty();
        assertThat(house.out()).containsExactly("spring.preflight.txt");
        assertThat(text("spring"))
                .contains("This was a dry run: nothing is sent. To send it, drop the file again without 'dryRun'.");
        assertThat(house.folder("work")).isEmptyDirectory();
        assertThat(house.folder("done").resolve("spring.csv")).exists();

        assertThat(dropped("spring.csv", "", rows).state()).isEqualTo(CampaignState.RUNNING);
        assertThat(house.sends()).hasSize(1);
    }

    @Test
    void everyReasonIsTheDoorsAndHasItsLines() throws Exception {
        StringBuilder rows = new StringBuilder("to,template,language,id,meta.note\n");
        for (int i = 0; i < 25; i++) {
            rows.append("0170 ").append(i).append(",offer,en,,\n");
        }
        rows.append("+49 170 1234567,offer,en,k1,\"two\nlines\"\n\n");
        rows.append("+49 170 1234568,,,,\n");
        rows.append("+49 170 1234567,again,en,k1,\n");
        rows.append("+49 17,offer,en,,\n");
        Campaign campaign = dropped("spring.csv", "mode: approval\n", rows.toString());
        PreflightReport report = report(campaign);

        assertThat(report.rows()).isEqualTo(29);
        assertThat(report.good()).isEqualTo(2);
        assertThat(report.bad()).isEqualTo(27);
        assertThat(campaign.rows()).isEqualTo(29);
        PreflightReport.Finding most = report.refused().get(0);
        assertThat(most.reason()).isEqualTo("invalid_recipient");
        assertThat(most.detail()).startsWith("to: '0170 0' has no country code");
        assertThat(most.rows()).isEqualTo(25);
        assertThat(most.lines()).hasSize(20).startsWith(2L, 3L).endsWith(21L);
        assertThat(report.refused())
                .extracting(PreflightReport.Finding::reason, PreflightReport.Finding::lines)
                .contains(tuple("invalid_recipient", List.of(32L)), tuple("invalid_request", List.of(30L)));
        assertThat(report.duplicatePersons()).isEqualTo(new PreflightReport.Repeated(1, List.of(31L)));
        assertThat(report.duplicateIds()).isEqualTo(new PreflightReport.Repeated(1, List.of(31L)));
        assertThat(text("spring"))
                .contains(
                        "Rows: 29, of which 2 can be sent and 27 cannot (93.1 %).",
                        "1 row to a person who has an earlier row in this file; each of them is sent: line 31",
                        "- invalid_recipient, 25 rows: to: '0170 0' has no country code",
                        "19, 20, 21 and 5 more");

        house.preflightDesk.approve(campaign.id());
        house.reader().readAll();
        assertThat(house.campaigns.countByState(campaign.id()))
                .as("acceptance says the same, and refuses the id with other content")
                .containsOnly(entry("refused", 28L), entry("accepted", 1L));
    }

    @Test
    void whatTheLaneWillRefuseIsToldBeforehandWithOneQuestionForAChunk() throws Exception {
        List<Integer> asked = new ArrayList<>();
        house.checks.add(new LaneCheck() {
            @Override
            public Optional<Obstacle> obstacle(Leaving leaving) {
                throw new AssertionError("asked for a single one");
            }

            @Override
            public List<List<Foreseen>> foresee(List<Leaving> leavings) {
                asked.add(leavings.size());
                return leavings.stream()
                        .map(leaving -> leaving.send().acceptance().recipient().contact())
                        .map(contact -> contact.endsWith("3")
                                ? List.of(new Foreseen(Cause.of(Reason.OPTED_OUT), true))
                                : contact.endsWith("4")
                                        ? List.of(new Foreseen(Cause.of(Reason.NO_OPT_IN), false))
                                        : List.<Foreseen>of())
                        .toList();
            }
        });
        StringBuilder rows = new StringBuilder("to,template,language\n");
        for (int i = 0; i < 700; i++) {
            rows.append("+49 170 ").append(1_000_000 + i).append(",offer,en\n");
        }
        PreflightReport report = report(dropped("spring.csv", "mode: approval\n", rows.toString()));
        assertThat(asked).containsExactly(500, 200);
        assertThat(report.bad()).isEqualTo(70);
        assertThat(report.refused()).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo("opted_out");
            assertThat(finding.rows()).isEqualTo(70);
            assertThat(finding.lines()).startsWith(5L, 15L);
        });
        assertThat(report.noted()).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo("no_opt_in");
            assertThat(finding.rows()).isEqualTo(70);
        });
        assertThat(report.windows()).isEqualTo(new PreflightReport.Windows(0, 630, 0, 630, 0));
        assertThat(report.charge().byCategory()).containsOnly(entry("marketing", 630L));
        assertThat(report.portfolio().people()).isEqualTo(630);
        assertThat(report.portfolio().text())
                .isEqualTo(
                        "The portfolio may write to 1,000 people outside their windows in 24 hours, and 0 count already."
                                + " There is room for all 630.");
    }

    @Test
    void theDurationIsThatOfTheLimitThatBinds() throws Exception {
        StringBuilder rows = new StringBuilder("to,template,language\n");
        for (int i = 0; i < 2_000; i++) {
            rows.append("+49 170 ").append(1_000_000 + i).append(",offer,en\n");
        }
        Campaign campaign = dropped("spring.csv", "mode: approval\npaceShare: 0.5\n", rows.toString());
        PreflightReport.Schedule schedule = report(campaign).schedule();
        assertThat(schedule.numbers()).singleElement().satisfies(plan -> {
            assertThat(plan.number()).isEqualTo("berlin");
            assertThat(plan.limit()).isEqualTo("5/s by the combined limit of app and API (R43), of which it takes 0.5");
            assertThat(plan.text())
                    .isEqualTo("2,000 rows at 2.5/s: 13 min 20 s; with the combined limit off, at 10/s: 3 min 20 s");
            assertThat(plan.ends()).isEqualTo("2026-03-01T10:13:20Z");
        });
        assertThat(schedule.ends())
                .as("the people of the second thousand wait a day")
                .isEqualTo("2026-03-02T10:00:00Z");
        assertThat(report(campaign).portfolio().text())
                .endsWith("There is room for 1,000 of 2,000: the others wait, 1 day more.");
        assertThat(text("spring"))
                .contains("- berlin (5/s by the combined limit", "if nothing else is sent meanwhile.");
    }

    @Test
    void hundredThousandRowsAreSaidAsAPersonSaysIt() {
        assertThat(PreflightSchedule.words(Duration.ofSeconds(20_000))).isEqualTo("5 h 33 min");
        assertThat(PreflightSchedule.words(Duration.ofSeconds(5_000))).isEqualTo("1 h 23 min");
        assertThat(PreflightSchedule.words(Duration.ofDays(2).plusHours(3))).isEqualTo("2 days 3 h");
        assertThat(PreflightSchedule.words(Duration.ofSeconds(7))).isEqualTo("7 s");
    }

    /** Start on a Friday evening, quiet from 20:00 to 9:00 in Berlin, and the clock goes forward in the night to Sunday. */
    @Test
    void quietHoursStartAndEndAreInTheDurationAcrossTheChangeOfTheClock() throws Exception {
        StringBuilder rows = new StringBuilder("to,template,language\n");
        for (int i = 0; i < 500; i++) {
            rows.append("+49 170 ").append(1_000_000 + i).append(",offer,en\n");
        }
        Campaign tight = dropped("tight.csv", """
                mode: approval
                start: 2026-03-28T18:58:20Z
                end: 2026-03-29T06:00:00Z
                quietHours: {from: 20:00, to: 09:00}
                """, rows.toString());
        PreflightReport.Schedule schedule = report(tight).schedule();
        assertThat(schedule.begins()).isEqualTo("2026-03-28T18:58:20Z");
        assertThat(schedule.ends())
                .as("100 s to 20:00 in winter time are all that 500 rows need")
                .isEqualTo("2026-03-28T19:00:00Z");
        Campaign later = dropped("later.csv", """
                mode: approval
                start: 2026-03-28T18:59:10Z
                end: 2026-03-29T06:00:00Z
                quietHours: {from: "20:00", to: "09:00"}
                """, rows + "\n");
        assertThat(report(later).schedule().ends())
                .as("the other 250 go from 9:00 in summer time on")
                .isEqualTo("2026-03-29T07:00:50Z");
        assertThat(report(later).schedule().text())
                .contains(
                        "with nobody disturbed from 20:00 to 09:00 where they live",
                        "That is later than its end, 2026-03-29T06:00:00Z: what has not left by then expires.");
        house.preflightDesk.approve(later.id());
        house.reader().readAll();
        assertThat(house.sends()).hasSize(500).allSatisfy(send -> {
            assertThat(send.acceptance().notBefore()).isEqualTo(Instant.parse("2026-03-28T18:59:10Z"));
            assertThat(send.acceptance().expiresAt()).isEqualTo(Instant.parse("2026-03-29T06:00:00Z"));
        });
        house.clock.advance(Duration.ofDays(40));
        assertThat(house.preflightDesk.approve(tight.id()).orElseThrow().refusal())
                .isEqualTo(
                        "Its end, 2026-03-29T06:00:00Z, is over, so nothing of it may be sent any more. Drop the file"
                                + " again with a later end.");
    }

    @Test
    void rowsLiveUntilAllHaveHadTheirTurn() throws Exception {
        StringBuilder rows = new StringBuilder("to,template,language\n");
        for (int i = 0; i < 1_500; i++) {
            rows.append("+49 170 ").append(1_000_000 + i).append(",offer,en\n");
        }
        dropped("slow.csv", "paceShare: 0.001\n", rows.toString());
        assertThat(house.sends().get(0).acceptance().expiresAt())
                .as("300,000 s and a day")
                .isEqualTo(CampaignHouse.NOW.plusSeconds(300_000).plus(Duration.ofDays(1)));
        dropped("quick.csv", "", "to,text\n+49 170 1,Hello\n".replace(" 1,", " 1234567,"));
        assertThat(house.sends()).last().satisfies(send -> assertThat(
                        send.acceptance().expiresAt())
                .isEqualTo(CampaignHouse.NOW.plus(Duration.ofHours(72))));
    }

    /** Until it is approved somebody may take the opt-in back, and that is the later word. */
    @Test
    void aYesInTheFileIsOfTheTimeWhenTheFileCame() throws Exception {
        Campaign waiting = dropped(
                "spring.csv",
                "mode: approval\noptInColumn: Newsletter\n",
                "to,template,language,Newsletter\n+49 170 1234567,offer,en,ja\n");
        house.clock.advance(Duration.ofDays(2));
        house.preflightDesk.approve(waiting.id());
        house.reader().readAll();
        assertThat(house.sends()).hasSize(1);
        assertThat(house.optIns).containsOnlyKeys("campaign " + waiting.id() + " at " + CampaignHouse.NOW);
    }

    @Test
    void whatTakesLongerThanAYearDoesNotExpireBefore() throws Exception {
        StringBuilder rows = new StringBuilder("to,template,language\n");
        for (int i = 0; i < 1_500; i++) {
            rows.append("+49 170 ").append(1_000_000 + i).append(",offer,en\n");
        }
        Campaign slow = dropped("slow.csv", "paceShare: 0.000001\n", rows.toString());
        assertThat(report(slow).schedule().seconds()).isNull();
        assertThat(house.sends().get(0).acceptance().expiresAt())
                .isEqualTo(CampaignHouse.NOW.plus(Duration.ofDays(367)));
    }

    @Test
    void openWindowsAndFreeEntriesCountAndAreFree() throws Exception {
        house.wrote("491701234567", CampaignHouse.NOW.minusSeconds(60), null);
        house.wrote(
                "491701234568",
                CampaignHouse.NOW.minus(Duration.ofHours(30)),
                CampaignHouse.NOW.plus(Duration.ofHours(10)));
        house.category = Optional.of(TemplateCategory.UTILITY);
        String settings = """
                mode: approval
                template: {name: order, language: en, parameters: ["{{Name}}"]}
                message: {type: text, text: {body: "Hello {{Name}}"}}
                columns: {to: Phone}
                """;
        String rows = """
                Phone,Name
                +49 170 1234567,Ann
                +49 170 1234568,Ben
                +49 170 1234569,Cem
                """;
        PreflightReport report = report(dropped("spring.csv", settings, rows));
        assertThat(report.windows()).isEqualTo(new PreflightReport.Windows(1, 2, 1, 2, 0));
        assertThat(report.charge().free())
                .as("before October 2026 what is in the window is free, and the free entry always")
                .isEqualTo(2);
        assertThat(report.charge().byCategory()).containsOnly(entry("utility", 1L));
        assertThat(report.portfolio().people()).isEqualTo(2);

        PreflightReport autumn = report(dropped("autumn.csv", settings + "start: 2026-10-02T00:00:00Z\n", rows + "\n"));
        assertThat(autumn.charge().free()).isEqualTo(1);
        assertThat(autumn.charge().byCategory()).containsOnly(entry("service", 1L), entry("utility", 1L));
        assertThat(autumn.charge().text()).contains("An estimate", "1,000 for each number and month are free");
    }

    @Test
    void templateAndMessageAreFilledFromAnyColumn() throws Exception {
        Campaign campaign = dropped("spring.csv", """
                number: berlin
                template:
                  name: offer
                  language: de
                  parameters: {header: "{{Bild}}", body: ["{{ vorname }} {{Nachname}}", "10 %"]}
                message: {type: text, text: {body: "Hallo {{Vorname}}"}}
                columns: {to: Telefon, meta.kunde: Nummer}
                optInColumn: Newsletter
                """, """
                Telefon;Vorname;Nachname;Bild;Nummer;Newsletter;text
                +49 170 1234567;Ann;$1 \\ Ä;x;7;ja;egal
                +49 170 1234568;;;x;8;Ja;
                +49 170 1234569;Cem;C;x;9;nein;
                """);
        Send first = house.sends().get(0);
        assertThat(first.acceptance().request())
                .contains(
                        "\"body\":[\"Ann $1 \\\\ Ä\",\"10 %\"]",
                        "\"header\":\"x\"", "\"body\":\"Hallo Ann\"", "\"kunde\":\"7\"", "\"from\":\"berlin\"");
        assertThat(house.sends()).hasSize(1);
        assertThat(house.campaigns.results(campaign.id(), 1, 10))
                .extracting(RowResult::reason, RowResult::detail)
                .containsExactly(
                        tuple(
                                "invalid_request",
                                "template.parameters.body[0]: it comes out empty, because the cell 'Nachname' is empty"),
                        tuple(
                                "no_opt_in",
                                "the column 'Newsletter' says 'nein', and only yes, y, true, 1, x, ja, j, oui, si and sim"
                                        + " are an opt-in"));
        assertThat(house.optIns)
                .as("only who says yes in a row that can be sent")
                .containsOnly(entry("campaign " + campaign.id() + " at " + CampaignHouse.NOW, Set.of("491701234567")));
        house.sendAll();
        house.finisher.finishAll();
        assertThat(house.results("spring", ';')).hasSize(4);
    }

    @Test
    void jsonLinesHaveTheirFieldsAsColumns() throws Exception {
        dropped("spring.jsonl", """
                template: {name: offer, language: de, parameters: ["{{Name}}"]}
                columns: {to: phone}
                end: 2026-03-05T00:00:00Z
                """, """
                {"phone":"+49 170 1234567","name":"Ann","meta.k":5}
                {"phone":{"userId":"DE.abc"},"Name":"Ben","expiresAt":"2026-03-04T00:00:00Z"}
                {"phone":"+49 170 1234569","Name":"Cem","expiresAt":"2026-03-09T00:00:00+01:00"}
                """);
        assertThat(house.sends())
                .extracting(send -> send.acceptance().recipient().address(), send -> send.acceptance()
                        .expiresAt())
                .containsExactly(
                        tuple("491701234567", Instant.parse("2026-03-05T00:00:00Z")),
                        tuple("DE.abc", Instant.parse("2026-03-04T00:00:00Z")),
                        tuple("491701234569", Instant.parse("2026-03-05T00:00:00Z")));
        assertThat(house.sends().get(0).acceptance().request()).contains("[\"Ann\"]", "\"metadata\":{\"k\":\"5\"}");
    }

    @Test
    void aLineOfJsonWithoutAFieldThatTheSettingsNameIsRejected() throws Exception {
        Campaign campaign = dropped("spring.jsonl", """
                message: {type: text, text: {body: "Hello {{Name}}, {{Shop}} waits"}}
                columns: {to: Phone, meta.customer: No}
                """, """
                {"phone":"+49 170 1234567","name":"Ann","shop":"Ulm","No":7,"META.k":5,"meta.customer":"free"}
                {"Phone":"+49 170 1234568","Name":"","Shop":null,"NO":null}
                {"Phone":"+49 170 1234569","Nmae":"Cem","Shop":"Ulm","No":9}
                {"Phone":"+49 170 1234570","Name":{"first":"Dee"},"Shop":["Ulm"],"No":10}
                {"to":"+49 170 1234571","Name":"Eve","Shop":"Ulm"}
                """);
        assertThat(house.sends())
                .extracting(send -> send.acceptance().recipient().address())
                .as("an empty field may stay in a text that has words of its own")
                .containsExactly("491701234567", "491701234568");
        assertThat(house.sends().get(0).acceptance().request())
                .contains("\"Hello Ann, Ulm waits\"", "\"metadata\":{\"customer\":\"7\",\"k\":\"5\"}");
        assertThat(house.sends().get(1).acceptance().request()).doesNotContain("metadata");
        assertThat(house.campaigns.results(campaign.id(), 2, 10))
                .extracting(row -> row.reason() + " " + row.detail())
                .containsExactly(
                        "invalid_request {{Name}} is no field of the line, which has: Phone, Nmae, Shop, No. Correct the"
                                + " name; a field without a value must be there, too, as null",
                        "invalid_request {{Name}} must be a text, a number or true or false, not a list or an object;"
                                + " {{Shop}} must be a text, a number or true or false, not a list or an object",
                        "invalid_request columns: 'to' is said to be the field 'Phone', which is no field of the line,"
                                + " which has: to, Name, Shop. Correct the name; a field without a value must be there,"
                                + " too, as null; columns: 'meta.customer' is said to be the field 'No', which is no field"
                                + " of the line, which has: to, Name, Shop. Correct the name; a field without a value must"
                                + " be there, too, as null");
    }

    @Test
    void theOptInOfALineOfJsonIsFoundInAnyCase() throws Exception {
        String request = ",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"Hi\"}}}\n";
        dropped(
                "spring.jsonl",
                "optInColumn: optin\n",
                "{\"to\":\"+49 170 1234567\",\"OptIn\":\"yes\"" + request
                        + "{\"to\":\"+49 170 1234568\",\"optin\":\"yes\"" + request
                        + "{\"to\":\"+49 170 1234569\",\"OptIn\":\"no\"" + request);
        assertThat(house.sends())
                .extracting(send -> send.acceptance().recipient().address())
                .containsExactly("491701234567", "491701234568");
    }

    @Test
    void settingsThatCannotBeUsedFailTheFileWithEveryFault() throws Exception {
        house.drop("spring.campaign.yaml", """
                nummer: berlin
                template: {name: offer, langauge: de}
                paceShare: 2
                end: tomorrow
                """);
        Path target = house.arrive(house.drop("spring.csv", "to\n+49 170 1234567\n"));
        assertThat(target).isEqualTo(house.folder("failed").resolve("spring.csv"));
        assertThat(house.folder("failed").resolve("spring.campaign.yaml")).exists();
        assertThat(house.folder("in")).isEmptyDirectory();
        assertThat(house.campaigns.newest(1)).isEmpty();
        assertThat(house.folder("failed").resolve("spring.error.txt"))
                .content()
                .contains(
                        "spring.campaign.yaml: 'nummer' is unknown. Known are: number, template, message, columns, start,"
                                + " end, quietHours, paceShare, stop, optInColumn, dryRun, resend, mode.",
                        "spring.campaign.yaml: 'langauge' is unknown in 'template'. Known are: name, language,",
                        "spring.campaign.yaml: template.language: ",
                        "spring.campaign.yaml: paceShare: ",
                        "spring.campaign.yaml: end: ",
                        "Correct it and drop it into the folder 'in' again.");
    }

    @Test
    void columnsThatTheSettingsSpeakOfMustBeThere() throws Exception {
        Campaign campaign = dropped("spring.csv", """
                template: {name: offer, language: de, parameters: ["{{Name}}"]}
                columns: {to: Phone}
                optInColumn: Newsletter
                """, "Telephone,First name\n+49 170 1234567,Ann\n");
        assertThat(campaign.problem())
                .isEqualTo("columns: 'to' is said to be the column 'Phone', and there is none. The file has: Telephone,"
                        + " First name.\n"
                        + "{{Name}} is no column of the file. The file has: Telephone, First name.\n"
                        + "optInColumn: there is no column 'Newsletter'. The file has: Telephone, First name.");
        assertThat(house.folder("failed").resolve("spring.campaign.yaml")).exists();
    }

    @Test
    void aCrashWhileCheckingChecksAgain() throws Exception {
        Path work = house.arrive(house.drop("spring.csv", "to,text\n+49 170 1234567,Hello\n"));
        house.close();
        house = open(folder, CampaignHouse.NOW, "berlin");
        assertThat(house.campaigns.newest(1).get(0).state()).isEqualTo(CampaignState.CHECKING);
        assertThat(house.preflightDesk
                        .approve(house.campaigns.newest(1).get(0).id())
                        .orElseThrow()
                        .refusal())
                .isEqualTo("It is still being checked. Approve it once its preflight is there.");
        house.reader().readAll();
        assertThat(work).exists();
        assertThat(house.sends()).hasSize(1);
    }

    @Test
    void aTextToWhomDidNotWriteCannotWorkNow() throws Exception {
        house.wrote("491701234567", CampaignHouse.NOW.minusSeconds(60), null);
        PreflightReport report = report(dropped("spring.csv", "mode: approval\n", """
                to,text
                +49 170 1234567,Hello
                +49 170 1234568,Hello
                """));
        assertThat(report.refused()).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo("window_closed_no_template");
            assertThat(finding.lines()).containsExactly(3L);
        });
        assertThat(report.windows()).isEqualTo(new PreflightReport.Windows(1, 0, 1, 0, 0));
    }

    @Test
    void whatIsCancelledWhileItWaitsSendsNothingAndEndsWithItsResults() throws Exception {
        Campaign waiting = dropped("spring.csv", "mode: approval\noptInColumn: News\n", """
                to,text,News
                +49 170 1234567,Hello,yes
                +49 170 1234568,Hello,yes
                """);
        assertThat(house.hand.pause(waiting, "ada")).contains("It is waiting, so there is nothing to pause.");
        assertThat(house.hand.cancel(waiting, "ada")).isEmpty();
        assertThat(house.preflightDesk.approve(waiting.id()).orElseThrow().refusal())
                .isEqualTo("It was cancelled by 'ada' at " + CampaignHouse.NOW
                        + ", so there is nothing to approve. It ends with its results.");
        house.reader().readAll();
        house.finisher.finishAll();

        assertThat(house.sends()).isEmpty();
        assertThat(house.optIns).as("nobody gets anything").isEmpty();
        Campaign ended = house.campaigns.find(waiting.id()).orElseThrow();
        assertThat(house.controls.find(ended.id()).ended(ended)).contains("cancelled");
        assertThat(house.results("spring", ','))
                .extracting(cells -> cells.get(5))
                .containsExactly("state", "cancelled", "cancelled");
        assertThat(house.folder("work")).isEmptyDirectory();
    }

    @Test
    void whatNobodyApprovedBeforeItsEndSaysSoAndMayComeAgain() throws Exception {
        String rows = "to,text\n+49 170 1234567,Hello\n";
        Campaign late = dropped("spring.csv", "mode: approval\nend: 2026-03-01T11:00:00Z\n", rows);
        assertThat(late.state()).isEqualTo(CampaignState.WAITING);
        house.clock.advance(Duration.ofHours(1));
        assertThat(house.preflightDesk.approve(late.id()).orElseThrow().refusal())
                .endsWith("Drop the file again with a later end.");
        house.reader().readAll();

        Campaign over = house.campaigns.find(late.id()).orElseThrow();
        assertThat(over.state()).isEqualTo(CampaignState.FAILED);
        assertThat(over.problem())
                .isEqualTo("Nobody approved it before its end, 2026-03-01T11:00:00Z, so nothing of it may be sent any"
                        + " more. Drop the file again with a later end.");
        assertThat(house.folder("failed").resolve("spring.error.txt")).content().contains(over.problem());
        assertThat(house.folder("failed").resolve("spring.csv")).exists();
        assertThat(house.folder("failed").resolve("spring.campaign.yaml")).exists();
        assertThat(house.folder("work")).isEmptyDirectory();

        Campaign again = dropped("spring.csv", "mode: approval\nend: 2026-03-01T12:00:00Z\n", rows);
        assertThat(again.state()).isEqualTo(CampaignState.WAITING);
        house.preflightDesk.approve(again.id());
        house.reader().readAll();
        assertThat(house.sends()).hasSize(1);
    }

    @Test
    void theFileMayComeAgainAlsoBeforeTheOverdueOneWasLookedAt() throws Exception {
        String rows = "to,text\n+49 170 1234567,Hello\n";
        Campaign late = dropped("spring.csv", "mode: approval\nend: 2026-03-01T11:00:00Z\n", rows);
        house.clock.advance(Duration.ofHours(1));
        Campaign again = dropped("spring.csv", "", rows);
        assertThat(again.id()).isEqualTo(late.id() + "-run2");
        assertThat(house.campaigns.find(late.id()).orElseThrow().state()).isEqualTo(CampaignState.FAILED);
        assertThat(house.sends()).hasSize(1);
    }

    @Test
    void whatWasCancelledWhileItWaitedMayComeAgainWithOtherSettings() throws Exception {
        String rows = "to,text\n+49 170 1234567,Hello\n";
        Campaign waiting = dropped("spring.csv", "mode: approval\n", rows);
        assertThat(house.arrive(house.drop("better.csv", rows)).getParent()).isEqualTo(house.folder("failed"));
        assertThat(house.folder("failed").resolve("better.error.txt"))
                .as("it could be sent twice")
                .content()
                .contains("or, to send it in another way, POST /api/v1/campaigns/" + waiting.id()
                        + "/cancel and drop the file again once that one is finished.");
        house.hand.cancel(waiting, "ada");
        house.reader().readAll();
        house.finisher.finishAll();

        Campaign better = dropped("better.csv", "paceShare: 0.5\n", rows);
        assertThat(better.state()).isEqualTo(CampaignState.RUNNING);
        assertThat(house.sends()).hasSize(1);
        assertThat(house.results("spring", ',').get(1)).contains("cancelled");
        house.sendAll();
        house.finisher.finishAll();
        assertThat(house.arrive(house.drop("spring.csv", rows)).getParent())
                .as("by now it was sent")
                .isEqualTo(house.folder("failed"));
    }

    @Test
    void whatIsCancelledWhileItIsCheckedDoesNotWaitForApproval() throws Exception {
        house.drop("spring.campaign.yaml", "mode: approval\n");
        house.arrive(house.drop("spring.csv", "to,text\n+49 170 1234567,Hello\n"));
        Campaign checking = house.campaigns.newest(1).get(0);
        assertThat(checking.state()).isEqualTo(CampaignState.CHECKING);
        house.hand.cancel(checking, "ada");
        house.reader().readAll();
        house.finisher.finishAll();
        assertThat(house.sends()).isEmpty();
        assertThat(house.campaigns.find(checking.id()).orElseThrow().state()).isEqualTo(CampaignState.FINISHED);
    }

    @Test
    void paceShareAndStopRulesHoldFromTheBeginning() throws Exception {
        Campaign campaign = dropped("spring.csv", """
                paceShare: 0.5
                stop: {failureShare: 0.1, quality: false}
                mode: approval
                """, "to,text\n+49 170 1234567,Hello\n");
        CampaignControl control = house.controls.find(campaign.id());
        assertThat(control.share()).isEqualTo(0.5);
        assertThat(control.rules())
                .as("with what the house says besides")
                .isEqualTo(new StopRules(0.1, 3, false, true, true));

        house.hand.pace(campaign, 0.25);
        house.preflightDesk.approve(campaign.id());
        house.reader().readAll();
        assertThat(house.controls.find(campaign.id()).share())
                .as("the operator's word is later")
                .isEqualTo(0.25);
        assertThat(house.controls.find(dropped("plain.csv", "", "to,text\n+49 170 1234568,Hello\n")
                        .id()))
                .isEqualTo(CampaignControl.UNTOUCHED);
    }

    @Test
    void theSameContentGoesOutAgainWhenTheSettingsSaySo() throws Exception {
        String rows = "to,text\n+49 170 1234567,Hello\n";
        dropped("spring.csv", "", rows);
        assertThat(house.arrive(house.drop("spring.csv", rows)).getParent()).isEqualTo(house.folder("failed"));

        house.drop("spring.campaign.yaml", "resend: true\n");
        Path file = house.drop("spring.csv", rows);
        Path work = house.intake.arrive(file);
        assertThat(house.intake.arrive(file))
                .as("after a crash, with its settings gone ahead")
                .isEqualTo(work);
        Files.move(file, work);
        house.reader().readAll();
        assertThat(house.sends()).hasSize(2);
        assertThat(house.campaigns.named("spring")).extracting(Campaign::id).anyMatch(id -> id.endsWith("-run2"));
    }

    @Test
    void aCancelledDryRunIsNoWordAboutTheSameFileForReal() throws Exception {
        String rows = "to,text\n+49 170 1234567,Hello\n";
        house.drop("spring.campaign.yaml", "dryRun: true\n");
        house.arrive(house.drop("spring.csv", rows));
        Campaign dry = house.campaigns.newest(1).get(0);
        house.hand.cancel(dry, "ada");
        house.reader().readAll();
        assertThat(house.campaigns.find(dry.id()).orElseThrow().state()).isEqualTo(CampaignState.FINISHED);

        Campaign real = dropped("spring.csv", "", rows);
        assertThat(real.id()).isEqualTo(dry.id());
        assertThat(house.sends()).hasSize(1);
        assertThat(house.controls.find(real.id())).isEqualTo(CampaignControl.UNTOUCHED);
    }

    @Test
    void aDryRunKeepsItsFilesWhenOtherContentComesUnderItsName() throws Exception {
        String checked = "to,text\n0170,Hello\n";
        Campaign dry = dropped("spring.csv", "dryRun: true\n", checked);
        String told = text("spring");
        house.clock.advance(Duration.ofSeconds(1));
        Campaign real = dropped("spring.csv", "", "to,text\n+49 170 1234567,Hello\n0171,Hello\n");
        house.sendAll();
        house.finisher.finishAll();

        assertThat(real.stem()).isEqualTo(real.id());
        assertThat(text("spring")).isEqualTo(told);
        assertThat(house.folder("done").resolve("spring.csv")).hasContent(checked);
        CampaignTables tables = new CampaignTables(house.campaigns, house.folders);
        try (var bytes = tables.results(dry.id()).orElseThrow().bytes()) {
            assertThat(new String(bytes.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("0170,Hello")
                    .doesNotContain("0171");
        }
        assertThat(house.folder("out").resolve(real.id() + ".rejected.csv")).hasContent("to,text\n0171,Hello\n");
    }

    @Test
    void theReportOfADryRunIsNotThatOfTheSameFileForReal() throws Exception {
        String rows = "to,text\n+49 170 1234567,Hello\n";
        Campaign dry = dropped("spring.csv", "dryRun: true\n", rows);
        assertThat(house.preflightDesk.report(dry.id())).isPresent();

        house.arrive(house.drop("spring.csv", rows));
        assertThat(house.campaigns.find(dry.id()).orElseThrow().state()).isEqualTo(CampaignState.CHECKING);
        assertThat(house.preflightDesk.report(dry.id()))
                .as("it is still being checked")
                .isEmpty();
        house.reader().readAll();
        assertThat(report(dry).next()).startsWith("It starts by itself.");
    }

    @Test
    void whatWasDecidedAboutAFileThatFailedIsNoWordAboutTheSameFileOnceMore() throws Exception {
        String rows = "to,text\n+49 170 1234567,Hello\n";
        house.drop("spring.campaign.yaml", "columns: {to: Phone}\n");
        house.arrive(house.drop("spring.csv", rows));
        Campaign bad = house.campaigns.newest(1).get(0);
        house.hand.pace(bad, 0.25);
        house.hand.cancel(bad, "ada");
        house.reader().readAll();
        assertThat(house.campaigns.find(bad.id()).orElseThrow().state()).isEqualTo(CampaignState.FAILED);

        Campaign corrected = dropped("spring.csv", "", rows);
        assertThat(corrected.id()).isEqualTo(bad.id());
        assertThat(house.controls.find(corrected.id())).isEqualTo(CampaignControl.UNTOUCHED);
        assertThat(house.sends()).hasSize(1);
    }

    @Test
    void whatHasRowsStaysCancelledWhenItsFileIsDroppedForItsResults() throws Exception {
        String rows = "to,text\n+49 170 1234567,Hello\n";
        Campaign running = dropped("spring.csv", "", rows);
        house.hand.cancel(running, "ada");
        house.orders.carryOut();
        Files.delete(house.folder("work").resolve(running.id() + ".csv"));
        house.finisher.finishAll();
        assertThat(house.campaigns.find(running.id()).orElseThrow().state()).isEqualTo(CampaignState.FAILED);

        dropped("spring.csv", "", rows);
        house.finisher.finishAll();
        assertThat(house.controls.find(running.id()).isCancelled()).isTrue();
        assertThat(house.results("spring", ',').get(1)).contains("cancelled");
        assertThat(house.sends()).hasSize(1);
    }

    @Test
    void aDryRunThatWasPutAwayBeforeACrashEndsAfterIt() throws Exception {
        Campaign dry = dropped("spring.csv", "dryRun: true\n", "to,text\n+49 170 1234567,Hello\n");
        house.jdbc.update("update campaign set state = 'checking', finished_at = null where id = ?", dry.id());
        house.reader().readAll();
        Campaign ended = house.campaigns.find(dry.id()).orElseThrow();
        assertThat(ended.state()).isEqualTo(CampaignState.FINISHED);
        assertThat(house.controls.find(ended.id()).ended(ended)).contains("dry_run");
    }

    @Test
    void aFileThatWasChangedWhileItWaitedIsNotSent() throws Exception {
        Campaign waiting = dropped("spring.csv", "mode: approval\n", "to,text\n+49 170 1234567,Hello\n");
        Files.writeString(house.folder("work").resolve(waiting.id() + ".csv"), "to,text\n+49 170 1234568,Hello\n");
        house.preflightDesk.approve(waiting.id());
        house.reader().readAll();
        assertThat(house.sends()).isEmpty();
        assertThat(house.campaigns.find(waiting.id()).orElseThrow().problem())
                .startsWith("The file was replaced or written to");
    }
}
