package dev.tandem.simulator.number;

import org.jspecify.annotations.Nullable;

/**
 * Someone on WhatsApp.
 *
 * @param waId the WhatsApp id, digits; null when only the user id is known
 * @param userId the business-scoped user id, such as {@code DE.4f00aa11bb22cc33} (R90)
 * @param name the name the person goes by
 * @param hidesPhone whether webhooks leave out the phone number
 */
public record Person(@Nullable String waId, String userId, String name, boolean hidesPhone) {

    /** What tells people apart. */
    public String key() {
        return waId != null ? waId : userId;
    }

    /** The WhatsApp id as far as webhooks show it. */
    public @Nullable String shownWaId() {
        return hidesPhone ? null : waId;
    }
}
