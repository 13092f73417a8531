package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads conversations. Thread-safe. */
public interface Conversations {

    /**
     * The conversations of a number, the latest first.
     *
     * @param query part of a name, phone number or user id, null for all
     * @param before where the page before ended, null for the first
     */
    List<Conversation> list(BusinessNumber number, @Nullable String query, @Nullable Cursor before, int max);

    /** The conversation with the person of this name, see {@link ContactName}. */
    Optional<Conversation> find(BusinessNumber number, String name);

    /** What was said with the person of this name, in and out, from phone and API, the latest first. */
    List<Line> lines(BusinessNumber number, String name, @Nullable Cursor before, int max);

    /**
     * A person and the last thing that was said.
     *
     * @param contact the key of the person
     */
    record Conversation(
            String contact,
            @Nullable String waId,
            @Nullable String userId,
            @Nullable String name,
            Instant lastAt,
            String lastDirection,
            String lastOrigin,
            String lastType,
            @Nullable String lastText) {

        /** Where a page ends that ends with this one. */
        public Cursor cursor() {
            return new Cursor(lastAt, contact);
        }
    }

    /**
     * One message of a conversation.
     *
     * @param origin {@code user}, {@code app} or {@code api}
     * @param messageId Meta's id; null for a send that has none yet
     * @param at Meta's time; for sends the time of acceptance
     * @param json Meta's object; for sends the request
     * @param send for {@code api}: how it left and where it stands
     * @param cursor where a page ends that ends with this one
     */
    record Line(
            String origin,
            String direction,
            @Nullable String messageId,
            String type,
            @Nullable String text,
            Instant at,
            String json,
            @Nullable SendFacts send,
            Cursor cursor) {}

    /** How an API send left and where it stands. */
    record SendFacts(
            long sendId,
            String state,
            @Nullable String mode,
            @Nullable String reason,
            @Nullable String detail) {}
}
