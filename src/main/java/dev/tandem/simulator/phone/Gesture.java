package dev.tandem.simulator.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Chat;
import dev.tandem.simulator.number.ChatMessage;
import dev.tandem.simulator.number.ChatMessage.Origin;
import org.jspecify.annotations.Nullable;

/** What is done to a message that stands in the chat already, instead of writing one: edit, recall, reaction. */
public final class Gesture {
    private static final String CONTEXT = "context";

    private Gesture() {}

    /**
     * Does it on the phones of both.
     *
     * @param message Meta's JSON from {@code type} on
     * @return false if it is no such thing or its message is not there: then it is a message of its own
     */
    public static boolean apply(Chat chat, Origin who, ObjectNode message) {
        String type = message.path("type").asText();
        JsonNode content = message.path(type);
        switch (type) {
            case "reaction": {
                ChatMessage target = chat.message(content.path("message_id").asText());
                if (target == null) {
                    return false;
                }
                target.react(who, emoji(content));
                return true;
            }
            case "edit", "revoke": {
                ChatMessage target =
                        chat.message(content.path("original_message_id").asText());
                if (target == null || isUsers(target.origin()) != isUsers(who)) {
                    return false;
                }
                change(target, type, content);
                return true;
            }
            default:
                return false;
        }
    }

    private static void change(ChatMessage target, String type, JsonNode content) {
        if (type.equals("revoke")) {
            target.revoke();
        } else if (content.path("message") instanceof ObjectNode written) {
            edit(target, written);
        }
    }

    /** A message says something else from now on; what it answers it still answers. */
    static void edit(ChatMessage target, ObjectNode written) {
        ObjectNode changed = written.deepCopy().without(CONTEXT);
        ObjectNode before = MetaJson.readObject(target.content());
        if (before != null && before.has(CONTEXT)) {
            changed.set(CONTEXT, before.get(CONTEXT));
        }
        target.edit(MetaJson.write(changed));
    }

    private static boolean isUsers(Origin origin) {
        return origin == Origin.USER;
    }

    private static @Nullable String emoji(JsonNode reaction) {
        String emoji = reaction.path("emoji").asText();
        return emoji.isEmpty() ? null : emoji;
    }
}
