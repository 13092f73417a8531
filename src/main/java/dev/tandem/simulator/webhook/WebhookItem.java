package dev.tandem.simulator.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.number.NumberProfile;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell the receiver.
 *
 * @param number the number it is about, for the envelope
 * @param field the webhook field, such as {@code messages}
 * @param list the list inside {@code value} it belongs in, such as {@code statuses}; null if {@code content} is a
 *     whole {@code value} by itself
 * @param contact the entry of {@code value.contacts} that goes with it, if any
 */
public record WebhookItem(
        NumberProfile number,
        String field,
        @Nullable String list,
        ObjectNode content,
        @Nullable ObjectNode contact,
        Receipt receipt) {
    private static final Set<String> UNDATED =
            Set.of("messages", "history", "smb_message_echoes", "smb_app_state_sync");

    /** Whether it needs a POST of its own: a part of the past is as large as a webhook may be (3 MB). */
    boolean fillsPost() {
        return list == null && field.equals("history");
    }

    /** Whether its entry says when: Meta dates account and template fields, and nothing about messages and people. */
    boolean isDated() {
        return list == null && !UNDATED.contains(field);
    }

    /** Whether both may share one change of an envelope. */
    boolean fitsWith(WebhookItem other) {
        return list != null
                && list.equals(other.list)
                && field.equals(other.field)
                && number.phoneNumberId().equals(other.number.phoneNumberId());
    }
}
