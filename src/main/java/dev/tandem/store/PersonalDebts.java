package dev.tandem.store;

import dev.tandem.operation.DataSubject;
import dev.tandem.operation.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the limits remember of a person: when they were written to last. */
public final class PersonalDebts implements PersonalData {

    private final JdbcTemplate jdbc;

    public PersonalDebts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "limits";
    }

    @Override
    public List<Map<String, Object>> export(DataSubject person) {
        return jdbc.query(
                "select * from pair_debt where " + Columns.ofPerson(person, "contact") + " order by contact",
                (row, n) -> Columns.row(
                        "sent", row.getInt("sent"),
                        "since", Times.of(row, "burst_from").toString()),
                Columns.values(person));
    }

    @Override
    public int erase(DataSubject person, Instant now) {
        jdbc.update(
                "delete from portfolio_person where contact in ("
                        + Columns.marks(person.names().size()) + ")",
                person.names().toArray());
        return jdbc.update(
                "delete from pair_debt where " + Columns.ofPerson(person, "contact"), Columns.values(person));
    }
}
