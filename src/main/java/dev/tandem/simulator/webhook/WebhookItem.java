package dev.tandem.simulator.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.number.NumberProfile;
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

    /** Whether both may share one change of an envelope. */
    boolean fitsWith(WebhookItem other) {
        return list != null
                && list.equals(other.list)
                && field.equals(other.field)
                && number.phoneNumberId().equals(other.number.phoneNumberId());
    }
}
