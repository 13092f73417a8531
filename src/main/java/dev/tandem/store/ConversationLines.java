package dev.tandem.store;

import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.MessageChange;
import dev.tandem.domain.MessageStanding;
import dev.tandem.domain.MessageStatus;
import dev.tandem.webhook.Conversations.Line;
import dev.tandem.webhook.Conversations.SendFacts;
import dev.tandem.webhook.Cursor;
import dev.tandem.webhook.MessageFacts;
import dev.tandem.webhook.Search;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;

/** Reads what was said with a person: the stored messages and the sends in one order, with what was said about each. */
final class ConversationLines {

    /** Of two lines of the same time the message counts as the later one. */
    private static final Comparator<Line> LATEST_FIRST = Comparator.comparing(Line::at)
            .thenComparing(line -> line.send() == null)
            .reversed();

    /** The names first, because HSQLDB answers a list of them by reading every send of the number. */
    private static final String SENDS_OF_PERSON = """
             from unnest(cast(? as varchar(160) array)) as asked (called)
            join send s on s.phone_number_id = ? and s.contact = asked.called""";

    /** Not {@code mode = 'freeform'}: with that HSQLDB does not take the index that begins with the person. */
    private static final String REACTIONS_SENT = """
            select s.wamid, s.request, s.placed_at
            %s
            where s.wamid is not null and s.state <> 'failed' and s.mode <> 'template'
              and s.request like '%%"type":"reaction"%%'""".formatted(SENDS_OF_PERSON);

    private final JdbcTemplate jdbc;
    private final MessageChanges changes;

    ConversationLines(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.changes = new MessageChanges(jdbc);
    }

    /**
     * @param contact the person's key
     * @param names every name under which a send may have gone to the person
     */
    List<Line> of(
            String phoneNumberId, String contact, Set<String> names, Search search, @Nullable Cursor before, int max) {
        List<Line> lines = new ArrayList<>(messages(phoneNumberId, contact, search, before, max));
        lines.addAll(sends(phoneNumberId, names, search, before, max));
        lines.sort(LATEST_FIRST);
        return told(phoneNumberId, names, lines.subList(0, Math.min(max, lines.size())));
    }

    /** The echo of an API send whose answer came later than the echo is the send itself: it is shown once (R35). */
    private List<Line> messages(String phoneNumberId, String contact, Search search, @Nullable Cursor before, int max) {
        Paging page = Paging.before(before, "m");
        StringBuilder sql = new StringBuilder("""
                select m.* from message m
                where m.phone_number_id = ? and m.contact = ?
                  and m.sent_at <= ? and (m.sent_at < ? or m.position < ?)
                  and (m.origin <> 'app' or not exists (select 1 from send s where s.wamid = m.message_id))""");
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(phoneNumberId);
        arguments.add(contact);
        arguments.add(Times.column(page.at()));
        arguments.add(Times.column(page.at()));
        arguments.add(page.below());
        JdbcConversations.within(sql, arguments, "m.sent_at", search);
        if (search.text() != null) {
            sql.append(" and lower(m.preview) ").append(JdbcConversations.LIKE);
            arguments.add(JdbcConversations.like(search.text()));
        }
        sql.append(" order by m.phone_number_id desc, m.contact desc, m.sent_at desc, m.position desc limit ?");
        arguments.add(max);
        return jdbc.query(sql.toString(), ConversationLines::message, arguments.toArray());
    }

    /** A send's text stands in its request: what is looked for is found by reading page after page. */
    private List<Line> sends(
            String phoneNumberId, Set<String> contacts, Search search, @Nullable Cursor before, int max) {
        List<Line> found = new ArrayList<>();
        Cursor next = before;
        List<Line> page;
        do {
            page = sendPage(phoneNumberId, contacts, search, next, max);
            page.stream()
                    .filter(line -> search.fits(line.text()))
                    .limit(max - (long) found.size())
                    .forEach(found::add);
            next = page.isEmpty() ? next : page.get(page.size() - 1).cursor();
        } while (page.size() == max && found.size() < max);
        return found;
    }

    private List<Line> sendPage(
            String phoneNumberId, Set<String> contacts, Search search, @Nullable Cursor before, int max) {
        Paging page = Paging.before(before, "s");
        StringBuilder sql = new StringBuilder("select s.*" + SENDS_OF_PERSON)
                .append(" where s.placed_at <= ? and (s.placed_at < ? or s.id < ?)");
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(Times.column(page.at()));
        arguments.add(Times.column(page.at()));
        arguments.add(page.below());
        JdbcConversations.within(sql, arguments, "s.placed_at", search);
        sql.append(" order by s.placed_at desc, s.id desc limit ?");
        arguments.add(max);
        return jdbc.query(sql.toString(), ofPerson(phoneNumberId, contacts, arguments), ConversationLines::send);
    }

