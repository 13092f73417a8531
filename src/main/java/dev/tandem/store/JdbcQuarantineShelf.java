package dev.tandem.store;

import dev.tandem.operation.QuarantineShelf;
import dev.tandem.operation.WebhookArchive;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The quarantine in a database, where an operator looks at it; {@link JdbcWebhookItems} fills it. */
public final class JdbcQuarantineShelf implements QuarantineShelf {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcQuarantineShelf(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public List<Item> newest(@Nullable Long before, int max) {
        return jdbc.query(
                """
                select position, received_at, reason, detail, field, phone_number_id, encoding, replayed_at,
                  substring(raw from 1 for %d) as beginning
                from webhook_quarantine where position < ? order by position desc limit ?""".formatted(RawText.PREFIX),
                (row, n) -> new Item(
                        row.getLong("position"),
                        Times.of(row, "received_at"),
                        row.getString("reason"),
                        row.getString("detail"),
                        row.getString("field"),
                        row.getString("phone_number_id"),
                        new RawText(row.getString("beginning"), row.getString("encoding")).beginning(),
                        Times.nullable(row, "replayed_at")),
                before == null ? Long.MAX_VALUE : before,
                max);
    }

    @Override
    public Optional<WebhookArchive.Copy> retry(long id, Instant now) {
        transaction.executeWithoutResult(tx ->
                jdbc.update("update webhook_quarantine set replayed_at = ? where position = ?", Times.column(now), id));
        return jdbc
                .query(
                        "select raw, encoding, received_at from webhook_quarantine where position = ?",
                        (row, n) -> new WebhookArchive.Copy(
                                new RawText(row.getString("raw"), row.getString("encoding")).bytes(),
                                Times.of(row, "received_at")),
                        id)
                .stream()
                .findFirst();
    }

    @Override
    public void understood(long id) {
        transaction.executeWithoutResult(
                tx -> jdbc.update("delete from webhook_quarantine where position = ? and replayed_at is not null", id));
    }
}
