package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;

/**
 * The routes of {@code routes/team}, as they are delivered: the past of a number wakes none of them (R28), although its texts
 * are such as wake them when they come live.
 */
final class TeamAsleep {

    /** What {@code keyword-reply} answers to. */
    private static final String KEYWORD = "price";

    private static final Set<String> LIVE = Set.of("message", "status", "echo");

    private TeamAsleep() {}

    /** Nothing was sent, no window is open, no conversation was taken over, and no team was told of anything live. */
    static void assertNothingWoke(Api api, ChannelReader events, TestNumber number) {
        for (JsonNode conversation : api.conversations(number.alias())) {
            String contact = conversation.path("contact").asText();
            JsonNode window = window(api, number, contact);
            assertThat(window.path("open").asBoolean(true))
                    .as(window.toString())
                    .isFalse();
            assertThat(automation(api, number, contact).path("paused").asBoolean(true))
                    .as("automation of " + contact)
                    .isFalse();
        }
        assertThat(api.sends(number.alias())).as("sends of " + number.alias()).isEmpty();
        assertThat(events.all(event -> LIVE.contains(event.path("channel").asText()) && isOf(event, number)))
                .isEmpty();
    }

    private static boolean isOf(JsonNode event, TestNumber number) {
        return event.path("number").path("phoneNumberId").asText().equals(number.id());
    }

    /** The same words wake the same routes when they come live: one answers, and rests after somebody answered on the phone. */
    static void assertAwakeToWhatComesLive(Api api, Control control, TestNumber number) {
        assertThat(KnownPast.inEngine(api, number).values())
                .as("the past would have woken them")
                .anyMatch(line ->
                        line.get("direction").equals("in") && line.get("text").contains(KEYWORD))
                .anyMatch(line -> line.get("direction").equals("out"));
        String person = "491709900001";
        control.inbound(number, person, "What is the " + KEYWORD + "?");
        Awaitility.await("the keyword is answered")
                .atMost(Duration.ofSeconds(15))
                .until(() -> api.sends(number.alias()).size() == 1);
        assertThat(window(api, number, person).path("open").asBoolean()).isTrue();
        control.appMessage(number, person, "I am here now");
        Awaitility.await("automation rests")
                .atMost(Duration.ofSeconds(15))
                .until(() -> automation(api, number, person).path("paused").asBoolean());
    }

    private static JsonNode window(Api api, TestNumber number, String contact) {
        return api.get("/numbers/" + number.alias() + "/windows/" + contact).json();
    }

    private static JsonNode automation(Api api, TestNumber number, String contact) {
        return api.get("/numbers/" + number.alias() + "/conversations/" + contact)
                .json()
                .path("automation");
    }
}
