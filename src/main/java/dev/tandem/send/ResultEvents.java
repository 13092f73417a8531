package dev.tandem.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Channel;
import dev.tandem.domain.Event;
import dev.tandem.domain.LanePlace;
import dev.tandem.domain.Lineage;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Composes the events of channel {@code result}: one for each published state that a send reaches. Thread-safe. */
public final class ResultEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final NumberDirectory numbers;

    public ResultEvents(NumberDirectory numbers) {
        this.numbers = numbers;
    }

    /**
     * The event of a change, or none when the state is not published or did not change.
     *
     * @param before null for a new send
     */
    public List<Event> of(@Nullable Send before, Send after) {
        SendState state = after.state();
        boolean told = before == null || (before.state() != state && state != SendState.ACCEPTED);
        // A second hold is told again: its cause or its due time is another. That a hold is over is not.
        boolean heldAgain = before != null
                && state == SendState.HELD
                && after.progress().place() != LanePlace.READY
                && (before.progress().place() != after.progress().place() || !sameReason(before, after));
        if (!state.isPublished() || !(told || heldAgain)) {
            return List.of();
        }
        return List.of(event(before, after));
    }

    /** The event of a change that is told in any case. */
    Event told(Send before, Send after) {
        return event(before, after);
    }

    private static boolean sameReason(Send before, Send after) {
        Cause was = before.progress().cause();
        Cause now = after.progress().cause();
        return was == null || now == null ? was == now : was.reason() == now.reason();
    }

    private Event event(@Nullable Send before, Send after) {
        Send.Acceptance acceptance = after.acceptance();
        String id = Event.idOf(
                Channel.RESULT,
                SendIds.text(after.id()) + '|' + after.progress().version());
        Instant at = after.progress().changedAt();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("schema", 1);
        body.put("channel", Channel.RESULT.code());
        body.put("number", number(acceptance.phoneNumberId()));
        body.put("contact", contact(after));
        body.put("occurredAt", at.toString());
        body.put("receivedAt", at.toString());
        body.put("origin", "api");
        body.put("direction", "out");
        putIfPresent(body, "messageId", after.progress().wamid());
        body.put("type", after.state().code());
        body.put("item", item(before, after));
        return new Event(
                id,
                Channel.RESULT,
                acceptance.phoneNumberId(),
                acceptance.recipient().contact(),
                after.state().code(),
                acceptance.source(),
                body);
    }

    private Map<String, Object> number(String phoneNumberId) {
        Map<String, Object> number = new LinkedHashMap<>();
        number.put("phoneNumberId", phoneNumberId);
        numbers.find(phoneNumberId).ifPresent((BusinessNumber known) -> {
            number.put("displayPhoneNumber", known.displayPhoneNumber());
            number.put("alias", known.alias());
        });
        return number;
    }

    private static Map<String, Object> contact(Send send) {
        Map<String, Object> contact = new LinkedHashMap<>();
        String waId = send.progress().waId();
        putIfPresent(
                contact,
                "waId",
                waId != null ? waId : send.acceptance().recipient().knownPhone().orElse(null));
        putIfPresent(contact, "userId", send.acceptance().recipient().userId());
        return contact;
    }

    private static Map<String, Object> item(@Nullable Send before, Send after) {
        Send.Acceptance acceptance = after.acceptance();
        Send.Progress progress = after.progress();
        JsonNode request = read(acceptance.request());
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("sendId", SendIds.text(after.id()));
        item.put("id", acceptance.clientId());
        Lineage lineage = acceptance.lineage();
        putIfPresent(item, "resendOf", lineage == null ? null : SendIds.text(lineage.earlier()));
        item.put("from", acceptance.phoneNumberId());
        item.put("to", acceptance.recipient().address());
        putIfPresent(item, "waId", progress.waId());
        putIfPresent(item, "messageId", progress.wamid());
        item.put("state", after.state().code());
        putIfPresent(item, "previous", before == null ? null : before.state().code());
        Cause cause = progress.cause();
        if (cause != null) {
            item.put("reason", cause.code());
            item.put("detail", cause.detail());
            putIfPresent(item, "metaCode", cause.metaCode());
        }
        putIfPresent(
                item, "mode", progress.mode() == null ? null : progress.mode().code());
        item.put("attempt", progress.attempt());
        putIfPresent(item, "pricing", progress.pricing() == null ? null : read(progress.pricing()));
        putIfPresent(item, "metadata", request.get("metadata"));
        item.put("source", acceptance.source());
        item.put("at", progress.changedAt().toString());
        return item;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON in the ledger cannot be read back", e);
        }
    }

    private static void putIfPresent(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
