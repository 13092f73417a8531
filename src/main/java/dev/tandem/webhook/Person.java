package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A person as one webhook shows them. Phone number or business-scoped user id may be missing (R90), so all names are kept
 * and joined to one contact when several are seen together (R91).
 *
 * @param phone digits of the phone number they write from or are written to
 * @param waId Meta's own id, mostly the same digits
 * @param userId the business-scoped user id
 * @param name the name they gave themselves
 * @param username the name under which they can be found without a phone number; nobody is addressed by it
 */
public record Person(
        @Nullable String phone,
        @Nullable String waId,
        @Nullable String userId,
        @Nullable String name,
        @Nullable String username) {

    private static final int LONGEST = 160;

    /** Anything else is a user id. */
    private static final Pattern PHONE = Pattern.compile("[+0-9 ().-]*[0-9][+0-9 ().-]*");

    /** A person without a username. */
    public Person(@Nullable String phone, @Nullable String waId, @Nullable String userId, @Nullable String name) {
        this(phone, waId, userId, name, null);
    }

    /** The key for a person who has none yet: the phone number, else the user id. */
    public String key() {
        return names().iterator().next();
    }

    /** Every name this person may be asked for by, the best one first; never empty. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        if (phone != null) {
            names.addAll(PhoneForms.of(phone));
        }
        if (waId != null) {
            names.addAll(PhoneForms.of(waId));
        }
        if (userId != null) {
            names.add(userId);
        }
        return names;
    }

    /** The names that Meta uses for this person now, without the other forms of a phone number. */
    public Set<String> said() {
        Set<String> said = new LinkedHashSet<>();
        if (waId != null || phone != null) {
            said.add(waId != null ? waId : phone);
        }
        if (userId != null) {
            said.add(userId);
        }
        return said;
    }

    /**
     * Who wrote this message, or to whom it went.
     *
     * @param contacts the {@code contacts} beside the message, may be missing
     * @param phoneField {@code from} or {@code to}; the user id stands in the field of the same name plus {@code _user_id}
     * @throws BrokenItemException when neither phone nor user id is there
     */
    static Person of(JsonNode message, JsonNode contacts, String phoneField) {
        String phone = digits(Json.text(message, phoneField));
        String userId = Json.text(message, phoneField + "_user_id");
        JsonNode card = card(message, contacts, phoneField);
        String waId = digits(Json.text(card, "wa_id"));
        return checked(new Person(
                phone,
                waId,
                userId != null ? userId : Json.text(card, "user_id"),
                Json.text(card.path("profile"), "name"),
                Json.text(card.path("profile"), "username")));
    }

    private static Person checked(Person person) {
        if (person.names().isEmpty()) {
            throw new BrokenItemException("Neither a phone number nor a user id says which person it is");
        }
        if (person.names().stream().anyMatch(name -> name.length() > LONGEST)) {
            throw new BrokenItemException("The person's id has more than " + LONGEST + " characters");
        }
        return person;
    }

    /**
     * Whose thread of the history it is: {@code id} is a phone number or a user id, the context knows more.
     *
     * @throws BrokenItemException when nothing says which person it is
     */
    static Person ofThread(JsonNode thread) {
        JsonNode context = thread.path("context");
        String id = Json.text(thread, "id");
        boolean isPhone = id != null && PHONE.matcher(id).matches();
        String userId = Json.text(context, "user_id");
        return checked(new Person(
                isPhone ? digits(id) : null,
                digits(Json.text(context, "wa_id")),
                userId != null || isPhone ? userId : id,
                null,
                Json.text(context, "username")));
    }

    /** What {@code contacts} says of that person, missing when it says nothing. */
    static JsonNode card(JsonNode message, JsonNode contacts, String phoneField) {
        String phone = digits(Json.text(message, phoneField));
        String userId = Json.text(message, phoneField + "_user_id");
        for (JsonNode card : contacts) {
            boolean samePhone = phone != null && phone.equals(digits(Json.text(card, "wa_id")));
            boolean sameUser = userId != null && userId.equals(Json.text(card, "user_id"));
            if (samePhone || sameUser) {
                return card;
            }
        }
        // A single card belongs to the single person even where the number is written in another form.
        return contacts.size() == 1 ? contacts.path(0) : contacts.path(-1);
    }

    /** Digits of a phone number; null when there are none. */
    static @Nullable String digits(@Nullable String written) {
        if (written == null) {
            return null;
        }
        String digits = written.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? null : digits;
    }
}
