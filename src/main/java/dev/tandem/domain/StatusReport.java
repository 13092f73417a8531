package dev.tandem.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One status of Meta's about one message that left a number.
 *
 * @param at Meta's timestamp of the status
 * @param callbackData our own id as it came back in {@code biz_opaque_callback_data}, null when it did not
 * @param cause with {@code failed}: why, in Meta's words
 * @param pricing Meta's pricing object as JSON, null when it did not come
 * @param waId what Meta calls the person by number, null for a group and when it does not say
 * @param userId the person's business-scoped user id, null when it does not say
 */
public record StatusReport(
        String phoneNumberId,
        String wamid,
        DeliveryStatus status,
        Instant at,
        @Nullable String callbackData,
        @Nullable Cause cause,
        @Nullable String pricing,
        @Nullable String waId,
        @Nullable String userId) {

    /** A status that does not say whom it is about. */
    public StatusReport(
            String phoneNumberId,
            String wamid,
            DeliveryStatus status,
            Instant at,
            @Nullable String callbackData,
            @Nullable Cause cause,
            @Nullable String pricing) {
        this(phoneNumberId, wamid, status, at, callbackData, cause, pricing, null, null);
    }
}
