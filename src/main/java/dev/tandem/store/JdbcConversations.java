package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.webhook.Conversations;
import dev.tandem.webhook.Cursor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads conversations from the stored messages and, for what went out through the API, from the ledger. */
public final class JdbcConversations implements Conversations {

    /** Of two lines of the same time the message counts as the later one. */
    private static final Comparator<Line> LATEST_FIRST = Comparator.comparing(Line::at)
            .thenComparing(line -> line.send() == null)
            .reversed();

    private final JdbcTemplate jdbc;
    private final ContactNames names;

    public JdbcConversations(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.names = new ContactNames(jdbc);
    }

    @Override
    public List<Conversation> list(BusinessNumber number, @Nullable String query, @Nullable Cursor before, int max) {
        StringBuilder sql = new StringBuilder("select * from conversation where phone_number_id = ?");
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(number.phoneNumberId());
        if (query != null && !query.isBlank()) {
            sql.append(" and (lower(name) like ? or contact like ? or wa_id like ? or lower(user_id) like ?)");
            String part = '%' + query.strip().toLowerCase(Locale.ROOT).replaceAll("[%_\\\\]", "") + '%';
            arguments.addAll(Collections.nCopies(4, part));
        }
        if (before != null) {
            sql.append(" and (last_at < ? or (last_at = ? and contact < ?))");
            arguments.add(Times.column(before.at()));
            arguments.add(Times.column(before.at()));
            arguments.add(before.key());
        }
        sql.append(" order by last_at desc, contact desc limit ?");
        arguments.add(max);
        return jdbc.query(sql.toString(), ConversationRow::read, arguments.toArray()).stream()
                .map(JdbcConversations::conversation)
                .toList();
    }

    @Override
    public Optional<Conversation> find(BusinessNumber number, String name) {
        return names.findEver(number.phoneNumberId(), name)
                .flatMap(contact -> ConversationRow.find(jdbc, number.phoneNumberId(), contact))
                .map(JdbcConversations::conversation);
    }

    private static Conversation conversation(ConversationRow row) {
        ConversationRow.Last last = row.last();
        return new Conversation(
                row.contact(),
                row.waId(),
                row.userId(),
                row.name(),
                last.at(),
                last.direction(),
                last.origin(),
                last.type(),
                last.text());
    }

    @Override
    public List<Line> lines(BusinessNumber number, String name, @Nullable Cursor before, int max) {
        String contact = names.findEver(number.phoneNumberId(), name).orElse(name);
        Set<String> all = names.known(number.phoneNumberId(), contact).names();
        all.add(contact);
        List<Line> lines = new ArrayList<>(messages(number, contact, before, max));
        lines.addAll(sends(number, all, before, max));
        lines.sort(LATEST_FIRST);
        return lines.subList(0, Math.min(max, lines.size()));
    }

    /** The echo of an API send whose answer came later than the echo is the send itself: it is shown once (R35). */
    private List<Line> messages(BusinessNumber number, String contact, @Nullable Cursor before, int max) {
        Paging page = Paging.before(before, "m");
        return jdbc.query(
                """
                select m.* from message m
                where m.phone_number_id = ? and m.contact = ?
                  and (m.sent_at < ? or (m.sent_at = ? and m.position < ?))
                  and (m.origin <> 'app' or not exists (select 1 from send s where s.wamid = m.message_id))
                order by m.sent_at desc, m.position desc limit ?""",
                JdbcConversations::message,
                number.phoneNumberId(),
                contact,
                Times.column(page.at()),
                Times.column(page.at()),
                page.below(),
                max);
    }

    private List<Line> sends(BusinessNumber number, Set<String> contacts, @Nullable Cursor before, int max) {
        Paging page = Paging.before(before, "s");
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(number.phoneNumberId());
        arguments.addAll(contacts);
        arguments.add(Times.column(page.at()));
        arguments.add(Times.column(page.at()));
        arguments.add(page.below());
        arguments.add(max);
        return jdbc.query(
                """
                select * from send
                where phone_number_id = ? and contact in (%s) and (accepted_at < ? or (accepted_at = ? and id < ?))
                order by accepted_at desc, id desc limit ?""".formatted(String.join(", ", Collections.nCopies(contacts.size(), "?"))),
                JdbcConversations::send,
                arguments.toArray());
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
        return new Line(
                row.getString("origin"),
                row.getString("direction"),
                row.getString("message_id"),
                row.getString("type"),
                row.getString("preview"),
                at,
                row.getString("item"),
                null,
                new Cursor(at, "m" + row.getLong("position")));
    }

    private static Line send(ResultSet row, int n) throws SQLException {
        Instant at = Times.of(row, "accepted_at");
        String mode = row.getString("mode");
        return new Line(
                "api",
                "out",
                row.getString("wamid"),
                mode == null ? "send" : mode,
                null,
                at,
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
