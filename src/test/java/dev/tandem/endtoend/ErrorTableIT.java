package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.cloudapi.ErrorTableFile;
import dev.tandem.domain.ErrorRow;
import dev.tandem.domain.ErrorRow.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every row of the table of Meta's errors: in the answer and, where it can come so, as a late {@code failed} status. What
 * must follow is read from the same file; what followed is asked of the engine's API and of the simulator's list. Each row has a
 * number of its own, and all are played at the same time.
 */
class ErrorTableIT {

    private static final String PERSON = "491706000001";

    /** Somebody who writes for the first time while the number is paused. */
    private static final String LATER_PERSON = "491706000002";

    /** A code that nobody knows. */
    private static final int UNKNOWN_CODE = 199_999;

    private static final Duration LONG_WAIT = Duration.ofSeconds(5);

    private static final List<Play> PLAYS = plays();

    private static Installation tandem;
    private static Api api;
    private static final Map<String, String> SENDS = new HashMap<>();

    /** One row in one of its two ways. */
    record Play(ErrorRow row, boolean late, TestNumber number, String fault) {

        boolean has(Effect effect) {
            return row.has(effect);
        }

        /** A pause or hold of templates holds only a template, and one of campaigns only a campaign. */
        boolean asTemplate() {
            return has(Effect.PAUSE_TEMPLATES) || has(Effect.HOLD_TEMPLATE) || has(Effect.PAUSE_CAMPAIGNS);
        }

        @Override
        public String toString() {
            return row.key() + (late ? " as a late failure: " : ": ") + row.meaning();
        }
    }

    private static List<Play> plays() {
        List<Play> plays = new ArrayList<>();
        for (ErrorRow row : ErrorTableFile.read().rows()) {
            if (row.answer() != null) {
                for (String fault : faults(row)) {
                    plays.add(new Play(row, false, number(plays.size()), fault));
                }
            }
            if (row.late() != null) {
                int code = row.key().equals("late") ? UNKNOWN_CODE : Integer.parseInt(row.key());
                String fault = "\"failLaterRate\":1,\"failLaterCode\":" + code;
                plays.add(new Play(row, true, number(plays.size()), fault));
            }
        }
        return plays;
    }

    private static TestNumber number(int n) {
        return TestNumber.unlimited("row-" + n, 3_000 + n);
    }

    /** How the simulator answers so that exactly this row applies. */
    private static List<String> faults(ErrorRow row) {
        return switch (row.key()) {
            case "transient" -> List.of(error(UNKNOWN_CODE, 400) + ",\"transient\":true");
            case "5xx" -> List.of(error(UNKNOWN_CODE, 503));
            case "429", "401", "403" -> List.of(error(UNKNOWN_CODE, Integer.parseInt(row.key())));
            case "other" -> List.of(error(UNKNOWN_CODE, 418));
            case "page-429" -> List.of("\"html\":1,\"htmlStatus\":429");
            case "page-4xx" -> List.of("\"html\":1,\"htmlStatus\":418");
            case "page" -> List.of("\"html502\":1", "\"emptyAnswer\":1", "\"cutBody\":1", "\"resetAfterBody\":1");
            default ->
                List.of(error(Integer.parseInt(row.key().replaceAll("-.*", "")) + offset(row), row.httpStatus()));
        };
    }

    /** Somewhere within a range. */
    private static int offset(ErrorRow row) {
        return row.key().contains("-") ? 33 : 0;
    }

    private static String error(int code, int status) {
        return "\"errorRate\":1,\"code\":" + code + ",\"status\":" + status;
    }

    static Stream<Play> inTheAnswer() {
        return PLAYS.stream().filter(play -> !play.late());
    }

    static Stream<Play> asALateFailure() {
        return PLAYS.stream().filter(Play::late);
    }

    @BeforeAll
    static void playAll() {
        tandem = Installation.start(
                "ErrorTableIT",
                EngineProcess::withoutTeamRoutes,
                PLAYS.stream().map(Play::number).toArray(TestNumber[]::new));
        api = tandem.api();
        for (Play play : PLAYS) {
            tandem.control().inbound(play.number(), PERSON, "Hello");
        }
        for (Play play : PLAYS) {
            Waits.windowOpen(api, play.number(), PERSON);
            tandem.control().faults(play.number(), play.fault() + ",\"times\":1");
            SENDS.put(play.number().alias(), api.accepted(request(play)));
        }
    }

