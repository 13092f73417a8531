package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.webhook.FreeEntries;
import java.time.Instant;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Free entry points in a database: a column of the conversation. */
public final class JdbcFreeEntries implements FreeEntries {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcFreeEntries(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public void until(BusinessNumber number, String name, Instant end) {
        Races.again(
                transaction,
                () -> jdbc.update(
                        """
                update conversation set free_entry_until = ?, version = version + 1
                where phone_number_id = ? and contact in (
                  select contact from contact_name where phone_number_id = ? and name = ?)
                  and (free_entry_until is null or free_entry_until < ?)""",
                        Times.column(end),
                        number.phoneNumberId(),
                        number.phoneNumberId(),
                        name,
                        Times.column(end)));
    }
}
