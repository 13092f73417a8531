package dev.tandem.coexistence.linking;

import dev.tandem.domain.BusinessNumber;
import java.time.Instant;

/**
 * A number that is owned by the database.
 *
 * @param displayPhoneNumber in digits with country code
 */
public record LinkedNumber(
        String phoneNumberId,
        String alias,
        String displayPhoneNumber,
        String wabaId,
        KeptToken token,
        Instant linkedAt,
        NumberSettings settings) {

    /** The same number with another token, or with its token under another key. */
    public LinkedNumber withToken(KeptToken kept) {
        return new LinkedNumber(phoneNumberId, alias, displayPhoneNumber, wabaId, kept, linkedAt, settings);
    }

    BusinessNumber open(TokenKeeper tokens, String graphUrl) {
        return new BusinessNumber(
                alias,
                phoneNumberId,
                displayPhoneNumber,
                wabaId,
                tokens.open(token.text(), wabaId).value(),
                linkedAt,
                graphUrl,
                settings.defaultTemplate(),
                settings.messagingAccountId(),
                settings.limits());
    }

    /** Without the token, so that it can stand in a log. */
    @Override
    public String toString() {
        return alias + " (" + phoneNumberId + ")";
    }
}
