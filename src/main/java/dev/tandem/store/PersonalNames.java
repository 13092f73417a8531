package dev.tandem.store;

import dev.tandem.operation.DataSubject;
import dev.tandem.operation.PersonalData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** The names that a person is known by, and those they had before they changed their number. */
public final class PersonalNames implements PersonalData {

    private final JdbcTemplate jdbc;

    public PersonalNames(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "names";
    }

    @Override
    public List<Map<String, Object>> export(DataSubject person) {
        List<Map<String, Object>> names = new ArrayList<>(jdbc.query(
                "select name from contact_name where " + Columns.ofPerson(person, "contact") + " order by name",
                (row, n) -> Columns.row("name", row.getString("name")),
                Columns.values(person)));
        names.addAll(jdbc.query(
                "select name, until_at from former_name where " + Columns.ofPerson(person, "contact")
                        + " order by name, until_at",
                (row, n) -> Columns.row(
                        "name",
                        row.getString("name"),
                        "until",
                        Times.of(row, "until_at").toString()),
                Columns.values(person)));
        names.addAll(jdbc.query(
                "select name, source from person_name where name is not null and " + Columns.ofPerson(person, "contact")
                        + " order by source, contact",
                (row, n) -> Columns.row("name", row.getString("name"), "givenBy", row.getString("source")),
                Columns.values(person)));
        return names;
    }

    @Override
    public int erase(DataSubject person, Instant now) {
        return jdbc.update(
                        "delete from contact_name where " + Columns.ofPerson(person, "contact"), Columns.values(person))
                + jdbc.update(
                        "delete from person_name where " + Columns.ofPerson(person, "contact"), Columns.values(person))
                + jdbc.update(
                        "delete from former_name where " + Columns.ofPerson(person, "contact"), Columns.values(person));
    }
}
