package dev.tandem.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message by everything that was said about it. It depends on the set of changes alone, not on the order in
 * which they came or how often (R33).
 *
 * @param edits in the order of Meta's time, the one that counts last
 * @param revoked whether its author took it back: that wins over every edit, also a later one
 * @param reactions at most one of the person and one of the business
 */
public record MessageStanding(List<MessageChange> edits, boolean revoked, List<MessageChange> reactions) {

    /** Nothing was said about it. */
    public static final MessageStanding UNTOUCHED = new MessageStanding(List.of(), false, List.of());

    /**
     * Only its author edits and recalls a message; everybody may react to it, and the newest reaction of each counts.
     *
     * @param ofPerson whether the message is the person's, not the business's
     */
    public static MessageStanding of(boolean ofPerson, Collection<MessageChange> changes) {
        List<MessageChange> ordered =
                changes.stream().sorted(MessageChange.IN_ORDER).distinct().toList();
        Map<Boolean, MessageChange> reactions = new LinkedHashMap<>();
        ordered.stream()
                .filter(change -> change.kind() == MessageChange.Kind.REACTION)
                .forEach(change -> reactions.put(change.byPerson(), change));
        return new MessageStanding(
                byAuthor(ofPerson, MessageChange.Kind.EDIT, ordered),
                !byAuthor(ofPerson, MessageChange.Kind.REVOKE, ordered).isEmpty(),
                reactions.values().stream()
                        .filter(reaction -> reaction.text() != null)
                        .sorted(MessageChange.IN_ORDER)
                        .toList());
    }

    private static List<MessageChange> byAuthor(
            boolean ofPerson, MessageChange.Kind kind, List<MessageChange> ordered) {
        return ordered.stream()
                .filter(change -> change.kind() == kind && change.byPerson() == ofPerson)
                .toList();
    }

    /** Whether its author wrote it anew. */
    public boolean edited() {
        return !edits.isEmpty();
    }

    /**
     * What a person reads of it now; null when it was recalled.
     *
     * @param original what it said at first
     */
    public @Nullable String text(@Nullable String original) {
        if (revoked) {
            return null;
        }
        return edits.isEmpty() ? original : edits.get(edits.size() - 1).text();
    }

    /**
     * Everything it ever said, the first version first; empty when it stands as it was written.
     *
     * @param id its own id
     * @param at when it was written
     * @param original what it said at first
     */
    public List<Version> versions(String id, Instant at, @Nullable String original) {
        if (edits.isEmpty() && !revoked) {
            return List.of();
        }
        Version first = new Version(id, at, original);
        return Stream.concat(
                        Stream.of(first), edits.stream().map(edit -> new Version(edit.id(), edit.at(), edit.text())))
                .toList();
    }

    /**
     * What a message said from a moment on.
     *
     * @param id Meta's id of the message, or of the edit
     */
    public record Version(String id, Instant at, @Nullable String text) {}
}
