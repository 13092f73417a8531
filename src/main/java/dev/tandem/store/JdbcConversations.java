package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.webhook.Conversations;
import dev.tandem.webhook.Cursor;
import dev.tandem.webhook.Search;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads conversations from the stored messages and, for what went out through the API, from the ledger. */
public final class JdbcConversations implements Conversations {

    /** Goes with {@link #like}. */
    static final String LIKE = "like ? escape '!'";

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
        StringBuilder sql = new StringBuilder("select c.* from conversation c where c.phone_number_id = ?");
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(number.phoneNumberId());
        if (search.text() != null) {
            String part = like(search.text());
            sql.append(" and (lower(c.name) like ? or lower(c.username) like ? or c.contact like ? or c.wa_id like ?"
                    + " or lower(c.user_id) like ? or ");
            arguments.addAll(Collections.nCopies(5, part));
            said(sql, arguments, search, part);
            sql.append(')');
        }
        if (!search.isAnyTime()) {
            sql.append(" and ");
            said(sql, arguments, search, null);
        }
        if (before != null) {
            sql.append(" and (c.last_at < ? or (c.last_at = ? and c.contact < ?))");
            arguments.add(Times.column(before.at()));
            arguments.add(Times.column(before.at()));
            arguments.add(before.key());
        }
        sql.append(" order by c.last_at desc, c.contact desc limit ?");
        arguments.add(max);
        return jdbc.query(sql.toString(), ConversationRow::read, arguments.toArray()).stream()
                .map(JdbcConversations::conversation)
                .toList();
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
                row.username(),
                last.at(),
                last.direction(),
                last.origin(),
                last.type(),
                last.text(),
                row.freeEntryUntil());
    }

    @Override
    public List<Line> lines(BusinessNumber number, String name, Search search, @Nullable Cursor before, int max) {
        String contact = names.findEver(number.phoneNumberId(), name).orElse(name);
        Set<String> all = names.known(number.phoneNumberId(), contact).names();
        all.add(contact);
        return lines.of(number.phoneNumberId(), contact, all, search, before, max);
    }
}
