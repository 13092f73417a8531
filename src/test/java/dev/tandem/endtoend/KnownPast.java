package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** The past of a phone as the simulator lists it, and as the engine knows it: every message by its id, in the words of the API. */
final class KnownPast {

    private static final String PLACEHOLDER = "media_placeholder";

    private KnownPast() {}

    /** Every message that the phone shares since it was linked last. */
    static Map<String, Map<String, String>> onPhone(Control control, TestNumber number) {
        Map<String, Map<String, String>> messages = new TreeMap<>();
        list(control, number).forEach(message -> messages.put(message.path("id").asText(), onPhone(message)));
        return messages;
    }

    private static JsonNode list(Control control, TestNumber number) {
        return control.get("/numbers/" + number.id() + "/past").path("messages");
    }

    private static Map<String, String> onPhone(JsonNode message) {
        boolean stays =
                message.has("media") && !message.path("media").path("follows").asBoolean();
        Map<String, String> line = new TreeMap<>();
        line.put("direction", message.path("direction").asText());
        line.put("at", Instant.ofEpochSecond(message.path("timestamp").asLong()).toString());
        line.put("type", stays ? PLACEHOLDER : message.path("type").asText());
        line.put("text", stays ? "" : message.path("text").asText());
        String status = message.path("status").asText().toLowerCase(Locale.ROOT);
        line.put("status", status.equals("error") ? "failed" : status);
        return line;
    }

    /**
     * The ids of one chunk: a phase is cut in the order of the list.
     *
     * @param order its place in the phase, from 1
     * @param size how many messages a chunk has at most
     */
    static Set<String> chunk(Control control, TestNumber number, int phase, int order, int size) {
        return StreamSupport.stream(list(control, number).spliterator(), false)
                .filter(message -> message.path("phase").asInt() == phase)
                .skip((order - 1L) * size)
                .limit(size)
                .map(message -> message.path("id").asText())
                .collect(Collectors.toSet());
    }

    /** Every message that the engine knows of the number. */
    static Map<String, Map<String, String>> inEngine(Api api, TestNumber number) {
        Map<String, Map<String, String>> messages = new TreeMap<>();
        for (JsonNode conversation : api.conversations(number.alias())) {
            String contact = conversation.path("contact").asText();
            for (JsonNode message : api.messages(number.alias(), contact)) {
                Map<String, String> line = new TreeMap<>();
                for (String field : List.of("direction", "at", "type", "text", "status")) {
                    line.put(field, message.path(field).asText());
                }
                messages.put(message.path("messageId").asText(), line);
            }
        }
        return messages;
    }

    /** Waits until the engine knows exactly these messages of the number: files follow their placeholders. */
    static void awaitSame(Api api, TestNumber number, Map<String, Map<String, String>> wanted) {
        Awaitility.await("the past of " + number.alias())
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertSame(inEngine(api, number), wanted));
    }

    /** The same messages, and of those that differ only those are shown. */
    private static void assertSame(Map<String, Map<String, String>> found, Map<String, Map<String, String>> wanted) {
        assertThat(found.keySet()).isEqualTo(wanted.keySet());
        assertThat(wanted.entrySet()).allSatisfy(message -> assertThat(found.get(message.getKey()))
                .as(message.getKey())
                .isEqualTo(message.getValue()));
    }
}
