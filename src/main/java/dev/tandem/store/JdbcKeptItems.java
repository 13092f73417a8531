package dev.tandem.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Channel;
import dev.tandem.webhook.Cursor;
import dev.tandem.webhook.KeptItems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads the items kept as they came from a database; {@link JdbcWebhookItems} writes them. */
public final class JdbcKeptItems implements KeptItems {

    private final JdbcTemplate jdbc;
    private final ObjectMapper json;

    public JdbcKeptItems(JdbcTemplate jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public List<KeptItem> newest(BusinessNumber number, Channel channel, @Nullable Cursor before, int max) {
        StringBuilder sql = new StringBuilder("select event_id, field, occurred_at, received_at, item from webhook_item"
                + " where channel = ? and phone_number_id = ?");
        List<Object> arguments = new ArrayList<>(List.of(channel.code(), number.phoneNumberId()));
        if (before != null) {
            sql.append(" and received_at <= ? and (received_at < ? or event_id < ?)");
            arguments.addAll(List.of(Times.column(before.at()), Times.column(before.at()), before.key()));
        }
        sql.append(" order by received_at desc, event_id desc limit ?");
        arguments.add(max);
        return jdbc.query(
                sql.toString(),
                (row, n) -> new KeptItem(
                        row.getString("event_id"),
                        row.getString("field"),
                        Times.of(row, "occurred_at"),
                        Times.of(row, "received_at"),
                        parsed(row.getString("item"))),
                arguments.toArray());
    }

    private JsonNode parsed(String item) {
        try {
            return json.readTree(item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A kept item is no JSON, though it was written as such: " + item, e);
        }
    }
}
