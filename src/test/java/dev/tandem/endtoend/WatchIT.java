package dev.tandem.endtoend;

import static dev.tandem.endtoend.SharedInstallation.ALL_KEY;
import static dev.tandem.endtoend.SharedInstallation.WATCH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A number's phone is registered anew, comes back, and is cut off in the end: what its sends and its operator see of it. */
@ExtendWith(SharedInstallation.class)
class WatchIT {

    private static final String PERSON = "491703100001";
    private static final String FILED = "491703100002";

    /** What an operator must know of a reconnection (R66). */
    private static final String OF_THE_GAP =
            "Messages of the gap may be missing, because history is not synced again, and linked"
                    + " devices must be linked again by hand.";

    private final Installation tandem;
    private final Api api;
    private final Control control;

    WatchIT(Installation tandem) {
        this.tandem = tandem;
        this.api = tandem.api().withKey(ALL_KEY);
        this.control = tandem.control();
    }

    private JsonNode number() {
        return api.get("/numbers/watch").json();
    }

    private JsonNode awaitNumber(String state) {
        return Awaitility.await("the number is " + state)
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(50))
                .until(this::number, number -> number.path("state").asText().equals(state));
    }

    private String alertText(String code) {
        for (JsonNode alert : api.get("/alerts").json().path("alerts")) {
            if (alert.path("phoneNumberId").asText().equals(WATCH.id())
                    && alert.path("code").asText().equals(code)) {
                return alert.path("text").asText();
            }
        }
        return "";
    }

    private List<String> alerts() {
        List<String> codes = new java.util.ArrayList<>();
        api.get("/alerts").json().path("alerts").forEach(alert -> {
            if (alert.path("phoneNumberId").asText().equals(WATCH.id())) {
                codes.add(alert.path("code").asText());
            }
        });
        return codes;
    }

    /** Accepts a send that waits for the operator: whatever happens to the link happens before it leaves. */
    private String waiting(String id, String field) {
        assertThat(api.post("/numbers/watch/pause", "").status()).isEqualTo(200);
        return api.accepted(Sends.with(Sends.order(id, "watch", PERSON), field));
    }

    private void refusedAtTheDoor(String id, String reason) {
        Http.Answer answer = api.postSend(Sends.order(id, "watch", PERSON));
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.text()).contains("\"" + reason + "\"");
    }

    private void phoneAnd(String call, String json) {
        control.call("POST", "/numbers/" + WATCH.id() + "/" + call, json);
    }

    @Test
    void offboardedReconnectedAndCutOff() throws Exception {
        try (ChannelReader team = new ChannelReader(tandem.engine(), "watchers")) {
            control.appMessage(WATCH, PERSON, "typed on the phone");
            Awaitility.await("a sign of life").atMost(Duration.ofSeconds(15)).until(() -> number().path("connection")
                    .has("phoneLastSeenAt"));
            assertThat(number().path("connection").path("state").asText()).isEqualTo("linked");

            String first = waiting("watch-1", "\"metadata\":{}");
            phoneAnd("offboard", "");
            JsonNode paused = awaitNumber("offboarded");
            assertThat(paused.path("why").asText())
                    .startsWith("Paused: the phone was registered anew; sending resumes by itself.");
            assertThat(alertText("number_offboarded"))
                    .contains("sending resumes by itself", "which takes minutes")
                    .contains(OF_THE_GAP);
            api.post("/numbers/watch/resume", "");
            assertThat(api.awaitHeld(first, "number_offboarded").path("state").asText())
                    .isEqualTo("held");
            refusedAtTheDoor("watch-2", "number_offboarded");
            String campaign = droppedFileWaits();
            assertThat(api.postSend(Sends.with(Sends.order("watch-1", "watch", PERSON), "\"metadata\":{}"))
                            .status())
                    .as("known before")
                    .isEqualTo(200);
            assertThat(control.receivedFor(WATCH, PERSON)).isEmpty();

            phoneAnd("reconnect", "");
            // Within ten seconds the pace is back where it was, so it is looked at first.
            double slowed = Awaitility.await("a pace to begin with")
                    .atMost(Duration.ofSeconds(15))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> number().path("slowedToPerSecond").asDouble(-1), pace -> pace >= 0);
            assertThat(slowed).isLessThan(80);
            api.awaitSubmitted(first);
            awaitNumber("linked");
            Awaitility.await("the campaign has gone out")
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> api.get(campaign)
                            .json()
                            .path("progress")
                            .path("held")
                            .isMissingNode());
            assertThat(control.receivedFor(WATCH, FILED)).hasSize(1);
            assertThat(alerts()).doesNotContain("number_offboarded");
            team.await(
                    "the alarm",
                    event -> isAlert(event, "alert_raised", "number_offboarded")
                            && event.path("text").asText().contains(OF_THE_GAP));
            team.await(
                    "its end, and what to do now",
                    event -> isAlert(event, "alert_over", "number_offboarded")
                            && event.path("text").asText().startsWith("Over: ")
                            && event.path("text").asText().contains(OF_THE_GAP));

            whatMetaRefusesMeanwhileGoesOnByItself();

            String last = waiting("watch-4", "\"expiresAt\":\"" + Instant.now().plusSeconds(5) + "\"");
            phoneAnd("unlink", "{\"reason\":\"PRIMARY_INACTIVITY\",\"shape\":\"partner\"}");
            JsonNode cut = awaitNumber("disconnected").path("connection");
            assertThat(cut.path("cause").asText()).isEqualTo("PRIMARY_INACTIVITY");
            assertThat(cut.path("initiatedBy").asText()).isEqualTo("SYSTEM");
            assertThat(cut.path("remedy").asText()).startsWith("Open WhatsApp Business on the primary phone");
            api.post("/numbers/watch/resume", "");
            api.awaitHeld(last, "number_disconnected");
            refusedAtTheDoor("watch-5", "number_disconnected");
            assertThat(alertText("number_disconnected"))
                    .contains("not opened on the primary phone for about 14 days")
                    .contains("Open WhatsApp Business on the primary phone, then link the number again.");
            api.awaitState(last, "expired");
            // Once for each time; the other way round Meta says offboarded before it says cut off.
            assertThat(team.all(event -> isAlert(event, "alert_raised", "number_offboarded")))
                    .hasSize(Installation.theOtherWay() ? 2 : 1);
        }
    }

    /** A file for the number that is away is accepted; its API path comes back. */
    private String droppedFileWaits() throws IOException {
        Path in = tandem.engine().folder().resolve("data/campaigns/in");
        Files.writeString(
                in.resolve("watched.csv"),
                "from,to,template,language,body.1\nwatch,+" + FILED + ",order_update,en,one\n");
        Files.writeString(in.resolve("watched.done"), "");
        JsonNode held = Awaitility.await("the file's row is held")
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(100))
                .until(this::watched, campaign -> campaign.path("waiting").size() == 1);
        assertThat(held.path("progress").toString()).isEqualTo("{\"held\":1}");
        JsonNode waiting = held.path("waiting").get(0);
        assertThat(waiting.path("reason").asText()).isEqualTo("number_offboarded");
        assertThat(waiting.path("detail").asText()).startsWith("Paused: the phone was registered anew");
        return "/campaigns/" + held.path("id").asText();
    }

    private JsonNode watched() {
        for (JsonNode campaign : api.get("/campaigns").json().path("campaigns")) {
            if (campaign.path("name").asText().equals("watched")) {
                return api.get("/campaigns/" + campaign.path("id").asText()).json();
            }
        }
        return MissingNode.getInstance();
    }

    /** The webhook is lost: Meta's refusal stops the number, and its return lets it go on all the same. */
    private void whatMetaRefusesMeanwhileGoesOnByItself() {
        phoneAnd("offboard", "{\"tell\":false}");
        String refused = api.accepted(Sends.order("watch-3", "watch", PERSON));
        assertThat(awaitNumber("paused").path("why").asText()).contains("133010");
        phoneAnd("reconnect", "");
        api.awaitSubmitted(refused);
        awaitNumber("linked");
    }

    private static boolean isAlert(JsonNode event, String type, String code) {
        return event.path("type").asText().equals(type)
                && event.path("item").path("code").asText().equals(code)
                && event.path("number").path("phoneNumberId").asText().equals(WATCH.id());
    }
}
