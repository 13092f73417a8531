package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The simulator's control side: the hand of the person, of the owner and of Meta. */
final class Control {

    private static final int PAGE = 1_000;

    private final String baseUrl;

    Control(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    JsonNode get(String path) {
        return call("GET", path, "");
    }

    JsonNode call(String method, String path, String json) {
        Http.Answer answer = Http.call(
                method, baseUrl + "/control" + path, Map.of("Content-Type", "application/json"), Api.bytes(json));
        assertThat(answer.status())
                .as(method + " " + path + ": " + answer.text())
                .isEqualTo(200);
        return answer.json();
    }

    void put(TestNumber number) {
        call("PUT", "/numbers/" + number.id(), number.controlJson());
    }

    /** A person writes. */
    JsonNode inbound(TestNumber number, String from, String text) {
        return inbound(number, from, text, 0);
    }

    /** A person wrote so many seconds ago. */
    JsonNode inbound(TestNumber number, String from, String text, long ageSeconds) {
        return call(
                "POST",
                "/numbers/" + number.id() + "/inbound",
                "{\"from\":\"%s\",\"message\":\"%s\",\"ageSeconds\":%d}".formatted(from, text, ageSeconds));
    }

    /** The owner types on the phone. */
    JsonNode appMessage(TestNumber number, String to, String text) {
        return call(
                "POST",
                "/numbers/" + number.id() + "/app-message",
                "{\"to\":\"%s\",\"message\":\"%s\"}".formatted(to, text));
    }

    void advanceClock(String by) {
        call("POST", "/clock", "{\"advance\":\"" + by + "\"}");
    }

    /** Faults of one number, in place of those before; {@code fields} is JSON without its braces. */
    void faults(TestNumber number, String fields) {
        call("PUT", "/faults", "{\"number\":\"" + number.id() + "\"," + fields + "}");
    }

    void noFaults(TestNumber number) {
        call("DELETE", "/faults?number=" + number.id(), "");
    }

    void behaviour(String json) {
        call("PUT", "/behaviour", json);
    }

    /** What was received of a number: figures only. */
    JsonNode figures(TestNumber number) {
        return get("/numbers/" + number.id() + "/received?summary=true");
    }

    /** Every request of a number, in the order of arrival. */
    List<JsonNode> received(TestNumber number) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        do {
            page = get("/numbers/" + number.id() + "/received?from=" + all.size() + "&limit=" + PAGE);
            page.path("list").forEach(all::add);
        } while (all.size() < page.path("total").asInt());
        return all;
    }

    /** The requests of a number to one person. */
    List<JsonNode> receivedFor(TestNumber number, String digits) {
        return received(number).stream()
                .filter(request ->
                        request.path("to").asText().replaceAll("\\D", "").equals(digits))
                .toList();
    }

    /** How often each person was written to, by the accepted requests. */
    Map<String, Integer> acceptedPerPerson(TestNumber number) {
        Map<String, Integer> counts = new HashMap<>();
        received(number).stream()
                .filter(request -> request.path("code").asText().equals("accepted"))
                .forEach(request -> counts.merge(request.path("to").asText().replaceAll("\\D", ""), 1, Integer::sum));
        return counts;
    }
}
