package dev.tandem.simulator.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Person;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Statuses in the JSON of Meta's page "status". */
final class StatusJson {
    private StatusJson() {}

    /** A status of a message that goes well. */
    static ObjectNode of(Outgoing outgoing, String status, boolean withPrice, Instant now) {
        ObjectNode json = frame(outgoing, status, now);
        json.put("recipient_user_id", outgoing.person().userId());
        if (outgoing.attempt() != null) {
            json.put("biz_opaque_callback_data", outgoing.attempt());
        }
        Instant freeEntryUntil = outgoing.freeEntryUntil();
        if (freeEntryUntil != null) {
            conversation(json, outgoing.person(), status.equals("sent") ? freeEntryUntil : null);
        }
        if (withPrice && outgoing.pricing() != null) {
            json.set("pricing", outgoing.pricing().toJson());
        }
        return json;
    }

    /** The status {@code failed}; without our id unless {@code withId}, and without user id for sends by phone. */
    static ObjectNode failed(Outgoing outgoing, MetaException why, boolean withId, Instant now) {
        ObjectNode json = frame(outgoing, "failed", now);
        if (outgoing.byUserId()) {
            json.put("recipient_user_id", outgoing.person().userId());
        }
        if (withId && outgoing.attempt() != null) {
            json.put("biz_opaque_callback_data", outgoing.attempt());
        }
        ObjectNode error = json.putArray("errors").addObject();
        error.put("code", why.error().code())
                .put("title", why.error().title())
                .put("message", why.error().title());
        error.putObject("error_data").put("details", why.details());
        error.put("href", "https://example.invalid/errors");
        return json;
    }

    private static ObjectNode frame(Outgoing outgoing, String status, Instant now) {
        ObjectNode json = MetaJson.object()
                .put("id", outgoing.message().id())
                .put("status", status)
                .put("timestamp", Long.toString(now.getEpochSecond()));
        // A phone number the business used itself is no secret to it.
        String waId = outgoing.byUserId()
                ? outgoing.person().shownWaId()
                : outgoing.person().waId();
        if (waId != null) {
            json.put("recipient_id", waId);
        }
        return json;
    }

    private static void conversation(ObjectNode json, Person person, @Nullable Instant until) {
        ObjectNode conversation = json.putObject("conversation")
                .put("id", Integer.toHexString(person.key().hashCode()) + "c0ffee");
        if (until != null) {
            conversation.put("expiration_timestamp", Long.toString(until.getEpochSecond()));
        }
        conversation.putObject("origin").put("type", "referral_conversion");
    }
}
