package dev.tandem.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A number that is linked and synced in a test, and what of its past came to the receiver. */
final class SyncedNumber {
    static final String CONTACTS = "smb_app_state_sync";
    static final String HISTORY = "history";

    private final RunningSimulator simulator;
    private final String id;

    SyncedNumber(RunningSimulator simulator, String id) {
        this.simulator = simulator;
        this.id = simulator.number(id, "{}");
    }

    String id() {
        return id;
    }

    JsonNode link(String json) {
        return simulator.control("POST", "/numbers/" + id + "/link", json);
    }

    Answer ask(String syncType) {
        return ask(syncType, "simulator-token-" + id);
    }

    Answer ask(String syncType, String token) {
        return askWith("{\"messaging_product\":\"whatsapp\",\"sync_type\":\"" + syncType + "\"}", token);
    }

    Answer askWith(String body, String token) {
        return simulator.call("POST", "/v25.0/" + id + "/smb_app_data", token, body);
    }

    /** Asks, and waits until every webhook that belongs to it was taken. */
    void sync(String syncType) {
        Answer answer = ask(syncType);
        if (answer.status() != 200) {
            throw new AssertionError(answer.toString());
        }
        awaitDelivered(syncType);
    }

    void awaitDelivered(String syncType) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    JsonNode webhooks = calls(syncType).path("webhooks");
                    return webhooks.has("planned") && webhooks.path("planned").equals(webhooks.path("settled"));
                });
    }

    /** What the simulator counts about one type since the linking. */
    JsonNode calls(String syncType) {
        return sync().path(syncType.equals(HISTORY) ? "history" : "contacts");
    }

    JsonNode sync() {
        return simulator.get("/numbers/" + id + "/sync");
    }

    JsonNode past() {
        return simulator.get("/numbers/" + id + "/past");
    }

    /** The parts of the past in the order they came, repeats included. */
    List<JsonNode> parts() {
        return simulator.receiver().items("history");
    }

    /** Phase, order and progress of each part. */
    List<String> places() {
        return parts().stream()
                .map(part -> part.path("metadata"))
                .map(m -> m.path("phase").asInt() + "/" + m.path("chunk_order").asInt())
                .toList();
    }

    List<Integer> progress() {
        return parts().stream()
                .map(part -> part.path("metadata").path("progress").asInt())
                .toList();
    }

    /** The messages that came, by id, read as an engine has to: direction by sender, statuses in any case. */
    Map<String, String> delivered() {
        String business = simulator.get("/numbers/" + id).path("digits").asText();
        Map<String, String> messages = new LinkedHashMap<>();
        for (JsonNode part : parts()) {
            for (JsonNode thread : part.path("threads")) {
                for (JsonNode message : thread.path("messages")) {
                    boolean out = message.path("from").asText().equals(business);
                    messages.put(
                            message.path("id").asText(),
                            row(
                                    thread.path("id").asText(),
                                    out ? "out" : "in",
                                    message.path("timestamp").asLong(),
                                    message.path("type").asText(),
                                    message.path("text").path("body").asText(),
                                    message.path("history_context")
                                            .path("status")
                                            .asText()));
                }
            }
        }
        return messages;
    }

    /** The same of the simulator's own list; files are placeholders at first. */
    Map<String, String> expected() {
        Map<String, String> messages = new LinkedHashMap<>();
        for (JsonNode message : past().path("messages")) {
            JsonNode contact = message.path("contact");
            boolean file = message.has("media");
            messages.put(
                    message.path("id").asText(),
                    row(
                            contact.path("waId").asText(contact.path("userId").asText()),
                            message.path("direction").asText(),
                            message.path("timestamp").asLong(),
                            file ? "media_placeholder" : message.path("type").asText(),
                            file ? "" : message.path("text").asText(),
                            message.path("status").asText()));
        }
        return messages;
    }

    /** Ids of the messages whose files are to follow. */
    List<String> toFollow() {
        List<String> ids = new ArrayList<>();
        for (JsonNode message : past().path("messages")) {
            if (message.path("media").path("follows").asBoolean()) {
                ids.add(message.path("id").asText());
            }
        }
        return ids;
    }

    private static String row(
            String contact, String direction, long timestamp, String type, String text, String status) {
        return String.join(" ", contact, direction, Long.toString(timestamp), type, text, status.toUpperCase());
    }
}
