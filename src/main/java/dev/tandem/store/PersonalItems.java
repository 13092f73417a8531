package dev.tandem.store;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.tandem.domain.Channel;
import dev.tandem.operation.DataSubject;
import dev.tandem.operation.PersonalData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Items of webhooks that were kept as they came and mention a person: contacts, preferences, history. The row stays, empty, so
 * that the same item coming again is known.
 */
public final class PersonalItems implements PersonalData {

    private static final String EMPTY = "{}";

    private final JdbcTemplate jdbc;

    public PersonalItems(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "items";
    }

    @Override
    public List<Map<String, Object>> export(DataSubject person) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Item item : find(person)) {
            rows.add(Columns.row(
                    "channel", item.channel(),
                    "field", item.field(),
                    "at", item.at().toString(),
                    "item", new RawValue(item.json())));
        }
        return rows;
    }

    @Override
    public int erase(DataSubject person, Instant now) {
        List<Object[]> ids =
                find(person).stream().map(item -> new Object[] {item.eventId()}).toList();
        if (!ids.isEmpty()) {
            jdbc.batchUpdate("update webhook_item set item = '" + EMPTY + "' where event_id = ?", ids);
        }
        return ids.size();
    }

    private record Item(String eventId, String channel, String field, Instant at, String json) {}

    private List<Item> find(DataSubject person) {
        Mentions mentions = new Mentions(person);
        List<Item> found = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            List<Object> arguments = new ArrayList<>(List.of(channel.code(), person.phoneNumberId()));
            arguments.addAll(mentions.values());
            jdbc.query(
                    "select * from webhook_item where channel = ? and phone_number_id = ? and "
                            + mentions.condition("item") + " order by channel, phone_number_id, received_at",
                    row -> {
                        String json = row.getString("item");
                        if (mentions.in(json)) {
                            found.add(new Item(
                                    row.getString("event_id"),
                                    row.getString("channel"),
                                    row.getString("field"),
                                    Times.of(row, "occurred_at"),
                                    json));
                        }
                    },
                    arguments.toArray());
        }
        return found;
    }
}
