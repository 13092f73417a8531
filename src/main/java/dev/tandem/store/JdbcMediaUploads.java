package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.SendState;
import dev.tandem.media.FileBook;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Uploads in a database. */
public final class JdbcMediaUploads implements FileBook {

    private static final String WAITING = Arrays.stream(SendState.values())
            .filter(state -> !state.isSettled() || state.isResendable())
            .map(state -> "'" + state.code() + "'")
            .collect(Collectors.joining(", "));

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcMediaUploads(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public Optional<Upload> find(BusinessNumber number, String file) {
        return jdbc
                .query(
                        "select * from media_upload where phone_number_id = ? and file = ?",
                        (row, n) -> new Upload(
                                row.getString("version"),
                                row.getString("meta_id"),
                                row.getString("refused"),
                                Times.of(row, "uploaded_at")),
                        number.phoneNumberId(),
                        file)
                .stream()
                .findFirst();
    }

    @Override
    public void put(BusinessNumber number, String file, Upload upload) {
        Races.again(transaction, () -> {
            jdbc.update(
                    "delete from media_upload where phone_number_id = ? and file = ?", number.phoneNumberId(), file);
            return jdbc.update(
                    """
                    insert into media_upload (phone_number_id, file, version, meta_id, refused, uploaded_at)
                    values (?, ?, ?, ?, ?, ?)""",
                    number.phoneNumberId(),
                    file,
                    upload.version(),
                    upload.metaId(),
                    Text.column(upload.refused(), 2000),
                    Times.column(upload.at()));
        });
    }

    /** The request is canonical JSON, so the name stands in it in one form only. */
    @Override
    public boolean isWaitedFor(BusinessNumber number, String file) {
        return !jdbc.queryForList(
                        "select id from send where state in (" + WAITING + ") and phone_number_id = ? and request "
                                + JdbcConversations.LIKE + " limit 1",
                        number.phoneNumberId(),
                        JdbcConversations.like("\"file\":\"" + file + "\""))
                .isEmpty();
    }

    @Override
    public void forget(BusinessNumber number, String file) {
        jdbc.update("delete from media_upload where phone_number_id = ? and file = ?", number.phoneNumberId(), file);
    }
}
