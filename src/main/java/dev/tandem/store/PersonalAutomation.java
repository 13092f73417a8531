package dev.tandem.store;

import dev.tandem.operation.DataSubject;
import dev.tandem.operation.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whether a human has taken over the conversation with a person. */
public final class PersonalAutomation implements PersonalData {

    private final JdbcTemplate jdbc;

    public PersonalAutomation(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "automation";
    }

    @Override
    public List<Map<String, Object>> export(DataSubject person) {
        return jdbc
                .query(
                        "select * from automation_pause where " + Columns.ofPerson(person, "contact")
                                + " order by contact",
                        AutomationRows::read,
                        Columns.values(person))
                .stream()
                .map(pause -> Columns.row(
                        "pausedSince", pause.since().toString(),
                        "until", pause.until() == null ? null : pause.until().toString(),
                        "by", pause.by()))
                .toList();
    }

    @Override
    public int erase(DataSubject person, Instant now) {
        return jdbc.update(
                "delete from automation_pause where " + Columns.ofPerson(person, "contact"), Columns.values(person));
    }
}
