package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.MessageStanding;
import dev.tandem.domain.MessageStatus;
import dev.tandem.domain.NameSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads conversations. Thread-safe. */
public interface Conversations {

    /**
     * The conversations of a number, the latest first. What is looked for is part of a name, phone number or user id, or of what
     * a message says now; with a time it is about conversations that had a message then.
     *
     * @param before where the page before ended, null for the first
     */
    List<Conversation> list(BusinessNumber number, Search search, @Nullable Cursor before, int max);

    /** The conversation with the person of this name, see {@link ContactName}. */
    Optional<Conversation> find(BusinessNumber number, String name);

    /**
     * What was said with the person of this name, in and out, from phone and API, the latest first. Edits, recalls and
     * reactions are no lines of their own: they stand with the message that they are about.
     *
     * @param before where the page before ended, null for the first
     */
    List<Line> lines(BusinessNumber number, String name, Search search, @Nullable Cursor before, int max);

    /**
     * A person and the last thing that was said.
     *
     * @param contact the key of the person
     * @param name what they are called: by the CRM, else in the phone book, else by themselves
     * @param nameSource who calls them so, null without a name
     * @param username under which Meta finds a person who hides the phone number, null when none is known
     * @param freeEntryUntil until when Meta said that templates are free, null if it did not (R61)
     */
    record Conversation(
            String contact,
            @Nullable String waId,
            @Nullable String userId,
            @Nullable String name,
            @Nullable NameSource nameSource,
            @Nullable String username,
            Instant lastAt,
            String lastDirection,
            String lastOrigin,
            String lastType,
            @Nullable String lastText,
            @Nullable Instant freeEntryUntil) {

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
     * @param at Meta's time; for sends when they left, before that when they were accepted
     * @param text what a person reads of it now: of an edited one the latest version, of a recalled one nothing
     * @param facts what it says beside
     * @param standing what was said about it
     * @param status how far it got by what Meta said, for one of the past in either direction, null if nothing
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
            MessageFacts facts,
            MessageStanding standing,
            @Nullable MessageStatus status,
            String json,
            @Nullable SendFacts send,
            Cursor cursor) {

        /** Everything it ever said, the first version first; empty when it stands as it was written. */
        public List<MessageStanding.Version> versions() {
            return messageId == null ? List.of() : standing.versions(messageId, at, facts.text());
        }
    }

    /** How an API send left and where it stands. */
    record SendFacts(
            long sendId,
            String state,
            @Nullable String mode,
            @Nullable String reason,
            @Nullable String detail) {}
}
