package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hears what persons say about being written to: Meta's {@code user_preferences}, and texts that may be a STOP. Everything
 * else passes by. Thread-safe.
 */
public final class PreferenceIntake {

    private static final int LONGEST = 160;
    private static final String MARKETING = "marketing_messages";
    private static final Set<String> SAYS_A_TEXT = Set.of("text", "button");

    private final ConsentNews news;

    public PreferenceIntake(ConsentNews news) {
        this.news = news;
    }

    /**
     * Takes in an item of the contact channel, if it is a preference about marketing.
     *
     * @throws BrokenItemException when it is one and does not say whose or when
     */
    public void preference(WebhookItem item) {
        JsonNode json = item.json();
        if (!item.kind().equals("user_preferences") || !MARKETING.equals(lower(Json.text(json, "category")))) {
            return;
        }
        String value = lower(Json.text(json, "value"));
        boolean stop = "stop".equals(value);
        if (!stop && !"resume".equals(value)) {
            return;
        }
        Instant at = Json.time(json, "timestamp");
        news.preference(item.numberOrThrow(), names(json), stop, at);
    }

    private static Set<String> names(JsonNode json) {
        Person person = new Person(null, Person.digits(Json.text(json, "wa_id")), Json.text(json, "user_id"), null);
        Set<String> names = person.names();
        if (names.isEmpty()) {
            throw new BrokenItemException("Neither wa_id nor user_id says whose preference it is");
        }
        if (names.stream().anyMatch(name -> name.length() > LONGEST)) {
            throw new BrokenItemException("The person's id has more than " + LONGEST + " characters");
        }
        return names;
    }

    /** Takes in what a person wrote, if it can be read as a text. */
    public void message(WebhookItem item) {
        BusinessNumber number = item.numberOrThrow();
        Message message = Message.of(item, Message.Origin.USER);
        String text = message.text();
        if (text != null && SAYS_A_TEXT.contains(message.type())) {
            Person person = Person.of(item.json(), item.envelope().contacts(), "from");
            news.wrote(number, person.names(), text, message.at());
        }
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
