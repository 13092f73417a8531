package dev.tandem.store;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.tandem.operation.DataSubject;
import dev.tandem.operation.PersonalData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** What was said with a person, in and out, with edits, recalls and reactions, but for what went out through the API. */
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
        String theirs = Columns.ofPerson(person, "contact");
        List<Object> twice = new ArrayList<>(List.of(Columns.values(person)));
        twice.addAll(List.of(Columns.values(person)));
        return jdbc.query(
                """
                select message_id, sent_at, direction, origin, type, preview, item, position from message where %s
                union all
                select change_id, sent_at, case origin when 'user' then 'in' else 'out' end, origin, kind, preview, item,
                  position
                from message_change where %s
                order by sent_at, position""".formatted(theirs, theirs),
                (row, n) -> Columns.row(
                        "messageId", row.getString("message_id"),
                        "at", Times.of(row, "sent_at").toString(),
                        "direction", row.getString("direction"),
                        "origin", row.getString("origin"),
                        "type", row.getString("type"),
                        "text", row.getString("preview"),
                        "item", new RawValue(row.getString("item"))),
                twice.toArray());
    }

    @Override
    public int erase(DataSubject person, Instant now) {
        String theirs = Columns.ofPerson(person, "contact");
        return jdbc.update("delete from message where " + theirs, Columns.values(person))
                + jdbc.update("delete from message_change where " + theirs, Columns.values(person));
    }
}
