package dev.tandem.coexistence;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Channel;
import dev.tandem.domain.Event;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events of the engine's own on the channel {@code account}: what it did with a number, and what a person must know. */
public final class AccountEvents {

    private AccountEvents() {}

    /**
     * An event of origin {@code api}.
     *
     * @param type the kind of event, as in {@code sync_ended}
     * @param businessKey what makes it this one and no other: the event's id is made of type and key, and stays the same
     * @param text what happened and what to do
     * @param item what a program needs of it; words and numbers only
     */
    public static Event of(
            BusinessNumber number, String type, String businessKey, Instant at, String text, Map<String, Object> item) {
        return of(number, number.phoneNumberId(), type, businessKey, at, text, item);
    }

    /** As above, of a number that may be unknown here; an empty id stands for all of them. */
    public static Event of(
            @Nullable BusinessNumber number,
            String phoneNumberId,
            String type,
            String businessKey,
            Instant at,
            String text,
            Map<String, Object> item) {
        String id = Event.idOf(Channel.ACCOUNT, type + '|' + phoneNumberId + '|' + businessKey);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("schema", 1);
        body.put("channel", Channel.ACCOUNT.code());
        body.put("number", json(number, phoneNumberId));
        body.put("occurredAt", at.toString());
        body.put("receivedAt", at.toString());
        body.put("origin", "api");
        body.put("type", type);
        body.put("text", text);
        body.put("item", item);
        return new Event(id, Channel.ACCOUNT, phoneNumberId, "", type, null, body);
    }

    private static Map<String, String> json(@Nullable BusinessNumber number, String phoneNumberId) {
        if (number == null) {
            return phoneNumberId.isEmpty() ? Map.of() : Map.of("phoneNumberId", phoneNumberId);
        }
        return Map.of(
                "phoneNumberId", number.phoneNumberId(),
                "displayPhoneNumber", number.displayPhoneNumber(),
                "alias", number.alias());
    }
}
