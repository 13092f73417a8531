package dev.tandem.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.consent.ContactReader;
import dev.tandem.domain.AutomationPause;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.webhook.Automations;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Steps of the pause in which nothing answers a person by itself. Thread-safe. */
@Component("automation")
public final class AutomationSteps {

    private static final int LONGEST_NAME = 160;

    /** A later end is written as none. */
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private final Automations automations;
    private final ContactReader contacts;
    private final NumberDirectory numbers;
    private final Clock clock;

    public AutomationSteps(Automations automations, ContactReader contacts, NumberDirectory numbers, Clock clock) {
        this.automations = automations;
        this.contacts = contacts;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** Begins, changes or ends the pause of one conversation, as the body says. */
    public void set(@Header("n") String name, @Header("contact") String contact, Exchange exchange) {
        BusinessNumber number = NumberInPath.of(numbers, name, exchange);
        String person = person(contact);
        String caller = Caller.of(exchange).name();
        JsonNode wish = SmallBody.read(exchange, List.of("paused", "until", "by"));
        Instant now = clock.instant();
        automations.set(number, person, pause(wish, caller, now), now);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("contact", person);
        json.putAll(json(automations.pause(number, person, now)));
        Answers.json(exchange, 200, json);
    }

    /**
     * For routes of teams: nothing answers a person by itself until some minutes after somebody answered. A pause that lasts
     * longer stays; the same again changes nothing, and what is over by now begins none.
     *
     * @param phoneNumberId the event's property
     * @param contact the event's property
     * @param since RFC 3339, when somebody answered
     * @param by who wants the pause, as it is shown
     */
    public void pauseFor(String phoneNumberId, String contact, String since, long minutes, String by) {
        BusinessNumber number = numbers.find(phoneNumberId)
                .orElseThrow(() -> new IllegalArgumentException("No number " + phoneNumberId
                        + " is configured, so nothing of it can be paused. Add it to config/numbers.yaml."));
        Instant from = Instant.parse(since);
        Instant until = from.plus(Duration.ofMinutes(minutes));
        automations.extend(number, contact, new AutomationPause(from, until, by), clock.instant());
    }

    private String person(String contact) {
        try {
            return contacts.read(PathName.of(contact));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(422, Reason.INVALID_RECIPIENT, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable AutomationPause pause(JsonNode wish, String caller, Instant now) {
        if (!wish.path("paused").isBoolean()) {
            throw SmallBody.wrong("paused: true begins the pause, false ends it.");
        }
        Instant until = until(wish, now);
        if (!wish.path("paused").asBoolean()) {
            if (until != null) {
                throw SmallBody.wrong("until: only a pause has an end. Leave it out, or write \"paused\": true.");
            }
            return null;
        }
        return new AutomationPause(now, until, by(wish, caller));
    }

    private static @Nullable Instant until(JsonNode wish, Instant now) {
        if (!wish.hasNonNull("until")) {
            return null;
        }
        Instant until;
        try {
            until = OffsetDateTime.parse(wish.get("until").asText()).toInstant();
        } catch (DateTimeException e) {
            throw SmallBody.wrong("until: write the time as in 2026-11-20T18:00:00Z.");
        }
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw SmallBody.wrong("until: the end must be in the future and within ten years. Leave it out for a pause"
                    + " that somebody ends.");
        }
        return until;
    }

    private static String by(JsonNode wish, String caller) {
        if (!wish.hasNonNull("by")) {
            return caller.length() <= LONGEST_NAME ? caller : caller.substring(0, LONGEST_NAME);
        }
        String by = wish.get("by").asText("").strip();
        if (!wish.get("by").isTextual() || by.isEmpty() || by.length() > LONGEST_NAME) {
            throw SmallBody.wrong("by: a name of 1 to " + LONGEST_NAME + " characters.");
        }
        return by;
    }

    /** As the API shows it. */
    static Map<String, Object> json(Optional<AutomationPause> pause) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("paused", pause.isPresent());
        pause.ifPresent(standing -> {
            json.put("since", standing.since().toString());
            if (standing.until() != null) {
                json.put("until", standing.until().toString());
            }
            json.put("by", standing.by());
        });
        return json;
    }
}
