package dev.tandem.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.Channel;
import dev.tandem.domain.Event;
import dev.tandem.domain.Outbox;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The outbox as a table. {@link #write} joins the transaction of whoever changed something, so that a change and its event
 * are on disk together.
 */
public final class JdbcOutbox implements Outbox {

    private static final String INSERT = """
            insert into outbox (event_id, channel, phone_number_id, contact, type, source, body)
            values (?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ObjectMapper json;
    private final EventContacts contacts;
    private final List<Consumer<Set<Channel>>> listeners = new CopyOnWriteArrayList<>();

    public JdbcOutbox(JdbcTemplate jdbc, TransactionTemplate transaction, ObjectMapper json) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.json = json;
        this.contacts = new EventContacts(jdbc);
    }

    /** Writes events in the caller's transaction and rings the listeners once it is committed. */
    void write(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                INSERT, contacts.complete(events).stream().map(this::columns).toList());
        Set<Channel> channels = events.stream().map(Event::channel).collect(Collectors.toSet());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                listeners.forEach(listener -> listener.accept(channels));
            }
        });
    }

    private Object[] columns(Event event) {
        return new Object[] {
            event.id(),
            event.channel().code(),
            event.phoneNumberId(),
            event.contact(),
            event.type(),
            event.source(),
            text(event)
        };
    }

    private String text(Event event) {
        try {
            return json.writeValueAsString(event.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The body of event " + event.id() + " cannot be written as JSON", e);
        }
    }

    @Override
    public List<Pending> pending(long after, int max) {
        return jdbc.query(
                "select * from outbox where position > ? order by position limit ?",
                (row, n) -> new Pending(
                        row.getLong("position"),
                        new EventHead(
                                row.getString("event_id"),
                                Channel.valueOf(row.getString("channel").toUpperCase(Locale.ROOT)),
                                row.getString("phone_number_id"),
                                row.getString("contact"),
                                row.getString("type"),
                                row.getString("source")),
                        row.getString("body")),
                after,
                max);
    }

    @Override
    public void published(List<Long> positions) {
        transaction.executeWithoutResult(tx -> jdbc.batchUpdate(
                "delete from outbox where position = ?",
                positions.stream().map(position -> new Object[] {position}).toList()));
    }

    @Override
    public void onArrival(Consumer<Set<Channel>> listener) {
        listeners.add(listener);
    }
}
