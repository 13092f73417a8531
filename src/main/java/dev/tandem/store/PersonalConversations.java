package dev.tandem.store;

import dev.tandem.operation.DataSubject;
import dev.tandem.operation.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** The conversation with a person, and its window. */
public final class PersonalConversations implements PersonalData {

    private final JdbcTemplate jdbc;

    public PersonalConversations(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "conversations";
    }

    @Override
    public List<Map<String, Object>> export(DataSubject person) {
        return jdbc
                .query(
                        "select * from conversation where " + Columns.ofPerson(person, "contact"),
                        ConversationRow::read,
                        Columns.values(person))
                .stream()
                .map(row -> Columns.row(
                        "contact", row.contact(),
                        "waId", row.waId(),
                        "userId", row.userId(),
                        "name", row.name(),
                        "username", row.username(),
                        "lastMessageAt", row.last().at().toString(),
                        "lastWroteAt",
                                row.lastLiveAt() == null
                                        ? null
                                        : row.lastLiveAt().toString()))
                .toList();
    }

    @Override
    public int erase(DataSubject person, Instant now) {
        return jdbc.update(
                "delete from conversation where " + Columns.ofPerson(person, "contact"), Columns.values(person));
    }
}
