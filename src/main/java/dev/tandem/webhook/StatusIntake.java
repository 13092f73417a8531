package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.Cause;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.ErrorTable;
import dev.tandem.domain.Event;
import dev.tandem.domain.Reason;
import dev.tandem.domain.StatusReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes in what Meta says of a message that left: the ledger keeps it once and lifts its send. Thread-safe. */
public final class StatusIntake {

    private static final int LONGEST_ID = 300;
    private static final int LONGEST_PRICING = 1000;
    private static final int LONGEST_NAME = 160;

    private final OwnSends sends;
    private final RawIntake raw;
    private final ErrorTable errors;
    private final FreeEntries freeEntries;

    /**
     * @param raw keeps statuses whose word nobody knows yet
     * @param errors says which of several errors counts
     * @param freeEntries keeps until when templates to a person are free
     */
    public StatusIntake(OwnSends sends, RawIntake raw, ErrorTable errors, FreeEntries freeEntries) {
        this.sends = sends;
        this.raw = raw;
        this.errors = errors;
        this.freeEntries = freeEntries;
    }

    /**
     * @return whether it was new
     * @throws BrokenItemException when it can never be understood
     */
    public boolean take(WebhookItem item) {
        Optional<StatusReport> report = report(item);
        if (report.isEmpty()) {
            return raw.take(item);
        }
        noteFreeEntry(item, report.get());
        return sends.status(report.get(), List.of(event(item, report.get())));
    }

    /**
     * Takes in many at once, with one durable write.
     *
     * @return those that must be taken in one by one, in their order: broken ones, and whatever is more than a plain step
     */
    public List<WebhookItem> takeTogether(List<WebhookItem> items) {
        List<WebhookItem> alone = new ArrayList<>();
        List<WebhookItem> together = new ArrayList<>();
        List<OwnSends.TellingStatus> told = new ArrayList<>();
        for (WebhookItem item : items) {
            Optional<StatusReport> report = reportIfWhole(item);
            if (report.isPresent()) {
                noteFreeEntry(item, report.get());
                told.add(new OwnSends.TellingStatus(report.get(), event(item, report.get())));
                together.add(item);
            } else {
                alone.add(item);
            }
        }
        sends.statuses(told).stream().sorted().map(together::get).forEach(alone::add);
        return alone;
    }

    private Optional<StatusReport> reportIfWhole(WebhookItem item) {
        try {
            return report(item);
        } catch (BrokenItemException isToldWhenItIsAlone) {
            return Optional.empty();
        }
    }

    /** Empty for a word that nobody knows yet. */
    private Optional<StatusReport> report(WebhookItem item) {
        JsonNode json = item.json();
        Optional<DeliveryStatus> status = DeliveryStatus.parse(Json.required(json, "status", LONGEST_ID));
        if (status.isEmpty()) {
            return Optional.empty();
        }
        // A group's id is no person's name.
        boolean isGroup = "group".equals(Json.text(json, "recipient_type"));
        return Optional.of(new StatusReport(
                item.numberOrThrow().phoneNumberId(),
                Json.required(json, "id", LONGEST_ID),
                status.get(),
                Json.time(json, "timestamp"),
                Json.text(json, "biz_opaque_callback_data"),
                status.get() == DeliveryStatus.FAILED ? cause(mostSevere(json.path("errors"))) : null,
                pricing(json.path("pricing")),
                isGroup ? null : recipient(json, "recipient_id"),
                isGroup ? null : recipient(json, "recipient_user_id")));
    }

    /** Only Meta says when a free entry point ends; noting it twice changes nothing (R61 to R63). */
    private void noteFreeEntry(WebhookItem item, StatusReport report) {
        JsonNode conversation = item.json().path("conversation");
        Instant until = Json.timeOrNull(conversation, "expiration_timestamp");
        boolean isFreeEntry = "referral_conversion".equals(Json.text(conversation.path("origin"), "type"))
                || "free_entry_point".equals(Json.text(item.json().path("pricing"), "type"));
        String person = report.waId() != null ? report.waId() : report.userId();
        if (isFreeEntry && until != null && person != null) {
            freeEntries.until(item.numberOrThrow(), person, until);
        }
    }

    /** A failure may come with several errors; the worst is acted on, and all stand in the item. */
    private JsonNode mostSevere(JsonNode list) {
        Map<Integer, JsonNode> byCode = new LinkedHashMap<>();
        list.forEach(error -> {
            Integer code = code(error);
            byCode.putIfAbsent(code == null ? -1 : code, error);
        });
        return byCode.getOrDefault(errors.mostSevere(List.copyOf(byCode.keySet())), list.path(0));
    }

    private static @Nullable String recipient(JsonNode status, String field) {
        String name = Json.text(status, field);
        if (name != null && field.equals("recipient_id")) {
            name = Person.digits(name);
        }
        return name == null || name.length() > LONGEST_NAME ? null : name;
    }

    private static Event event(WebhookItem item, StatusReport report) {
        JsonNode json = item.json();
        String waId = Json.text(json, "recipient_id");
        String userId = Json.text(json, "recipient_user_id");
        String contact = waId != null ? waId : userId;
        return new EventBody(item, report.status().code(), item.key())
                .occurredAt(report.at())
                .from("meta", "out")
                .contact(waId, userId, null)
                .message(Json.text(json, "id"), null, List.of())
                .build(contact == null ? "" : contact);
    }

    private static Cause cause(JsonNode error) {
        String title = Json.text(error, "title");
        String details = Json.text(error.path("error_data"), "details");
        String message = details != null ? details : Json.text(error, "message");
        String text = title == null || title.equals(message) ? message : join(title, message);
        return new Cause(Reason.CLOUD_API, text == null ? "Meta gave no reason." : text, code(error));
    }

    private static String join(String title, @Nullable String message) {
        return message == null ? title : title + ": " + message;
    }

    private static @Nullable Integer code(JsonNode error) {
        String code = Json.text(error, "code");
        return code != null && code.matches("[0-9]{1,9}") ? Integer.valueOf(code) : null;
    }

    private static @Nullable String pricing(JsonNode pricing) {
        String text = pricing.isObject() ? pricing.toString() : "";
        return text.isEmpty() || text.length() > LONGEST_PRICING ? null : text;
    }
}
