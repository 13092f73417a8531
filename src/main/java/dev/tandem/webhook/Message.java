package dev.tandem.webhook;

import static dev.tandem.domain.MessageChange.Kind.REVOKE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.MessageChange;
import dev.tandem.domain.Unsupported;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation as a webhook brought it.
 *
 * @param id Meta's message id
 * @param origin who made it
 * @param type Meta's word, as in {@code text}
 * @param text what a person would read of it, null when there is nothing to read
 * @param at Meta's timestamp
 * @param json Meta's object, untouched
 */
public record Message(
        String id, Origin origin, String type, @Nullable String text, Instant at, Instant receivedAt, JsonNode json) {

    private static final int LONGEST_ID = 300;
    private static final int LONGEST_TYPE = 60;

    /** Who made a message. */
    public enum Origin {
        /** The person. */
        USER("in"),
        /** Somebody on the business's phone. */
        APP("out");

        private final String direction;

        Origin(String direction) {
            this.direction = direction;
        }

        /** {@code in} or {@code out}, seen from the business. */
        public String direction() {
            return direction;
        }

        /** The public spelling. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** @throws BrokenItemException when it has no id or no time */
    static Message of(WebhookItem item, Origin origin) {
        return of(item.json(), origin, item.envelope().receivedAt());
    }

    /** @throws BrokenItemException when it has no id or no time */
    static Message of(JsonNode json, Origin origin, Instant receivedAt) {
        String type = Json.text(json, "type");
        return new Message(
                Json.required(json, "id", LONGEST_ID),
                origin,
                type == null ? "unknown" : type.substring(0, Math.min(type.length(), LONGEST_TYPE)),
                MessageText.of(json),
                Json.time(json, "timestamp"),
                receivedAt,
                json);
    }

    /**
     * Whether it opens the window: any live message of the person does, but not the notice of a new number, an edit or a
     * recall (R59).
     */
    public boolean opensWindow() {
        return origin == Origin.USER && !type.equals("system") && !isChange();
    }

    /** Whether it only changes an earlier message: an edit or a recall. */
    public boolean isChange() {
        return type.equals("edit") || type.equals("revoke");
    }

    /**
     * What it says about an earlier message; empty for a message of its own. An edit, a recall or a reaction that does not
     * name the message is kept as a message of its own.
     */
    public Optional<About> about() {
        return Stream.of(MessageChange.Kind.values())
                .filter(kind -> kind.code().equals(type))
                .flatMap(kind -> {
                    String name = kind == MessageChange.Kind.REACTION ? "message_id" : "original_message_id";
                    String target = Json.text(json.path(type), name);
                    return target == null || target.length() > LONGEST_ID
                            ? Stream.empty()
                            : Stream.of(new About(
                                    target,
                                    new MessageChange(
                                            id, kind, origin == Origin.USER, at, kind == REVOKE ? null : text)));
                })
                .findFirst();
    }

    /**
     * A change of an earlier message.
     *
     * @param messageId Meta's id of that message
     */
    public record About(String messageId, MessageChange change) {}

    /** Meta's id of the message it answers, null when it answers none. */
    @Nullable
    String replyTo() {
        return MessageFacts.replyTo(json);
    }

    /** What a person is told in its place, null of one that Meta handed over. */
    @Nullable
    String advice() {
        return MessageFacts.advice(json);
    }

    /** Whether Meta only says that there is a message; the real one may follow under the same id (R39). */
    public static boolean isPlaceholder(String type) {
        return type.equals(Unsupported.TYPE);
    }
}
