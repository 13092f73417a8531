package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.NumberProfile;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.webhook.Postman;
import dev.tandem.simulator.webhook.Receipt;
import dev.tandem.simulator.webhook.WebhookItem;
import org.jspecify.annotations.Nullable;

/** Tells the receiver what becomes of a link: {@code account_update}. Thread-safe. */
final class AccountUpdates {
    private static final String FIELD = "account_update";

    private final Postman postman;

    AccountUpdates(Postman postman) {
        this.postman = postman;
    }

    /** A bare event: Meta's samples of {@code ACCOUNT_OFFBOARDED} and {@code ACCOUNT_RECONNECTED} say nothing more. */
    void bare(SimulatedNumber number, String event) {
        offer(number.profile(), MetaJson.object().put("event", event));
    }

    /**
     * {@code PARTNER_REMOVED}, which comes in two shapes.
     *
     * @param reason null to leave {@code disconnection_info} out
     * @param ofPartner whether the entry is the partner's business and the account stands in {@code waba_info}; else the entry is
     *     the account and the phone number stands beside the event
     */
    void removed(SimulatedNumber number, @Nullable String reason, @Nullable String initiatedBy, boolean ofPartner) {
        NumberProfile profile = number.profile();
        ObjectNode value = MetaJson.object().put("event", "PARTNER_REMOVED");
        if (ofPartner) {
            value.putObject("waba_info").put("waba_id", profile.wabaId()).put("owner_business_id", businessOf(profile));
        } else {
            value.put("phone_number", profile.digits());
        }
        if (reason != null) {
            ObjectNode info = value.putObject("disconnection_info").put("reason", reason);
            if (initiatedBy != null) {
                info.put("initiated_by", initiatedBy);
            }
        }
        offer(ofPartner ? inEntryOf(partnerOf(profile), profile) : profile, value);
    }

    private static String businessOf(NumberProfile profile) {
        return "91" + profile.wabaId();
    }

    private static String partnerOf(NumberProfile profile) {
        return "92" + profile.wabaId();
    }

    /** The same number in an entry with another id. */
    private static NumberProfile inEntryOf(String entryId, NumberProfile profile) {
        return new NumberProfile(
                profile.phoneNumberId(),
                profile.alias(),
                profile.displayPhoneNumber(),
                entryId,
                profile.token(),
                profile.verifiedName(),
                profile.quality(),
                profile.linkedAt(),
                profile.limits());
    }

    private void offer(NumberProfile profile, ObjectNode value) {
        postman.offer(new WebhookItem(profile, FIELD, null, value, null, Receipt.NONE));
    }
}
