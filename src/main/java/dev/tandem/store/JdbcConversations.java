package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NameSource;
import dev.tandem.webhook.Conversations;
import dev.tandem.webhook.Cursor;
import dev.tandem.webhook.Search;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads conversations from the stored messages and, for what went out through the API, from the ledger. */
public final class JdbcConversations implements Conversations {

    /** Goes with {@link #like}. */
    static final String LIKE = "like ? escape '!'";

    /** Behind everything that is there. */
    private static final Cursor END = new Cursor(Instant.parse("9000-01-01T00:00:00Z"), "");

    /** The name that a person gave themselves stands in the row, what others call them beside it. */
    private static final String SELECT = """
            select c.*, crm.name as crm_name, book.name as book_name from conversation c
            left join person_name crm on crm.phone_number_id = c.phone_number_id and crm.contact = c.contact
              and crm.source = 'crm'
            left join person_name book on book.phone_number_id = c.phone_number_id and book.contact = c.contact
              and book.source = 'phone_book'""";

    private final JdbcTemplate jdbc;
    private final ContactNames names;
    private final ConversationLines lines;

    public JdbcConversations(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.names = new ContactNames(jdbc);
        this.lines = new ConversationLines(jdbc);
    }

    @Override
    public List<Conversation> list(BusinessNumber number, Search search, @Nullable Cursor before, int max) {
        StringBuilder sql = new StringBuilder(SELECT).append(" where c.phone_number_id = ?");
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(number.phoneNumberId());
        if (search.text() != null) {
            String part = like(search.text());
            sql.append(
                    " and (lower(c.name) like ? or lower(crm.name) like ? or lower(book.name) like ?"
                            + " or lower(c.username) like ? or c.contact like ? or c.wa_id like ? or lower(c.user_id) like ? or ");
            arguments.addAll(Collections.nCopies(7, part));
            said(sql, arguments, search, part);
            sql.append(')');
        }
        if (!search.isAnyTime()) {
            sql.append(" and ");
            said(sql, arguments, search, null);
        }
        Cursor page = before == null ? END : before;
        // The first condition is the range of the index, and the order names all of its columns: HSQLDB takes it for
        // nothing less.
        sql.append(" and c.last_at <= ? and (c.last_at < ? or c.contact < ?)");
        arguments.add(Times.column(page.at()));
        arguments.add(Times.column(page.at()));
        arguments.add(page.key());
        sql.append(" order by c.phone_number_id desc, c.last_at desc, c.contact desc limit ?");
        arguments.add(max);
        return jdbc.query(sql.toString(), JdbcConversations::conversation, arguments.toArray());
    }

    /** A message of the conversation within the time, with the text if there is one. */
    private static void said(
            StringBuilder sql, List<@Nullable Object> arguments, Search search, @Nullable String part) {
        sql.append("""
                exists (select 1 from message m
                where m.phone_number_id = c.phone_number_id and m.contact = c.contact""");
        within(sql, arguments, "m.sent_at", search);
        if (part != null) {
            sql.append(" and lower(m.preview) ").append(LIKE);
            arguments.add(part);
        }
        sql.append(')');
    }

    /** A condition on a column of time. */
    static void within(StringBuilder sql, List<@Nullable Object> arguments, String column, Search search) {
        Instant from = search.from();
        if (from != null) {
            sql.append(" and ").append(column).append(" >= ?");
            arguments.add(Times.column(from));
        }
        Instant to = search.to();
        if (to != null) {
            sql.append(" and ").append(column).append(" < ?");
            arguments.add(Times.column(to));
        }
    }

    /** What contains the text; the database's own signs for "anything" are signs like all others. */
    static String like(String text) {
        return '%' + text.replaceAll("([!%_])", "!$1") + '%';
    }

    @Override
    public Optional<Conversation> find(BusinessNumber number, String name) {
        return names.findEver(number.phoneNumberId(), name).flatMap(contact -> jdbc
                .query(
                        SELECT + " where c.phone_number_id = ? and c.contact = ?",
                        JdbcConversations::conversation,
                        number.phoneNumberId(),
                        contact)
                .stream()
                .findFirst());
    }

    private static Conversation conversation(ResultSet columns, int n) throws SQLException {
        ConversationRow row = ConversationRow.read(columns, n);
        ConversationRow.Last last = row.last();
        Map<NameSource, String> called = new EnumMap<>(NameSource.class);
        put(called, NameSource.CRM, columns.getString("crm_name"));
        put(called, NameSource.PHONE_BOOK, columns.getString("book_name"));
        put(called, NameSource.PROFILE, row.name());
        NameSource first = called.keySet().stream().findFirst().orElse(null);
        return new Conversation(
                row.contact(),
                row.waId(),
                row.userId(),
                first == null ? null : called.get(first),
                first,
                row.username(),
                last.at(),
                last.direction(),
                last.origin(),
                last.type(),
                last.text(),
                row.freeEntryUntil());
    }

    private static void put(Map<NameSource, String> called, NameSource source, @Nullable String name) {
        if (name != null) {
            called.put(source, name);
        }
    }

    @Override
    public List<Line> lines(BusinessNumber number, String name, Search search, @Nullable Cursor before, int max) {
        String contact = names.findEver(number.phoneNumberId(), name).orElse(name);
        Set<String> all = names.known(number.phoneNumberId(), contact).names();
        all.add(contact);
        return lines.of(number.phoneNumberId(), contact, all, search, before, max);
    }
}