    private static String request(Play play) {
        String alias = play.number().alias();
        String request = play.asTemplate()
                ? Sends.order("key", alias, PERSON)
                : Sends.textOrOrder("key", alias, PERSON, "How can we help?");
        return play.has(Effect.PAUSE_CAMPAIGNS) ? Sends.with(request, "\"priority\":\"campaign\"") : request;
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    @ParameterizedTest
    @MethodSource("inTheAnswer")
    void theAnswerDoesWhatItsRowSays(Play play) {
        String sendId = SENDS.get(play.number().alias());
        switch (play.row().answer()) {
            case FAIL -> {
                JsonNode send = api.awaitState(sendId, "failed");
                assertThat(send.path("reason").asText()).isEqualTo(reason(play));
                assertRequests(play, 1);
            }
            case UNKNOWN -> {
                JsonNode send = api.awaitState(sendId, "unknown", "sent", "delivered");
                assertThat(send.path("timeline").findValuesAsText("reason")).contains("awaiting_status");
                assertRequests(play, 1);
            }
            case RETRY -> retried(play, sendId);
            case WAIT -> waits(play, sendId);
            case REROUTE -> {
                JsonNode send = api.awaitState(sendId, "delivered");
                assertThat(send.path("mode").asText()).isEqualTo("template");
                assertThat(send.path("timeline").findValuesAsText("reason")).contains(reason(play));
                assertWindowClosedByMeta(play);
                assertRequests(play, 2);
            }
        }
        assertEffects(play);
    }

    private static void retried(Play play, String sendId) {
        if (play.row().firstWait().compareTo(LONG_WAIT) > 0) {
            JsonNode send = api.awaitState(sendId, "held");
            assertThat(send.path("reason").asText()).isEqualTo(reason(play));
            assertRequests(play, 1);
        } else {
            JsonNode send = api.awaitState(sendId, "delivered");
            assertThat(send.path("timeline").findValuesAsText("reason")).contains(reason(play));
            assertRequests(play, 2);
        }
    }

    private static void waits(Play play, String sendId) {
        JsonNode held = api.awaitState(sendId, "held");
        assertThat(held.path("reason").asText()).isIn(reason(play), "number_paused");
        assertThat(held.path("expiresAt").asText()).isNotEmpty();
        assertRequests(play, 1);
        if (!play.has(Effect.HOLD_TEMPLATE)) {
            String alias = play.number().alias();
            assertThat(api.get("/numbers/" + alias).json().path("pauses").findValuesAsText("scope"))
                    .containsExactly(scope(play));
            int meanwhile = liveOnWhilePaused(play);
            assertThat(api.post("/numbers/" + alias + "/resume", "").status()).isEqualTo(200);
            api.awaitState(sendId, "delivered");
            assertRequests(play, 2 + meanwhile);
        }
    }

    /**
     * Whatever is paused, what comes in is received and its window opens; where templates alone are paused, as without a way to pay
     * (R89), an answer without one goes out.
     *
     * @return how many requests were made
     */
    private static int liveOnWhilePaused(Play play) {
        if (play.has(Effect.ALERT)) {
            assertThat(alertTexts(play))
                    .anySatisfy(text -> assertThat(text).contains(play.row().advice()));
        }
        tandem.control().inbound(play.number(), LATER_PERSON, "Is anybody there?");
        Waits.windowOpen(api, play.number(), LATER_PERSON);
        if (!play.has(Effect.PAUSE_TEMPLATES)) {
            return 0;
        }
        String template = api.accepted(Sends.order("template", play.number().alias(), LATER_PERSON));
        api.awaitHeld(template, "number_paused");
        assertThat(api.delete("/sends/" + template).status()).isEqualTo(200);
        api.awaitState(api.accepted(Sends.text("answer", play.number().alias(), LATER_PERSON, "Yes.")), "delivered");
        return 1;
    }

    private static String scope(Play play) {
        return play.has(Effect.PAUSE_NUMBER) ? "all" : play.has(Effect.PAUSE_TEMPLATES) ? "templates" : "campaigns";
    }

    @ParameterizedTest
    @MethodSource("asALateFailure")
    void theLateFailureDoesWhatItsRowSays(Play play) {
        String sendId = SENDS.get(play.number().alias());
        JsonNode failed = api.awaitState(sendId, "failed");
        assertThat(failed.path("metaCode").asInt()).isEqualTo(code(play));
        if (play.row().late() == ErrorRow.Late.FAIL) {
            assertRequests(play, 1);
            assertThat(allOf(play)).hasSize(1);
        } else {
            JsonNode again = Awaitility.await("a new send is made of it and delivered")
                    .atMost(Duration.ofSeconds(20))
                    .until(
                            () -> allOf(play).get(0),
                            newest -> newest.path("resendOf").asText().equals(sendId)
                                    && newest.path("state").asText().equals("delivered"));
            assertThat(again.path("id").asText()).isEqualTo("key");
            assertThat(again.path("mode").asText())
                    .isEqualTo(play.row().late() == ErrorRow.Late.REROUTE ? "template" : "freeform");
            assertRequests(play, 2);
            assertThat(api.sendOf(sendId).path("state").asText())
                    .as("the old one stays failed")
                    .isEqualTo("failed");
        }
        assertEffects(play);
    }

    /** All sends of the play's number, the newest first. */
    private static List<JsonNode> allOf(Play play) {
        JsonNode sends = api.get("/sends?from=" + play.number().alias()).json().path("sends");
        return StreamSupport.stream(sends.spliterator(), false).toList();
    }

    private static void assertEffects(Play play) {
        String alias = play.number().alias();
        if (play.has(Effect.CLOSE_WINDOW)) {
            assertWindowClosedByMeta(play);
        }
        if (play.has(Effect.OPT_OUT)) {
            assertThat(api.get("/opt-outs/" + PERSON).json().toString())
                    .contains(play.number().id());
        }
        if (play.has(Effect.PAUSE_NUMBER) && play.late()) {
            assertThat(api.get("/numbers/" + alias).json().path("state").asText())
                    .isEqualTo("paused");
        }
        if (play.has(Effect.ALERT) && !paused(play)) {
            assertThat(alertTexts(play)).anySatisfy(text -> assertThat(text)
                    .contains(play.row().advice())
                    .contains(play.row().meaning()));
        }
    }

    /** Its alert went when the number was resumed. */
    private static boolean paused(Play play) {
        return play.row().answer() == ErrorRow.Answer.WAIT && !play.late();
    }

    private static List<String> alertTexts(Play play) {
        JsonNode alerts = api.get("/alerts").json().path("alerts");
        return StreamSupport.stream(alerts.spliterator(), false)
                .filter(alert -> alert.path("phoneNumberId")
                        .asText()
                        .equals(play.number().id()))
                .map(alert -> alert.path("text").asText())
                .toList();
    }

    private static void assertWindowClosedByMeta(Play play) {
        JsonNode window = api.get("/numbers/" + play.number().alias() + "/windows/" + PERSON)
                .json();
        assertThat(window.path("open").asBoolean()).isFalse();
        assertThat(window.path("reason").asText()).isEqualTo("closed_by_meta");
    }

    private static void assertRequests(Play play, int count) {
        JsonNode figures = tandem.control().figures(play.number());
        assertThat(figures.path("requests").path("count").asInt()).isEqualTo(count);
        assertThat(figures.path("attemptsMoreThanOnce")).isEmpty();
    }

    private static int code(Play play) {
        return play.row().key().equals("late")
                ? UNKNOWN_CODE
                : Integer.parseInt(play.row().key());
    }

    private static String reason(Play play) {
        if (play.has(Effect.SLOW) || play.has(Effect.SLOW_APP)) {
            return "throughput";
        }
        if (play.has(Effect.HOLD_PERSON)) {
            return "pair_limit";
        }
        if (play.has(Effect.HOLD_TEMPLATE)) {
            return "template_paused";
        }
        if (play.has(Effect.OPT_OUT)) {
            return "opted_out";
        }
        String key = play.row().key();
        if (key.equals("page-4xx")) {
            return "cloud_api_418";
        }
        return "cloud_api_"
                + (Set.of("transient", "5xx", "401", "403", "other").contains(key)
                        ? UNKNOWN_CODE
                        : Integer.parseInt(key.replaceAll("-.*", "")) + offset(play.row()));
    }
}
