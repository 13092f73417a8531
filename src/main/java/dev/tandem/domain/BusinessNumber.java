package dev.tandem.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One coexistence number as it is configured.
 *
 * @param alias the short name that people use
 * @param phoneNumberId Meta's id, the key of everything
 * @param displayPhoneNumber the phone number in digits with country code
 * @param wabaId the WhatsApp business account
 * @param accessToken the token for Graph calls; never logged
 * @param linkedAt when the number was linked: earlier messages open no window (R57)
 * @param graphUrl base URL and version of the Graph API, as in {@code https://graph.facebook.com/v25.0}
 * @param defaultTemplate a template without parameters for requests that have none, or null
 * @param messagingAccountId the messaging account that its sends name, for a number on which one app has several (R11), or null:
 *     then Meta takes the one of the app. Source: Meta, Managing messaging accounts
 */
public record BusinessNumber(
        String alias,
        String phoneNumberId,
        String displayPhoneNumber,
        String wabaId,
        String accessToken,
        Instant linkedAt,
        String graphUrl,
        @Nullable TemplateName defaultTemplate,
        @Nullable String messagingAccountId,
        Limits limits) {

    /** The same number with another token. */
    public BusinessNumber withToken(String token) {
        return new BusinessNumber(
                alias,
                phoneNumberId,
                displayPhoneNumber,
                wabaId,
                token,
                linkedAt,
                graphUrl,
                defaultTemplate,
                messagingAccountId,
                limits);
    }

    /** The same number, linked again: what was written before opens no window any more (R57). */
    public BusinessNumber withLinkedAt(Instant again) {
        return new BusinessNumber(
                alias,
                phoneNumberId,
                displayPhoneNumber,
                wabaId,
                accessToken,
                again,
                graphUrl,
                defaultTemplate,
                messagingAccountId,
                limits);
    }

    /** Without the token, so that it can stand in a log. */
    @Override
    public String toString() {
        return alias + " (" + phoneNumberId + ")";
    }
}
