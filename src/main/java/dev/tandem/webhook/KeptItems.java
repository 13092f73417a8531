package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Channel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items that {@link WebhookItems} keeps as they came: what Meta tells beside the messages of a conversation. Thread-safe.
 */
public interface KeptItems {

    /**
     * The latest that arrived about a number.
     *
     * @param before where the page before ended, null for the first
     */
    List<KeptItem> newest(BusinessNumber number, Channel channel, @Nullable Cursor before, int max);

    /**
     * One of them.
     *
     * @param eventId the id of its event on the channel
     * @param field Meta's name for what it is about, as in {@code account_update}
     * @param occurredAt by Meta's word, or when it came where Meta does not say
     * @param json Meta's object, untouched
     */
    record KeptItem(String eventId, String field, Instant occurredAt, Instant receivedAt, JsonNode json) {

        /** Where a page ends that has this one last. */
        public Cursor cursor() {
            return new Cursor(receivedAt, eventId);
        }
    }
}
