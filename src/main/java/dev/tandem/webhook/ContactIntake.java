package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberSync;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Takes in the phone book of the phone: names first, then kept as it came and told to the teams. Thread-safe. */
public final class ContactIntake {

    private static final int LONGEST_NAME = 160;
    private static final String ACTION = "action";
    private static final String ADD = "add";

    private final PhoneBook book;
    private final RawIntake raw;
    private final SyncNews sync;

    /** What the sync was last told, by number: one word for all contacts of a webhook is enough, and one more that they are no edit. */
    private final Map<String, Told> told = new ConcurrentHashMap<>();

    private record Told(Instant arrival, boolean noEdit) {

        boolean says(Told another) {
            return arrival.equals(another.arrival) && (noEdit || !another.noEdit);
        }
    }

    public ContactIntake(PhoneBook book, RawIntake raw, SyncNews sync) {
        this.book = book;
        this.raw = raw;
        this.sync = sync;
    }

    /**
     * @return whether it was new
     * @throws BrokenItemException when it can never be understood
     */
    public boolean take(WebhookItem item) {
        BusinessNumber number = item.number();
        if (item.fault() != null || number == null) {
            return raw.take(item);
        }
        learn(number, item);
        // After a crash in between both are done again, and the first changes nothing then.
        boolean isNew = raw.take(item);
        Told now = new Told(item.envelope().receivedAt(), isNoEdit(number, item.json()));
        Told before = told.get(number.phoneNumberId());
        if (before == null || !before.says(now)) {
            sync.contacts(number, now.arrival(), now.noEdit());
            told.put(number.phoneNumberId(), now);
        }
        return isNew;
    }

    private static boolean isNoEdit(BusinessNumber number, JsonNode json) {
        Instant writtenAt = writtenAt(json);
        return ADD.equals(Json.text(json, ACTION)) && writtenAt != null && NumberSync.isNoEdit(number, writtenAt);
    }

    private static @Nullable Instant writtenAt(JsonNode json) {
        return Json.timeOrNull(json.path("metadata"), "timestamp");
    }

    private void learn(BusinessNumber number, WebhookItem item) {
        JsonNode json = item.json();
        JsonNode contact = json.path("contact");
        Person person = new Person(
                shortEnough(Person.digits(Json.text(contact, "phone_number"))),
                null,
                shortEnough(Json.text(contact, "user_id")),
                null);
        String action = String.valueOf(Json.text(json, ACTION));
        boolean isKnownWord = action.equals(ADD) || action.equals("remove");
        if (!isKnownWord || person.names().isEmpty()) {
            return;
        }
        Instant at = writtenAt(json);
        book.said(
                number,
                person,
                action.equals(ADD) ? name(contact) : null,
                at == null ? item.envelope().receivedAt() : at);
    }

    private static @Nullable String name(JsonNode contact) {
        String full = Json.text(contact, "full_name");
        String first = full != null ? full : Json.text(contact, "first_name");
        return first != null ? first : Json.text(contact, "username");
    }

    private static @Nullable String shortEnough(@Nullable String name) {
        return name == null || name.length() > LONGEST_NAME ? null : name;
    }
}