    private static PreparedStatementSetter ofPerson(
            String phoneNumberId, Set<String> contacts, List<@Nullable Object> arguments) {
        return statement -> {
            TextArray.set(statement, 1, contacts);
            statement.setString(2, phoneNumberId);
            for (int i = 0; i < arguments.size(); i++) {
                statement.setObject(3 + i, arguments.get(i));
            }
        };
    }

    /** The same lines with what was said about them since. */
    private List<Line> told(String phoneNumberId, Set<String> names, List<Line> lines) {
        List<String> ids = lines.stream()
                .map(Line::messageId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Map<String, List<MessageChange>> said = changes.of(phoneNumberId, ids);
        if (!ids.isEmpty()) {
            reactionsSent(phoneNumberId, names, said);
        }
        Map<String, List<DeliveryStatus>> statuses = statuses(ids);
        return lines.stream()
                .map(line -> told(
                        line,
                        said.getOrDefault(line.messageId(), List.of()),
                        DeliveryStatus.standing(statuses.getOrDefault(line.messageId(), List.of()))))
                .toList();
    }

    /** What we reacted with over the API stands in the ledger, and is put to what was reacted with on the phone. */
    private void reactionsSent(String phoneNumberId, Set<String> contacts, Map<String, List<MessageChange>> said) {
        jdbc.query(REACTIONS_SENT, ofPerson(phoneNumberId, contacts, List.of()), row -> {
            MessageFacts.reactionOf(row.getString("request"), row.getString("wamid"), Times.of(row, "placed_at"))
                    .ifPresent(about -> said.computeIfAbsent(about.messageId(), id -> new ArrayList<>())
                            .add(about.change()));
        });
    }

    private static Line told(Line line, List<MessageChange> changes, Optional<DeliveryStatus> status) {
        MessageStatus live = status.map(MessageStatus::of).orElse(null);
        MessageStanding standing = MessageStanding.of(line.direction().equals("in"), changes);
        return new Line(
                line.origin(),
                line.direction(),
                line.messageId(),
                line.type(),
                standing.text(line.text()),
                line.at(),
                line.facts(),
                standing,
                MessageStatus.further(line.status(), live),
                line.json(),
                line.send(),
                line.cursor());
    }

    private Map<String, List<DeliveryStatus>> statuses(Collection<String> wamids) {
        Map<String, List<DeliveryStatus>> statuses = new LinkedHashMap<>();
        if (wamids.isEmpty()) {
            return statuses;
        }
        jdbc.query("""
                select s.wamid, s.status from unnest(cast(? as varchar(300) array)) as asked (called)
                join send_status s on s.wamid = asked.called""", statement -> TextArray.set(statement, 1, wamids), row -> {
            DeliveryStatus.parse(row.getString("status")).ifPresent(addTo(statuses, row.getString("wamid")));
        });
        return statuses;
    }

    private static Consumer<DeliveryStatus> addTo(Map<String, List<DeliveryStatus>> statuses, String wamid) {
        return statuses.computeIfAbsent(wamid, id -> new ArrayList<>())::add;
    }

    /** Where a list begins: below this number at that time, or any number before it. */
    private record Paging(Instant at, long below) {

        private static final Instant END = Instant.parse("9000-01-01T00:00:00Z");

        static Paging before(@Nullable Cursor cursor, String kind) {
            if (cursor == null) {
                return new Paging(END, 0);
            }
            if (cursor.key().startsWith(kind)) {
                return new Paging(cursor.at(), Long.parseLong(cursor.key().substring(1)));
            }
            // After a message all sends of the same time follow; after a send no message of the same time does.
            boolean sendsFollow = kind.equals("s") && !cursor.key().isEmpty();
            return new Paging(cursor.at(), sendsFollow ? Long.MAX_VALUE : Long.MIN_VALUE);
        }
    }

    private static Line message(ResultSet row, int n) throws SQLException {
        Instant at = Times.of(row, "sent_at");
        MessageFacts facts = MessageFacts.of(row.getString("item"));
        return new Line(
                row.getString("origin"),
                row.getString("direction"),
                row.getString("message_id"),
                row.getString("type"),
                row.getString("preview"),
                at,
                facts,
                MessageStanding.UNTOUCHED,
                MessageStatus.parse(row.getString("status")),
                row.getString("item"),
                null,
                new Cursor(at, "m" + row.getLong("position")));
    }

    private static Line send(ResultSet row, int n) throws SQLException {
        Instant at = Times.of(row, "placed_at");
        String mode = row.getString("mode");
        MessageFacts facts = MessageFacts.ofRequest(row.getString("request"));
        return new Line(
                "api",
                "out",
                row.getString("wamid"),
                mode == null ? "send" : mode,
                "template".equals(mode) ? null : facts.text(),
                at,
                facts,
                MessageStanding.UNTOUCHED,
                null,
                row.getString("request"),
                new SendFacts(
                        row.getLong("id"),
                        row.getString("state"),
                        mode,
                        row.getString("reason"),
                        row.getString("detail")),
                new Cursor(at, "s" + row.getLong("id")));
    }
}
