package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A number whose phone is linked, with a past of its own, while engine and simulator run; and what the engine then knows. */
final class LinkedPhone {

    private final Installation tandem;
    private final TestNumber number;
    private final ChannelReader events;

    LinkedPhone(Installation tandem, TestNumber number, ChannelReader events) {
        this.tandem = tandem;
        this.number = number;
        this.events = events;
    }

    /** Links it and asks for everything that may be asked for. */
    void link(String options) {
        tandem.control().call("POST", "/numbers/" + number.id() + "/link", "{" + options + "}");
        Http.Answer linked = tandem.api().post("/numbers", "{\"phoneNumberId\":\"" + number.id() + "\"}");
        assertThat(linked.status()).as(linked.text()).isEqualTo(201);
        await("its contacts are there", () -> sync("contacts").equals("received"));
        Http.Answer asked = tandem.api().post("/numbers/" + number.id() + "/sync/history", "");
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    }

    /** The link is cut. */
    void unlink(String reason) {
        tandem.control().call("POST", "/numbers/" + number.id() + "/unlink", "{\"reason\":\"" + reason + "\"}");
    }

    private void await(String what, Callable<Boolean> isSo) {
        Awaitility.await(number.alias() + ": " + what)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(isSo);
    }

    private JsonNode json() {
        return tandem.api().get("/numbers/" + number.id()).json();
    }

    private String sync(String kind) {
        return json().path("sync").path(kind).path("state").asText();
    }

    /** Until its history ended so. */
    void awaitHistory(String state) {
        await("its history is " + state, () -> sync("history").equals(state));
    }

    /** Until the number stands so. */
    void awaitState(String state) {
        await("it is " + state, () -> json().path("state").asText().equals(state));
    }

    /** Until the engine knows what the phone knows, message by message, and a team was told of all of it. */
    void awaitItsPast() {
        Map<String, Map<String, String>> wanted = KnownPast.onPhone(tandem.control(), number);
        assertThat(wanted).isNotEmpty();
        KnownPast.awaitSame(tandem.api(), number, wanted);
        await(
                "a team has its messages",
                () -> slices().stream()
                                .mapToInt(slice -> slice.path("messages").size())
                                .sum()
                        == wanted.size());
        int contacts = tandem.control()
                .get("/numbers/" + number.id() + "/past")
                .path("contacts")
                .size();
        await("a team has its contacts", () -> told("contact").size() == contacts);
    }

    /** Whether Meta's object says that somebody else than the business wrote it. */
    boolean isOfPerson(JsonNode item) {
        return !item.path("from").asText().equals(number.display());
    }

    /** When the phone says that the message of an event was written. */
    String at(JsonNode event) {
        return KnownPast.onPhone(tandem.control(), number)
                .get(event.path("messageId").asText())
                .get("at");
    }

    /** Every conversation. */
    List<JsonNode> conversations() {
        return tandem.api().conversations(number.alias());
    }

    /** The conversation with the person of this name. */
    JsonNode conversation(String name) {
        return tandem.api()
                .get("/numbers/" + number.alias() + "/conversations/" + name)
                .json();
    }

    /** Every message of every conversation. */
    List<JsonNode> lines() {
        List<JsonNode> lines = new ArrayList<>();
        conversations()
                .forEach(each -> lines.addAll(tandem.api()
                        .messages(number.alias(), each.path("contact").asText())));
        return lines;
    }

    /** What a team was told of it so far on a channel. */
    List<JsonNode> told(String channel) {
        return events.all(event -> event.path("channel").asText().equals(channel)
                && event.path("number").path("phoneNumberId").asText().equals(number.id()));
    }

    /** Threads of its past, as a team got them. */
    List<JsonNode> slices() {
        return told("history").stream()
                .map(event -> event.path("item"))
                .filter(item -> item.has("messages"))
                .toList();
    }

    /** Everything of one type that was told on a channel, when there is something. */
    List<JsonNode> told(String channel, String type) {
        await(channel + " " + type, () -> !ofType(channel, type).isEmpty());
        return ofType(channel, type);
    }

    private List<JsonNode> ofType(String channel, String type) {
        return told(channel).stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    /** What a team was told of the files that the business sent, when there is something. */
    List<JsonNode> filesOfBusiness() {
        await("a file of the business", () -> !ofBusiness().isEmpty());
        return ofBusiness();
    }

    private List<JsonNode> ofBusiness() {
        return ofType("history", "media").stream()
                .filter(event -> event.path("direction").asText().equals("out"))
                .toList();
    }

    /** The codes of its alerts that a team was told of, as they were raised. */
    List<String> alertsRaised() {
        return ofType("account", "alert_raised").stream()
                .map(event -> event.at("/item/code").asText())
                .toList();
    }

    /** What Meta told of its account, as a team heard it. */
    List<String> updates() {
        return told("account").stream()
                .map(event -> event.at("/item/event").asText())
                .toList();
    }

    /** Until Meta told that of its account, and the engine read it. */
    void awaitUpdate(String event) {
        await("the update " + event, () -> updates().contains(event));
    }

    /** Until an alert was raised. */
    void awaitAlert(String code) {
        await("the alert " + code, () -> alertsRaised().contains(code));
    }
}
