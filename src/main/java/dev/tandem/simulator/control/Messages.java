package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;

/** Messages in control calls: Meta's JSON from {@code type} on, or a plain text for a text message. */
final class Messages {
    private Messages() {}

    static ObjectNode read(Fields fields, String name) {
        JsonNode given = fields.any(name);
        if (given != null && given.isTextual()) {
            ObjectNode text = MetaJson.object().put("type", "text");
            text.putObject("text").put("body", given.textValue());
            return text;
        }
        if (!(given instanceof ObjectNode message)) {
            throw ControlException.badRequest(
                    name + " is required: a text, or an object such as {\"type\":\"text\",\"text\":{\"body\":\"Hi\"}}");
        }
        String type = message.path("type").asText();
        if (type.isEmpty()) {
            throw ControlException.badRequest(name + ".type is required, such as \"text\"");
        }
        if (!message.has(type) && !type.equals("unsupported")) {
            throw ControlException.badRequest(name + " of type " + type + " needs an object '" + type + "'");
        }
        return message;
    }
}
