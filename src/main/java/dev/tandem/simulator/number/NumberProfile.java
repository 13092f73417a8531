package dev.tandem.simulator.number;

import java.time.Instant;

/**
 * What is known of a business number. Changed as a whole.
 *
 * @param phoneNumberId Meta's id of the number
 * @param alias name for people
 * @param displayPhoneNumber as shown, such as {@code +49 1512 3456001}
 * @param wabaId the WhatsApp Business Account
 * @param token the one access token it accepts
 * @param quality {@code GREEN}, {@code YELLOW}, {@code RED} or {@code UNKNOWN}
 * @param linkedAt when the app's number was linked to the API; user messages before it open no window (R57)
 */
public record NumberProfile(
        String phoneNumberId,
        String alias,
        String displayPhoneNumber,
        String wabaId,
        String token,
        String verifiedName,
        String quality,
        Instant linkedAt,
        Limits limits) {

    /** The phone number as bare digits, as {@code from} and {@code display_phone_number} of webhooks carry it. */
    public String digits() {
        return Digits.of(displayPhoneNumber);
    }
}
