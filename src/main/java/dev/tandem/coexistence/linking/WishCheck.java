package dev.tandem.coexistence.linking;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what somebody asks for before anything begins: what can be known to be wrong is refused while the code still works.
 * Thread-safe.
 */
final class WishCheck {

    private final TokenKeeper tokens;
    private final NumberOwners owners;
    private final NumberDirectory numbers;

    WishCheck(TokenKeeper tokens, NumberOwners owners, NumberDirectory numbers) {
        this.tokens = tokens;
        this.owners = owners;
        this.numbers = numbers;
    }

    /**
     * The linking that a wish begins.
     *
     * @param codeHash of its code, null when it has none
     * @throws LinkTroubleException when none can begin
     */
    Linking begin(LinkWish wish, @Nullable String codeHash, Instant now) throws LinkTroubleException {
        checkNames(wish);
        checkToken(wish);
        String number = wish.phoneNumberId();
        String wabaId = account(wish);
        KeptToken token = codeHash != null || isOfFile(number)
                ? null
                : tokens.take(wish.accessToken(), wish.tokenRef(), wish.expiresAt(), wabaId);
        return new Linking(
                UUID.randomUUID().toString(),
                codeHash != null ? LinkingStep.EXCHANGE : Linking.firstWith(number),
                wish.alias() == null ? "" : wish.alias(),
                wabaId,
                number,
                "",
                codeHash,
                token,
                wish.settings(),
                wish.linkedAt(),
                false,
                null,
                wish.by(),
                now,
                now,
                0);
    }

    private void checkNames(LinkWish wish) throws LinkTroubleException {
        boolean known = wish.phoneNumberId() != null
                && numbers.find(wish.phoneNumberId())
                        .filter(number -> number.phoneNumberId().equals(wish.phoneNumberId()))
                        .isPresent();
        if (wish.alias() == null && !known) {
            throw LinkTroubleException.last(
                    Reason.INVALID_REQUEST, "alias: the short name by which people will call the number.");
        }
        Optional<BusinessNumber> namesake = wish.alias() == null ? Optional.empty() : numbers.find(wish.alias());
        if (namesake.isPresent()
                && !namesake.get().phoneNumberId().equals(wish.phoneNumberId())
                && !namesake.get().wabaId().equals(wish.wabaId())) {
            throw LinkTroubleException.last(
                    Reason.ALREADY_LINKED,
                    "alias: " + namesake.get() + " is called '" + wish.alias() + "' already. Choose another name.");
        }
    }

    /** A number of the file has its token there; only a code, which nobody else could still use, is taken beside it. */
    private void checkToken(LinkWish wish) throws LinkTroubleException {
        boolean ofFile = isOfFile(wish.phoneNumberId());
        if (ofFile && (wish.accessToken() != null || wish.tokenRef() != null)) {
            throw LinkTroubleException.last(
                    Reason.WRONG_STATE,
                    "The token of the number " + wish.phoneNumberId()
                            + " stands in config/numbers.yaml: write the new one there, it is taken into use within"
                            + " seconds. Then link the number again with its phoneNumberId alone.");
        }
        if (wish.code() != null && !tokens.hasKey()) {
            throw LinkTroubleException.last(
                    Reason.INVALID_REQUEST,
                    "There is no key for tokens: set TANDEM_TOKEN_KEY to the output of openssl rand -base64 32 first."
                            + (ofFile
                                    ? " Or link the number again without the code, with its phoneNumberId alone: it has"
                                            + " its token in config/numbers.yaml."
                                    : ""));
        }
    }

    private boolean isOfFile(@Nullable String phoneNumberId) {
        return phoneNumberId != null && owners.isOfFile(phoneNumberId);
    }

    /** Only a number that is known may come without its account. */
    private String account(LinkWish wish) throws LinkTroubleException {
        Optional<String> known =
                numbers.find(String.valueOf(wish.phoneNumberId())).map(BusinessNumber::wabaId);
        String wabaId = wish.wabaId() == null ? known.orElse("") : wish.wabaId();
        if (wabaId.isEmpty()) {
            throw LinkTroubleException.last(
                    Reason.INVALID_REQUEST,
                    "wabaId: the id of the WhatsApp business account, which the dialog's event carries as data.waba_id.");
        }
        return wabaId;
    }
}
