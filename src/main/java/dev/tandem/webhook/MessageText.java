package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What a person would read of a message in one line of text. */
final class MessageText {

    private MessageText() {}

    /** The text, the caption, the title of the tapped button and so on; null when there is nothing to read. */
    static @Nullable String of(JsonNode message) {
        String type = Json.text(message, "type");
        if (type == null) {
            return null;
        }
        JsonNode content = message.path(type);
        return switch (type) {
            case "text", "system" -> Json.text(content, "body");
            case "button", "order" -> Json.text(content, "text");
            case "reaction" -> Json.text(content, "emoji");
            case "location" -> Json.text(content, "name");
            case "contacts" -> Json.text(content.path(0).path("name"), "formatted_name");
            case "interactive" -> interactive(content);
            case "edit" -> of(content.path("message"));
            default -> Json.text(content, "caption");
        };
    }

    private static @Nullable String interactive(JsonNode content) {
        JsonNode reply = content.path(content.path("type").asText());
        String title = Json.text(reply, "title");
        String said = title != null ? title : Json.text(reply, "body");
        // What we ask, in a send of our own.
        return said != null ? said : Json.text(content.path("body"), "text");
    }
}
