package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A campaign that starts in the evening before the clocks of Europe are changed, with quiet hours over the night and an end in the
 * morning: by the whole engine, on a clock that is moved there.
 */
class CampaignHoursIT {

    private static final TestNumber SHOP = TestNumber.unlimited("hours", 1);

    private static final ZoneId BERLIN_TIME = ZoneId.of("Europe/Berlin");
    private static final String NEW_YORK = "12125550142";
    private static final String KOLKATA = "919810000001";
    private static final String BERLIN = "493012345678";
    private static final String LONDON = "442079460001";

    private static Installation tandem;

    @BeforeAll
    static void start() {
        tandem = Installation.start(
                CampaignHoursIT.class.getSimpleName(), engine -> engine.with("tandem.watch.look-millis=1000"), SHOP);
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    @Test
    void everyRowLeavesWhenItIsDayWhereThePersonLivesOrExpiresAtTheEnd() throws IOException {
        LocalDate sunday = LocalDate.ofInstant(
                BERLIN_TIME
                        .getRules()
                        .nextTransition(now().plus(Duration.ofDays(2)))
                        .getInstant(),
                BERLIN_TIME);
        Instant start = at(sunday.minusDays(1), "22:30", "Europe/Berlin");
        Instant end = at(sunday, "08:30", "Europe/Berlin");
        Path campaigns = tandem.engine().folder().resolve("data/campaigns");
        Files.writeString(campaigns.resolve("in/night.campaign.yaml"), """
                start: %s
                end: %s
                quietHours: {from: "21:00", to: "08:00"}
                template: {name: order_update, language: en, parameters: ["{{Order}}"]}
                """.formatted(start, end));
        Files.writeString(
                campaigns.resolve("in/night.csv"),
                "to,Order\n+" + String.join(",1\n+", List.of(NEW_YORK, KOLKATA, BERLIN, LONDON)) + ",1\n");
        Files.writeString(campaigns.resolve("in/night.done"), "");
        String campaign = Awaitility.await("its rows are accepted")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> tandem.api()
                                .get("/campaigns")
                                .json()
                                .path("campaigns")
                                .path(0),
                        each -> each.path("state").asText().equals("running"))
                .path("id")
                .asText();
        assertThat(schedule(campaign))
                .contains("From " + start, "nobody disturbed from 21:00 to 08:00 where they live")
                .endsWith("That is later than its end, " + end + ": what has not left by then expires.");

        moveTo(start.minusSeconds(60));
        staysQuietWith(0);

        moveTo(start);
        received(NEW_YORK);
        asleep(campaign, 3);

        moveTo(at(sunday, "08:00", "Asia/Kolkata").minusSeconds(60));
        staysQuietWith(1);
        moveTo(at(sunday, "08:00", "Asia/Kolkata"));
        received(KOLKATA);
        asleep(campaign, 2);

        moveTo(at(sunday, "08:00", "Europe/Berlin").minusSeconds(60));
        staysQuietWith(2);
        moveTo(at(sunday, "08:00", "Europe/Berlin"));
        received(BERLIN);
        assertThat(asleep(campaign, 1))
                .isEqualTo(
                        "From 21:00 to 08:00 this campaign disturbs nobody, and the person may be in Europe/London. It goes"
                                + " on by itself at " + at(sunday, "08:00", "Europe/London") + ".");

        moveTo(end.plusSeconds(1));
        Awaitility.await("it is over").atMost(Duration.ofSeconds(60)).until(() -> tandem.api()
                .get("/campaigns/" + campaign)
                .json()
                .path("state")
                .asText()
                .equals("finished"));
        assertThat(Files.readAllLines(campaigns.resolve("out/night.results.csv")))
                .hasSize(5)
                .last()
                .asString()
                .contains("+" + LONDON + ",1,4,", ",expired,expired,", "It waited for quiet_hours");
        assertThat(tandem.control().acceptedPerPerson(SHOP)).containsOnlyKeys(NEW_YORK, KOLKATA, BERLIN);
    }

    private static Instant at(LocalDate day, String time, String zone) {
        return day.atTime(LocalTime.parse(time)).atZone(ZoneId.of(zone)).toInstant();
    }

    private static Instant now() {
        return Instant.parse(tandem.api()
                .post("/clock", "{\"advance\":\"0s\"}")
                .json()
                .path("now")
                .asText());
    }

    /** Both clocks; the engine's stands a little behind that moment at most. */
    private static void moveTo(Instant moment) {
        String step = Duration.between(now(), moment).plusMillis(1).toString();
        tandem.control().advanceClock(step);
        tandem.api().advanceClock(step);
    }

    private static void received(String person) {
        Awaitility.await(person + " has it")
                .atMost(Duration.ofSeconds(30))
                .until(() -> tandem.control().receivedFor(SHOP, person).size() == 1);
    }

    /** The clock that looks for what is due comes round some times meanwhile. */
    private static void staysQuietWith(int messages) {
        Awaitility.await("no more than " + messages)
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .until(() -> tandem.control().received(SHOP).size() == messages);
    }

    private static String schedule(String campaign) {
        return tandem.api()
                .get("/campaigns/" + campaign + "/preflight")
                .json()
                .path("schedule")
                .path("text")
                .asText();
    }

    /** Waits until so many rows are held for quiet hours; what is said of them. */
    private static String asleep(String campaign, int rows) {
        return Awaitility.await(rows + " are asleep")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> tandem.api()
                                .get("/campaigns/" + campaign)
                                .json()
                                .path("waiting")
                                .path(0),
                        waiting -> waiting.path("reason").asText().equals("quiet_hours")
                                && waiting.path("rows").asInt() == rows)
                .path("detail")
                .asText();
    }
}
