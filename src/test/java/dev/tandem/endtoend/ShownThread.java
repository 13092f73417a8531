package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** All that is to be seen of the thread with a person, the oldest line first, and when each line was written. */
record ShownThread(List<Line> lines, Map<String, Instant> times) {

    /**
     * One message.
     *
     * @param text the words, a caption, or a template's name and parameter; nothing of a recalled one
     * @param replyTo the message it answers
     * @param file content type and checksum
     * @param status how far it got, nothing when Meta said nothing
     * @param ofPerson the emoji that the person put on it
     * @param ofBusiness the one of the business
     */
    record Line(
            String id,
            String origin,
            String type,
            String text,
            String replyTo,
            String file,
            boolean edited,
            boolean revoked,
            String status,
            String ofPerson,
            String ofBusiness) {}

    boolean isSend(String id) {
        return lines.stream()
                .anyMatch(line -> line.id().equals(id) && line.origin().equals("api"));
    }

    /** As the owner's phone shows it. */
    static ShownThread ofPhone(Control control, TestNumber number, String person) {
        Map<String, String> uploads = new HashMap<>();
        control.get("/numbers/" + number.id() + "/media")
                .path("media")
                .forEach(file -> uploads.put(
                        file.path("id").asText(),
                        file.path("contentType").asText() + " "
                                + file.path("sha256").asText()));
        List<Line> lines = new ArrayList<>();
        Map<String, Instant> times = new HashMap<>();
        for (JsonNode message :
                control.get("/numbers/" + number.id() + "/phone/" + person).path("messages")) {
            Line line = ofPhone(message, uploads);
            lines.add(line);
            times.put(line.id(), Instant.ofEpochSecond(message.path("timestamp").asLong()));
        }
        return new ShownThread(lines, times);
    }

    private static Line ofPhone(JsonNode message, Map<String, String> uploads) {
        String type = message.path("type").asText();
        JsonNode content = message.path(type);
        boolean revoked = message.path("revoked").asBoolean();
        String words = type.equals("template")
                ? template(
                        content.path("name"),
                        content.path("components")
                                .path(0)
                                .path("parameters")
                                .path(0)
                                .path("text"))
                : content.path("body").asText(content.path("caption").asText(""));
        JsonNode context = message.path("context");
        return new Line(
                message.path("id").asText(),
                message.path("origin").asText(),
                type,
                revoked ? "" : words,
                context.path("id").asText(context.path("message_id").asText("")),
                uploads.getOrDefault(content.path("id").asText(), ""),
                message.path("edited").asBoolean(),
                revoked,
                message.path("status").asText("").replace("null", ""),
                message.path("reactions").path("user").asText(""),
                message.path("reactions").path("business").asText(""));
    }

    /**
     * As the engine tells it.
     *
     * @param upload what is in the files that were sent over the API
     */
    static ShownThread ofEngine(Api api, String alias, String contact, String upload) {
        List<Line> lines = new ArrayList<>();
        Map<String, Instant> times = new HashMap<>();
        for (JsonNode message : api.messages(alias, contact)) {
            if (isReactionSent(message)) {
                continue;
            }
            Line line = ofEngine(api, message, upload);
            lines.add(0, line);
            assertThat(times.put(line.id(), Instant.parse(message.path("at").asText())))
                    .as("shown twice: " + message)
                    .isNull();
        }
        return new ShownThread(lines, times);
    }

    private static Line ofEngine(Api api, JsonNode message, String upload) {
        boolean isSend = message.has("sendId");
        JsonNode said = isSend ? message.path("item").path("message") : message.path("item");
        String type = isSend
                ? said.path("type").asText("template")
                : message.path("type").asText();
        JsonNode template = message.path("item").path("template");
        String words = type.equals("reaction") ? "" : message.path("text").asText("");
        JsonNode parameters = template.path("parameters");
        return new Line(
                message.path("messageId").asText(),
                message.path("origin").asText(),
                type,
                type.equals("template") ? template(template.path("name"), parameters.path(0)) : words,
                message.path("replyTo").asText(""),
                isSend ? sent(said, upload) : file(api, said.path(type)),
                message.path("edited").asBoolean(),
                message.path("revoked").asBoolean(),
                message.path("status").asText(""),
                emoji(message, "in"),
                emoji(message, "out"));
    }

    private static String template(JsonNode name, JsonNode parameter) {
        return name.asText() + ": " + parameter.asText();
    }

    private static String sent(JsonNode said, String upload) {
        return said.path("image").has("file") ? "image/jpeg " + sha256(upload) : "";
    }

    private static String file(Api api, JsonNode content) {
        if (!content.has("sha256")) {
            return "";
        }
        JsonNode media =
                api.get("/media/" + content.path("id").asText() + "?meta=true").json();
        assertThat(media.path("sha256").asText())
                .as("what was fetched is what Meta announced")
                .isEqualTo(HexFormat.of()
                        .formatHex(Base64.getDecoder()
                                .decode(content.path("sha256").asText())));
        return media.path("contentType").asText() + " " + media.path("sha256").asText();
    }

    private static String sha256(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The API lists a reaction that it sent as a send, too; the phone shows it on its message alone, unless it failed. */
    private static boolean isReactionSent(JsonNode message) {
        return message.has("sendId")
                && !message.path("state").asText().equals("failed")
                && message.path("item").path("message").path("type").asText().equals("reaction");
    }

    private static String emoji(JsonNode message, String direction) {
        return StreamSupport.stream(message.path("reactions").spliterator(), false)
                .filter(reaction -> reaction.path("direction").asText().equals(direction))
                .map(reaction -> reaction.path("emoji").asText(""))
                .findFirst()
                .orElse("");
    }
}
