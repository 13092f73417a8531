package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import dev.tandem.domain.MessageChange;
import dev.tandem.domain.MessageStanding;
import dev.tandem.domain.MessageStatus;
import dev.tandem.webhook.Message;
import dev.tandem.webhook.PastMessage;
import dev.tandem.webhook.PastMessages;
import dev.tandem.webhook.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The messages from before the linking in a database. */
public final class JdbcPastMessages implements PastMessages {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final JdbcOutbox outbox;
    private final ContactNames names;
    private final PastRows rows;
    private final MessageRows messages;
    private final MessageChanges changes;

    public JdbcPastMessages(JdbcTemplate jdbc, TransactionTemplate transaction, JdbcOutbox outbox) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
        this.names = new ContactNames(jdbc);
        this.rows = new PastRows(jdbc);
        this.messages = new MessageRows(jdbc);
        this.changes = new MessageChanges(jdbc);
    }

    @Override
    public boolean keep(BusinessNumber number, Person person, List<PastMessage> slice, Event event) {
        return Races.run(transaction, () -> {
            boolean changed = false;
            for (Map.Entry<String, List<PastMessage>> part : byContact(number.phoneNumberId(), person, slice)) {
                changed |= keep(number, person, part.getKey(), part.getValue());
            }
            if (changed) {
                outbox.write(List.of(event));
            }
            return changed;
        });
    }

    /** By whose the person's names were when it was written; mostly all is one contact's. */
    private List<Map.Entry<String, List<PastMessage>>> byContact(
            String phoneNumberId, Person person, List<PastMessage> slice) {
        TreeMap<Instant, List<PastMessage>> times = new TreeMap<>();
        Set<Instant> left = names.leftAt(phoneNumberId, person.names());
        for (PastMessage one : slice) {
            Instant until = left.stream()
                    .filter(at -> !at.isBefore(one.message().at()))
                    .min(Instant::compareTo)
                    .orElse(Instant.MAX);
            times.computeIfAbsent(until, at -> new ArrayList<>()).add(one);
        }
        List<Map.Entry<String, List<PastMessage>>> parts = new ArrayList<>();
        times.forEach((until, part) -> {
            Instant last = part.stream()
                    .map(one -> one.message().at())
                    .max(Instant::compareTo)
                    .orElseThrow();
            parts.add(Map.entry(names.contact(phoneNumberId, person, last), part));
        });
        return parts;
    }

    private boolean keep(BusinessNumber number, Person person, String contact, List<PastMessage> part) {
        String phoneNumberId = number.phoneNumberId();
        PastSlice slice = PastSlice.of(part);
        slice.leaveOut(rows.own(phoneNumberId, slice.ids()));
        slice.leaveOut(rows.changes(phoneNumberId, slice.ids()));
        Map<String, PastRows.Row> standing = rows.find(phoneNumberId, slice.idsAndTargets());
        // The stand-in of a change that came as a message first is nothing that a change could be.
        slice.changes().removeIf(change -> standing.containsKey(change.id()));
        changes.insert(phoneNumberId, contact, slice.changes());
        Map<String, List<MessageChange>> said = changes.of(phoneNumberId, slice.idsAndTargets());
        List<PastRows.Row> fresh = new ArrayList<>();
        Map<String, PastRows.Row> rewritten = new LinkedHashMap<>();
        for (PastMessage one : slice.messages()) {
            PastRows.Row before = standing.get(one.message().id());
            if (before == null) {
                PastRows.Row row =
                        PastRows.Row.of(one.message(), contact, one.message().text(), PastRows.PLACED, one.status());
                fresh.add(reading(row, said));
            } else {
                rewritten.put(before.messageId(), after(before, one, contact));
            }
        }
        slice.targets().stream()
                .filter(standing::containsKey)
                .forEach(id -> rewritten.putIfAbsent(id, standing.get(id)));
        rewritten.replaceAll((id, row) -> {
            PastRows.Row before = standing.get(id);
            boolean reads =
                    said.containsKey(id) || (before != null && !row.item().equals(before.item()));
            return reads ? reading(row, said) : row;
        });
        rewritten.values().removeIf(row -> row.equals(standing.get(row.messageId())));
        rows.insert(phoneNumberId, fresh);
        rows.rewrite(phoneNumberId, rewritten.values());
        if (fresh.isEmpty() && rewritten.isEmpty() && slice.changes().isEmpty()) {
            return false;
        }
        ConversationRow.@Nullable Last last = slice.changes().stream()
                .map(ConversationRow.Last::ofChange)
                .reduce(ConversationRow.Last::orLater)
                .orElse(null);
        for (PastRows.Row row : fresh) {
            last = last == null ? row.last() : last.orLater(row.last());
        }
        Collection<PastRows.Row> moved = rewritten.values();
        show(phoneNumberId, person, contact, last, !moved.isEmpty());
        moved.stream()
                .flatMap(row -> Stream.ofNullable(standing.get(row.messageId())))
                .map(PastRows.Row::contact)
                .filter(other -> !other.isEmpty() && !other.equals(contact))
                .distinct()
                .forEach(other -> refresh(phoneNumberId, other));
        JdbcMedia.keepAll(jdbc, number, slice.withContent(standing));
        return true;
    }

    /** What came live stays as it is; of what did not, place and content are completed. */
    private static PastRows.Row after(PastRows.Row before, PastMessage said, String contact) {
        return before.isLive() ? before.further(said.status()) : before.placed(said, contact);
    }

    private static PastRows.Row reading(PastRows.Row row, Map<String, List<MessageChange>> said) {
        return row.saying(
                MessageStanding.of(row.direction().equals("in"), said.getOrDefault(row.messageId(), List.of()))
                        .text(row.original()));
    }

    /**
     * The conversation with what is new in it; it opens no window.
     *
     * @param last the last of what was added, null when nothing was
     * @param isRewritten whether rows that were there before are others now
     */
    private void show(
            String phoneNumberId,
            @Nullable Person person,
            String contact,
            ConversationRow.@Nullable Last last,
            boolean isRewritten) {
        ContactNames.Known known = names.known(phoneNumberId, contact);
        Optional<ConversationRow> before = ConversationRow.find(jdbc, phoneNumberId, contact);
        Optional<ConversationRow.Last> latest =
                isRewritten ? messages.latest(phoneNumberId, contact) : Optional.empty();
        ConversationRow.Last said = latest.orElse(last);
        if (before.isPresent()) {
            ConversationRow row = before.get();
            ConversationRow.Last now = latest.isPresent() || said == null
                    ? latest.orElse(row.last())
                    : row.last().orLater(said);
            ConversationRow after = row.withPast(known, person, now);
            if (!after.equals(row)) {
                after.update(jdbc);
            }
        } else if (said != null) {
            ConversationRow.firstPast(phoneNumberId, contact, known, person, said)
                    .insert(jdbc);
        }
    }

    /** A conversation that a message was taken from. */
    private void refresh(String phoneNumberId, String contact) {
        Optional<ConversationRow.Last> latest = messages.latest(phoneNumberId, contact);
        Optional<ConversationRow> row = ConversationRow.find(jdbc, phoneNumberId, contact);
        if (row.isPresent() && latest.isPresent()) {
            row.get()
                    .withPast(names.known(phoneNumberId, contact), null, latest.get())
                    .update(jdbc);
        } else if (row.isPresent() && row.get().lastLiveAt() == null) {
            jdbc.update("delete from conversation where phone_number_id = ? and contact = ?", phoneNumberId, contact);
        }
    }

    @Override
    public boolean join(
            BusinessNumber number, @Nullable Person person, Message withFile, Function<Place, Event> event) {
        return Races.run(transaction, () -> joinOnce(number, person, withFile, event));
    }

    private boolean joinOnce(
            BusinessNumber number, @Nullable Person person, Message withFile, Function<Place, Event> event) {
        String phoneNumberId = number.phoneNumberId();
        Set<String> id = Set.of(withFile.id());
        Optional<PastRows.Row> standing =
                Optional.ofNullable(rows.find(phoneNumberId, id).get(withFile.id()));
        boolean takesPlace = standing.filter(row -> !row.isLive() && !row.isLoose() && row.isPlaceholder())
                .isPresent();
        if ((standing.isPresent() && !takesPlace)
                || !rows.own(phoneNumberId, id).isEmpty()) {
            return false;
        }
        Map<String, List<MessageChange>> said = changes.of(phoneNumberId, id);
        PastRows.Row row = standing.map(placeholder -> placeholder.joined(withFile))
                .orElseGet(() -> PastRows.Row.of(
                        withFile, contact(phoneNumberId, person, withFile), null, PastRows.LOOSE, null));
        row = reading(row, said);
        if (takesPlace) {
            rows.rewrite(phoneNumberId, List.of(row));
        } else {
            rows.insert(phoneNumberId, List.of(row));
        }
        if (!row.contact().isEmpty()) {
            show(phoneNumberId, person, row.contact(), row.last(), takesPlace);
        }
        JdbcMedia.keepAll(jdbc, number, List.of(withFile));
        outbox.write(List.of(event.apply(new Place(row.contact(), row.direction(), row.at()))));
        return true;
    }

    private String contact(String phoneNumberId, @Nullable Person person, Message message) {
        return person == null ? "" : names.contact(phoneNumberId, person, message.at());
    }

    /** The messages of a part of a thread, each once, and the changes of messages in it. */
    private record PastSlice(Map<String, PastMessage> byId, List<Message> changes) {

        static PastSlice of(List<PastMessage> part) {
            PastSlice slice = new PastSlice(new LinkedHashMap<>(), new ArrayList<>());
            Set<String> changed = new LinkedHashSet<>();
            for (PastMessage one : part) {
                if (one.message().about().isEmpty()) {
                    slice.byId.merge(one.message().id(), one, PastSlice::both);
                } else if (changed.add(one.message().id())) {
                    slice.changes.add(one.message());
                }
            }
            slice.changes.removeIf(change -> slice.byId.containsKey(change.id()));
            return slice;
        }

        /** The same message twice in one part: content over placeholder, and the further status. */
        private static PastMessage both(PastMessage one, PastMessage other) {
            return new PastMessage(
                    one.isPlaceholder() ? other.message() : one.message(),
                    MessageStatus.further(one.status(), other.status()));
        }

        Collection<PastMessage> messages() {
            return byId.values();
        }

        Set<String> ids() {
            Set<String> ids = new LinkedHashSet<>(byId.keySet());
            changes.forEach(change -> ids.add(change.id()));
            return ids;
        }

        Set<String> targets() {
            Set<String> targets = new LinkedHashSet<>();
            changes.forEach(change -> change.about().ifPresent(about -> targets.add(about.messageId())));
            return targets;
        }

        Set<String> idsAndTargets() {
            Set<String> all = ids();
            all.addAll(targets());
            return all;
        }

        void leaveOut(Set<String> ids) {
            byId.keySet().removeAll(ids);
            changes.removeIf(change -> ids.contains(change.id()));
        }

        /** Those whose content is from this part: new ones, and those that were a placeholder before. */
        List<Message> withContent(Map<String, PastRows.Row> standing) {
            return byId.values().stream()
                    .map(PastMessage::message)
                    .filter(message -> {
                        PastRows.Row before = standing.get(message.id());
                        return before == null || (!before.isLive() && (before.isLoose() || before.isPlaceholder()));
                    })
                    .toList();
        }
    }
}
