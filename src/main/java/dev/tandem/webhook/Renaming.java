package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person goes by a new phone number or a new user id from a moment on (R91, R94).
 *
 * @param before the person under the names they had
 * @param phone digits of the new number, null when it is not known or stays
 * @param userId the new user id, null when it is not known or stays
 * @param at Meta's time of it
 */
public record Renaming(
        Person before, @Nullable String phone, @Nullable String userId, Instant at) {

    /** Longer than any that Meta makes: not learned. */
    private static final int LONGEST = 160;

    /**
     * The change that a notice in a conversation tells of; empty for every other message, and for a notice that does not say
     * what is new.
     */
    public static Optional<Renaming> of(Person writer, Message message) {
        if (!message.type().equals("system")) {
            return Optional.empty();
        }
        JsonNode notice = message.json().path("system");
        return switch (String.valueOf(Json.text(notice, "type"))) {
            case "user_changed_number", "user_changed_user_id" ->
                known(writer, phone(notice), userId(notice, "user_id"), message.at());
            default -> Optional.empty();
        };
    }

    /** What an element of {@code user_id_update} tells; empty when it does not say of whom, to which id, or when. */
    static Optional<Renaming> ofUpdate(JsonNode update) {
        JsonNode ids = update.path("user_id");
        String current = userId(ids, "current");
        Person before = new Person(null, null, userId(ids, "previous"), null);
        Instant at = Json.timeOrNull(update, "timestamp");
        return current == null || before.userId() == null || at == null
                ? Optional.empty()
                : known(before, phone(update), current, at);
    }

    private static Optional<Renaming> known(
            Person before, @Nullable String phone, @Nullable String userId, Instant at) {
        return phone == null && userId == null
                ? Optional.empty()
                : Optional.of(new Renaming(before, phone, userId, at));
    }

    private static @Nullable String phone(JsonNode object) {
        String digits = Person.digits(Json.text(object, "wa_id"));
        return digits == null || digits.length() > LONGEST ? null : digits;
    }

    private static @Nullable String userId(JsonNode object, String field) {
        String id = Json.text(object, field);
        return id == null || id.length() > LONGEST ? null : id;
    }
}
