package dev.tandem.coexistence.linking;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;

/** With which token a linking asks Meta, and what a person can do when Meta does not take it. Thread-safe. */
final class TokenInUse {

    private static final String OF_FILE =
            "The number's token stands in config/numbers.yaml: if that is the reason, write the new one there; it is taken into"
                    + " use within seconds, and the linking goes on by itself.";

    private final TokenKeeper tokens;
    private final NumberOwners owners;
    private final NumberDirectory numbers;

    TokenInUse(TokenKeeper tokens, NumberOwners owners, NumberDirectory numbers) {
        this.tokens = tokens;
        this.owners = owners;
        this.numbers = numbers;
    }

    /** A question to Meta. */
    interface Question<T> {
        T ask(Secret token) throws LinkTroubleException;
    }

    /** Asks with the token of the linking or, where it has none, with the one in the file. */
    <T> T ask(Linking linking, Question<T> question) throws LinkTroubleException {
        KeptToken own = linking.token();
        Secret token = own == null ? ofFile(String.valueOf(linking.phoneNumberId())) : opened(own, linking.wabaId());
        try {
            return question.ask(token);
        } catch (LinkTroubleException e) {
            if (own == null) {
                throw e.advised(OF_FILE);
            }
            throw e.trouble().isTokenRefused() ? e.advised("Link the number anew.") : e;
        }
    }

    /**
     * Proves the token in the file where the linking has one of its own: with that all was well, but what is sent goes with the
     * file's.
     */
    <T> void prove(Linking linking, Question<T> question) throws LinkTroubleException {
        if (linking.token() == null) {
            return;
        }
        try {
            question.ask(ofFile(String.valueOf(linking.phoneNumberId())));
        } catch (LinkTroubleException e) {
            throw e.advised(OF_FILE
                    + " Or take the number out of the file and start the engine anew: then it is linked with this linking's"
                    + " token.");
        }
    }

    private Secret ofFile(String phoneNumberId) throws LinkTroubleException {
        return numbers.find(phoneNumberId)
                .filter(number -> owners.isOfFile(phoneNumberId))
                .map(BusinessNumber::accessToken)
                .map(Secret::new)
                .orElseThrow(() -> LinkTroubleException.last(
                        Reason.UNKNOWN_NUMBER,
                        "The number does not stand in config/numbers.yaml any more. Link it with a code or a token."));
    }

    private Secret opened(KeptToken token, String wabaId) throws LinkTroubleException {
        try {
            return tokens.open(token.text(), wabaId);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw LinkTroubleException.passing(Reason.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
