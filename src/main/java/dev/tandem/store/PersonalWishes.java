package dev.tandem.store;

import dev.tandem.operation.DataSubject;
import dev.tandem.operation.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a person wants to receive. An opt-in is erased with the person; an opt-out stays, because forgetting it would make it
 * possible to write to somebody who asked for the opposite.
 */
public final class PersonalWishes implements PersonalData {

    private final JdbcTemplate jdbc;

    public PersonalWishes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "wishes";
    }

    /** Those for this number, and those for all of them. */
    private static String condition(DataSubject person) {
        return "phone_number_id in (?, '') and name in ("
                + Columns.marks(person.names().size()) + ")";
    }

    @Override
    public List<Map<String, Object>> export(DataSubject person) {
        return jdbc.query(
                "select * from consent where " + condition(person) + " order by told_at, name, kind",
                (row, n) -> Columns.row(
                        "name", row.getString("name"),
                        "kind", row.getString("kind"),
                        "given", row.getBoolean("given"),
                        "source", row.getString("source"),
                        "at", Times.of(row, "told_at").toString()),
                Columns.values(person));
    }

    @Override
    public int erase(DataSubject person, Instant now) {
        return jdbc.update(
                "delete from consent where kind = 'opt_in' and " + condition(person), Columns.values(person));
    }
}
