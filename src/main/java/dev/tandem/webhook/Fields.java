package dev.tandem.webhook;

import dev.tandem.domain.Channel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which part of a webhook belongs to which channel; the field decides first, the array within it second. */
final class Fields {

    private Fields() {}

    /** The arrays of a field whose elements are items of their own, empty when the whole value is one. */
    static Map<String, Channel> arrays(String field) {
        Map<String, Channel> arrays = new LinkedHashMap<>();
        switch (field) {
            case "messages" -> {
                arrays.put("messages", Channel.MESSAGE);
                arrays.put("statuses", Channel.STATUS);
                arrays.put("errors", Channel.ACCOUNT);
            }
            case "smb_message_echoes" -> arrays.put("message_echoes", Channel.ECHO);
            case "history" -> {
                arrays.put("history", Channel.HISTORY);
                arrays.put("messages", Channel.HISTORY);
                arrays.put("message_echoes", Channel.HISTORY);
                arrays.put("errors", Channel.HISTORY);
            }
            case "smb_app_state_sync" -> arrays.put("state_sync", Channel.CONTACT);
            case "user_preferences" -> arrays.put("user_preferences", Channel.CONTACT);
            case "user_id_update" -> arrays.put("user_id_update", Channel.CONTACT);
            default -> {
                // The whole value is one item.
            }
        }
        return arrays;
    }

    /** The channel of a value that is one item as a whole. */
    static Channel whole(String field) {
        return switch (field) {
            case "history" -> Channel.HISTORY;
            case "smb_app_state_sync", "user_preferences", "user_id_update" -> Channel.CONTACT;
            case "business_capability_update", "security" -> Channel.ACCOUNT;
            default -> byPrefix(field);
        };
    }

    private static Channel byPrefix(String field) {
        if (field.startsWith("account_") || field.startsWith("phone_number_")) {
            return Channel.ACCOUNT;
        }
        return field.startsWith("message_template_") || field.startsWith("template_")
                ? Channel.TEMPLATE
                : Channel.OTHER;
    }
}
