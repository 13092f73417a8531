package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.webhook.ReadDesk;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looks messages up in the conversations and, for what went out through the API, in the ledger. */
public final class JdbcReceivedMessages implements ReadDesk.Received {

    private final JdbcTemplate jdbc;

    public JdbcReceivedMessages(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<ReadDesk.Known> find(BusinessNumber number, String messageId) {
        return jdbc
                .query(
                        """
                        select direction, sent_at as said_at from message where phone_number_id = ? and message_id = ?
                        union all
                        select 'out', accepted_at from send where phone_number_id = ? and wamid = ?""",
                        (row, n) ->
                                new ReadDesk.Known(row.getString("direction").equals("in"), Times.of(row, "said_at")),
                        number.phoneNumberId(),
                        messageId,
                        number.phoneNumberId(),
                        messageId)
                .stream()
                .findFirst();
    }
}
