package dev.tandem.store;

import dev.tandem.domain.Event;
import dev.tandem.domain.Reason;
import dev.tandem.webhook.WebhookItem;
import dev.tandem.webhook.WebhookItems;
import java.time.Instant;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Items kept as they came, and the quarantine, in a database. */
public final class JdbcWebhookItems implements WebhookItems {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final JdbcOutbox outbox;

    public JdbcWebhookItems(JdbcTemplate jdbc, TransactionTemplate transaction, JdbcOutbox outbox) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
    }

    @Override
    public boolean keep(WebhookItem item, Instant occurredAt, Event event) {
        return Races.run(transaction, () -> {
            if (isKnown(event.id())) {
                return false;
            }
            insert(item, occurredAt, event);
            outbox.write(List.of(event));
            return true;
        });
    }

    private boolean isKnown(String eventId) {
        return !jdbc.queryForList("select 1 from webhook_item where event_id = ?", eventId)
                .isEmpty();
    }

    private void insert(WebhookItem item, Instant occurredAt, Event event) {
        jdbc.update(
                """
                insert into webhook_item (event_id, channel, field, kind, phone_number_id, entry_id, occurred_at,
                  received_at, item)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                event.id(),
                event.channel().code(),
                Text.cut(item.envelope().field(), 100),
                item.kind(),
                event.phoneNumberId(),
                Text.cut(item.envelope().entryId(), 100),
                Times.column(occurredAt),
                Times.column(item.envelope().receivedAt()),
                item.json().toString());
    }

    @Override
    public void quarantine(Quarantined item) {
        try {
            transaction.executeWithoutResult(tx -> insert(item));
        } catch (DuplicateKeyException keptBefore) {
            // The same broken part came again: it is kept once. Was it tried once more, then in vain.
            transaction.executeWithoutResult(tx -> jdbc.update("""
                    update webhook_quarantine set replayed_at = null, detail = ?
                    where item_key = ? and replayed_at is not null""", Text.cut(item.detail(), 4000), item.key()));
        }
    }

    private void insert(Quarantined item) {
        jdbc.update(
                """
                insert into webhook_quarantine (item_key, received_at, reason, detail, field, phone_number_id, raw,
                  encoding)
                values (?, ?, ?, ?, ?, ?, ?, ?)""",
                item.key(),
                Times.column(item.receivedAt()),
                Reason.BROKEN_ITEM.code(),
                Text.cut(item.detail(), 4000),
                Text.cut(item.field(), 100),
                Text.cut(item.phoneNumberId(), 40),
                item.raw(),
                item.isBase64() ? "base64" : "text");
    }
}
