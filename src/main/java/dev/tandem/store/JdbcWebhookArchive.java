package dev.tandem.store;

import dev.tandem.operation.WebhookArchive;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Copies of webhooks in a database. */
public final class JdbcWebhookArchive implements WebhookArchive {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcWebhookArchive(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public void keep(List<Copy> copies) {
        List<Object[]> rows = copies.stream().map(JdbcWebhookArchive::columns).toList();
        transaction.executeWithoutResult(tx -> jdbc.batchUpdate(
                "insert into webhook_raw (received_at, size_bytes, raw, encoding) values (?, ?, ?, ?)", rows));
    }

    private static Object[] columns(Copy copy) {
        RawText text = RawText.of(copy.body());
        return new Object[] {Times.column(copy.receivedAt()), copy.body().length, text.raw(), text.encoding()};
    }

    @Override
    public List<Summary> newest(@Nullable Long before, int max) {
        return jdbc.query(
                """
                select position, received_at, size_bytes, encoding, substring(raw from 1 for %d) as beginning
                from webhook_raw where position < ? order by position desc limit ?""".formatted(RawText.PREFIX),
                (row, n) -> new Summary(
                        row.getLong("position"),
                        Times.of(row, "received_at"),
                        row.getLong("size_bytes"),
                        new RawText(row.getString("beginning"), row.getString("encoding")).beginning()),
                before == null ? Long.MAX_VALUE : before,
                max);
    }

    @Override
    public Optional<Copy> find(long id) {
        return jdbc
                .query(
                        "select * from webhook_raw where position = ?",
                        (row, n) -> new Copy(
                                new RawText(row.getString("raw"), row.getString("encoding")).bytes(),
                                Times.of(row, "received_at")),
                        id)
                .stream()
                .findFirst();
    }
}
