package dev.tandem.store;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.tandem.operation.DataSubject;
import dev.tandem.operation.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** What was said with a person, in and out, but for what went out through the API. */
public final class PersonalMessages implements PersonalData {

    private final JdbcTemplate jdbc;

    public PersonalMessages(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "messages";
    }

    @Override
    public List<Map<String, Object>> export(DataSubject person) {
        return jdbc.query(
                "select * from message where " + Columns.ofPerson(person, "contact") + " order by sent_at, position",
                (row, n) -> Columns.row(
                        "messageId", row.getString("message_id"),
                        "at", Times.of(row, "sent_at").toString(),
                        "direction", row.getString("direction"),
                        "origin", row.getString("origin"),
                        "type", row.getString("type"),
                        "text", row.getString("preview"),
                        "item", new RawValue(row.getString("item"))),
                Columns.values(person));
    }

    @Override
    public int erase(DataSubject person, Instant now) {
        return jdbc.update("delete from message where " + Columns.ofPerson(person, "contact"), Columns.values(person));
    }
}
