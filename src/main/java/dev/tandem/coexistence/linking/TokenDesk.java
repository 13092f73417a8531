package dev.tandem.coexistence.linking;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Gives numbers that the database owns other tokens. Blocks while Meta is asked. Thread-safe, also among several engines. */
public final class TokenDesk {

    private final LinkingStore store;
    private final MetaAccount meta;
    private final TokenKeeper tokens;
    private final NumberOwners owners;

    public TokenDesk(LinkingStore store, MetaAccount meta, TokenKeeper tokens, NumberOwners owners) {
        this.store = store;
        this.meta = meta;
        this.tokens = tokens;
        this.owners = owners;
    }

    /**
     * A number gets another token, which Meta is asked about first.
     *
     * @param token null when it lies at {@code reference}
     * @param expiresAt when it expires, null when nobody knows or when it never does
     * @return the number as it is kept now
     * @throws LinkTroubleException when the number stands in {@code numbers.yaml}, or Meta does not take the token
     */
    public LinkedNumber renew(
            BusinessNumber number, @Nullable Secret token, @Nullable String reference, @Nullable Instant expiresAt)
            throws LinkTroubleException {
        owned(number);
        KeptToken kept = tokens.take(token, reference, expiresAt, number.wabaId());
        ask(number, tokens.open(kept.text(), number.wabaId()));
        // Read again: an engine that starts may have sealed the old one anew meanwhile.
        owners.refresh();
        LinkedNumber before = owned(number);
        LinkedNumber after = before.withToken(kept);
        if (!store.renew(before, after)) {
            throw LinkTroubleException.last(
                    Reason.WRONG_STATE,
                    "The token of " + number + " was changed by somebody else just now: try again.");
        }
        owners.refresh();
        return after;
    }

    private void ask(BusinessNumber number, Secret token) throws LinkTroubleException {
        try {
            meta.number(number.phoneNumberId(), token);
        } catch (LinkTroubleException e) {
            throw e.advised("The old token stays in use: give another one.");
        }
    }

    private LinkedNumber owned(BusinessNumber number) throws LinkTroubleException {
        return owners.ofDatabase(number.phoneNumberId())
                .orElseThrow(() -> LinkTroubleException.last(
                        Reason.WRONG_STATE,
                        "The token of " + number
                                + " stands in config/numbers.yaml: write the new one there, it is taken"
                                + " into use within seconds."));
    }
}
