package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Takes in the phone book of the phone: names first, then kept as it came and told to the teams. Thread-safe. */
public final class ContactIntake {

    private static final int LONGEST_NAME = 160;

    private final PhoneBook book;
    private final RawIntake raw;
    private final SyncNews sync;

    /** The webhook that the sync was last told of, by number: one word for all its contacts is enough. */
    private final Map<String, Instant> told = new ConcurrentHashMap<>();

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
        Instant arrival = item.envelope().receivedAt();
        if (!arrival.equals(told.get(number.phoneNumberId()))) {
            sync.contacts(number, arrival);
            told.put(number.phoneNumberId(), arrival);
        }
        return isNew;
    }

    private void learn(BusinessNumber number, WebhookItem item) {
        JsonNode json = item.json();
        JsonNode contact = json.path("contact");
        Person person = new Person(
                shortEnough(Person.digits(Json.text(contact, "phone_number"))),
                null,
                shortEnough(Json.text(contact, "user_id")),
                null);
        String action = String.valueOf(Json.text(json, "action"));
        boolean isKnownWord = action.equals("add") || action.equals("remove");
        if (!isKnownWord || person.names().isEmpty()) {
            return;
        }
        Instant at = Json.timeOrNull(json.path("metadata"), "timestamp");
        book.said(
                number,
                person,
                action.equals("add") ? name(contact) : null,
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
