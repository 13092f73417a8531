package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Template or free-form is decided when a send leaves. Everything goes through the lane of one number; every test has
 * people of its own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LateDecisionIT {

    /** Linked an hour ago, so that a message may well be younger than a day and older than the link. */
    private static final TestNumber LATE =
            TestNumber.paced("late", 1, 20).linkedAt(Instant.now().minus(Duration.ofHours(1)));

    private static Installation tandem;

    @BeforeAll
    static void start() {
        tandem = Installation.start(LateDecisionIT.class, LATE);
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    @Test
    void templateBeforeThePersonWroteAndFreeFormAfterwards() {
        String mina = "491701000001";
        String before = tandem.api().accepted(Sends.textOrOrder("mina-1", "late", mina, "Hi"));
        assertThat(tandem.api().awaitSubmitted(before).path("mode").asText()).isEqualTo("template");

        write(mina);
        String after = tandem.api().accepted(Sends.textOrOrder("mina-2", "late", mina, "Hi"));
        assertThat(tandem.api().awaitSubmitted(after).path("mode").asText()).isEqualTo("freeform");
        assertThat(typesSentTo(mina)).containsExactly("template", "text");
    }

    @Test
    void onlyATemplateStaysATemplateInAnOpenWindow() {
        String noor = "491701000002";
        write(noor);
        String send = tandem.api().accepted(Sends.order("noor-1", "late", noor));
        assertThat(tandem.api().awaitSubmitted(send).path("mode").asText()).isEqualTo("template");
    }

    @Test
    void templateAgainWhenTheWindowClosesWhileTheSendWaits() {
        String omar = "491701000003";
        write(omar);
        Instant now = Instant.parse(tandem.api()
                .post("/clock", "{\"advance\":\"0s\"}")
                .json()
                .path("now")
                .asText());
        // Accepted while the window is open; leaves when it has been closed for an hour.
        String waiting = tandem.api()
                .accepted(Sends.with(
                        Sends.textOrOrder("omar-1", "late", omar, "Hi"),
                        "\"notBefore\":\"" + now.plus(Duration.ofHours(25)) + "\""));
        String hello = tandem.api().accepted(Sends.text("omar-0", "late", omar, "in time"));
        assertThat(tandem.api().awaitSubmitted(hello).path("mode").asText()).isEqualTo("freeform");
        assertThat(tandem.api().sendOf(waiting).path("attempts").asInt()).isZero();

        tandem.control().advanceClock("25h");
        tandem.api().advanceClock("25h");
        assertThat(tandem.api().awaitSubmitted(waiting).path("mode").asText()).isEqualTo("template");
        assertThat(typesSentTo(omar)).containsExactly("text", "template");
    }

    /** First, because it needs a link that is younger than a day on the clock that another test moves. */
    @Test
    @Order(1)
    void aLiveMessageDatedBeforeTheLinkOpensNothing() {
        String pia = "491701000004";
        Duration sinceLink = Duration.between(
                LATE.linkedAt(),
                Instant.parse(tandem.control().get("/clock").path("now").asText()));
        tandem.control()
                .inbound(
                        LATE,
                        pia,
                        "from before the link",
                        sinceLink.plusMinutes(30).toSeconds());
        awaitStored(pia, "user");
        assertThat(window(pia).path("open").asBoolean()).isFalse();
        assertThat(window(pia).path("advice").asText())
                .contains("older than the link and opens nothing: only a template may go");

        String textOnly = tandem.api().accepted(Sends.text("pia-1", "late", pia, "Hi"));
        JsonNode refused = tandem.api().awaitState(textOnly, "rejected");
        assertThat(refused.path("reason").asText()).isEqualTo("window_closed_no_template");
        assertThat(refused.path("detail").asText()).contains("older than the link");
        String both = tandem.api().accepted(Sends.textOrOrder("pia-2", "late", pia, "Hi"));
        assertThat(tandem.api().awaitSubmitted(both).path("mode").asText()).isEqualTo("template");
    }

    @Test
    void whatIsTypedOnThePhoneIsStoredAndOpensNothing() {
        String quin = "491701000005";
        tandem.control().appMessage(LATE, quin, "typed on the phone");
        JsonNode echo = awaitStored(quin, "app");
        assertThat(echo.path("direction").asText()).isEqualTo("out");
        assertThat(echo.path("text").asText()).isEqualTo("typed on the phone");
        assertThat(window(quin).path("open").asBoolean()).isFalse();

        String textOnly = tandem.api().accepted(Sends.text("quin-1", "late", quin, "Hi"));
        JsonNode refused = tandem.api().awaitState(textOnly, "rejected");
        assertThat(refused.path("reason").asText()).isEqualTo("window_closed_no_template");
        assertThat(tandem.control().receivedFor(LATE, quin)).isEmpty();

        tandem.control().inbound(LATE, quin, "Hello", Duration.ofMinutes(30).toSeconds());
        Waits.windowOpen(tandem.api(), LATE, quin);
        JsonNode closesAt = window(quin).path("closesAt");
        tandem.control().appMessage(LATE, quin, "typed once more");
        Awaitility.await("the second message of the phone")
                .until(() -> awaitStored(quin, "app").path("text").asText().equals("typed once more"));
        assertThat(window(quin).path("closesAt"))
                .as("the timer goes on as it was")
                .isEqualTo(closesAt);
    }

    @Test
    void holdWaitsUntilThePersonWrites() {
        String rosa = "491701000006";
        String held = tandem.api()
                .accepted(Sends.with(Sends.text("rosa-1", "late", rosa, "When you write"), "\"whenClosed\":\"hold\""));
        tandem.api().awaitHeld(held, "waiting_for_window");
        assertThat(tandem.control().receivedFor(LATE, rosa)).isEmpty();

        write(rosa);
        assertThat(tandem.api().awaitSubmitted(held).path("mode").asText()).isEqualTo("freeform");
        assertThat(typesSentTo(rosa)).containsExactly("text");
    }

    @Test
    void openAndClosedWindowsMixInOneLane() {
        int each = 10;
        List<String> batch = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            String open = "4917020001" + (10 + i);
            tandem.control().inbound(LATE, open, "Hello");
            batch.add(Sends.textOrOrder("open-" + i, "late", open, "Hi"));
            batch.add(Sends.textOrOrder("closed-" + i, "late", "4917020002" + (10 + i), "Hi"));
            batch.add(Sends.text("none-" + i, "late", "4917020003" + (10 + i), "Hi"));
        }
        for (int i = 0; i < each; i++) {
            Waits.windowOpen(tandem.api(), LATE, "4917020001" + (10 + i));
        }
        Http.Answer answer = tandem.api().post("/sends/batch", "[" + String.join(",", batch) + "]");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode results = answer.json().path("results");
        assertThat(results).hasSize(3 * each);
        for (int i = 0; i < each; i++) {
            assertThat(modeOf(results.get(3 * i))).isEqualTo("freeform");
            assertThat(modeOf(results.get(3 * i + 1))).isEqualTo("template");
            assertThat(modeOf(results.get(3 * i + 2))).isEqualTo("rejected");
        }
        assertThat(tandem.control().figures(LATE).path("byCode").has("131047"))
                .as("the simulator saw a free-form message into a closed window")
                .isFalse();
    }

    private static String modeOf(JsonNode result) {
        JsonNode send = tandem.api()
                .awaitState(result.path("sendId").asText(), "submitted", "sent", "delivered", "read", "rejected");
        return send.path("mode").asText(send.path("state").asText());
    }

    private static void write(String person) {
        tandem.control().inbound(LATE, person, "Hello");
        Waits.windowOpen(tandem.api(), LATE, person);
    }

    private static JsonNode window(String person) {
        return tandem.api().get("/numbers/late/windows/" + person).json();
    }

    /** Waits until a message of an origin stands in a conversation, and hands it back. */
    private static JsonNode awaitStored(String person, String origin) {
        return Awaitility.await("a message of " + origin)
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> {
                            for (JsonNode message : tandem.api()
                                    .get("/numbers/late/conversations/" + person + "/messages")
                                    .json()
                                    .path("messages")) {
                                if (message.path("origin").asText().equals(origin)) {
                                    return message;
                                }
                            }
                            return null;
                        },
                        java.util.Objects::nonNull);
    }

    private static List<String> typesSentTo(String person) {
        return tandem.control().receivedFor(LATE, person).stream()
                .map(request -> request.path("body").path("type").asText())
                .toList();
    }
}
