package dev.tandem.store;

import dev.tandem.operation.DataSubject;
import dev.tandem.operation.PersonalData;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Copies of webhooks, and parts in quarantine, that mention a person together with the number. An export names them only,
 * because they tell of others, too; erased they are as a whole: everything in them was worked off long ago.
 */
public final class PersonalWebhooks implements PersonalData {

    private static final List<String> TABLES = List.of("webhook_raw", "webhook_quarantine");

    /** Bodies are up to 4 MiB: few at a time. */
    private static final int PAGE = 20;

    private final JdbcTemplate jdbc;

    public PersonalWebhooks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "webhooks";
    }

    @Override
    public List<Map<String, Object>> export(DataSubject person) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String table : TABLES) {
            find(table, person)
                    .forEach(found -> rows.add(Columns.row(
                            "id", String.valueOf(found.position()),
                            "receivedAt", found.receivedAt().toString(),
                            "quarantined", table.equals("webhook_quarantine"))));
        }
        return rows;
    }

    @Override
    public int erase(DataSubject person, Instant now) {
        int erased = 0;
        for (String table : TABLES) {
            List<Object[]> positions = find(table, person).stream()
                    .map(found -> new Object[] {found.position()})
                    .toList();
            if (!positions.isEmpty()) {
                jdbc.batchUpdate("delete from " + table + " where position = ?", positions);
            }
            erased += positions.size();
        }
        return erased;
    }

    private record Found(long position, Instant receivedAt, boolean mentions) {}

    private List<Found> find(String table, DataSubject person) {
        Mentions mentions = new Mentions(person);
        List<Found> found = new ArrayList<>();
        List<Found> page;
        long after = -1;
        do {
            page = page(table, person, mentions, after);
            page.stream().filter(Found::mentions).forEach(found::add);
            after = page.isEmpty() ? after : page.get(page.size() - 1).position();
        } while (page.size() == PAGE);
        return found;
    }

    private List<Found> page(String table, DataSubject person, Mentions mentions, long after) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(after);
        arguments.addAll(mentions.values());
        arguments.add(PAGE);
        return jdbc.query(
                "select position, received_at, raw, encoding from " + table
                        + " where position > ? and (encoding <> 'text' or " + mentions.condition("raw")
                        + ") order by position limit ?",
                (row, n) -> {
                    RawText kept = new RawText(row.getString("raw"), row.getString("encoding"));
                    String text = new String(kept.bytes(), StandardCharsets.UTF_8);
                    return new Found(
                            row.getLong("position"),
                            Times.of(row, "received_at"),
                            text.contains(person.phoneNumberId()) && mentions.in(text));
                },
                arguments.toArray());
    }
}
