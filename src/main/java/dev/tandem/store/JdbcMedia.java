package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Event;
import dev.tandem.domain.MediaKind;
import dev.tandem.domain.MediaState;
import dev.tandem.domain.Reason;
import dev.tandem.media.MediaBook;
import dev.tandem.media.MediaItem;
import dev.tandem.webhook.LiveMedia;
import dev.tandem.webhook.Message;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Files that somebody sent, in a database. */
public final class JdbcMedia implements MediaBook {

    private static final String ERASED_TOO = "select shelf_name from media_discard where shelf_name = ?";

    private static final String FORGET_DISCARD = "delete from media_discard where shelf_name = ?";

    private static final String INSERT = """
            insert into media (media_id, phone_number_id, message_id, content_type, file_name, sha256, shelf_name,
              state, reason, detail, failures, due_at, claimed, written_at, received_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, false, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final JdbcOutbox outbox;

    public JdbcMedia(JdbcTemplate jdbc, TransactionTemplate transaction, JdbcOutbox outbox) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
    }

    /** Keeps the file of a message, once, in the transaction of the message; nothing for a message without a file. */
    static void keep(JdbcTemplate jdbc, BusinessNumber number, Message message) {
        Optional<LiveMedia> file = LiveMedia.of(message);
        boolean isNew = file.isPresent()
                && jdbc.queryForList(
                                "select 1 from media where media_id = ?",
                                file.get().id())
                        .isEmpty();
        if (isNew) {
            insert(jdbc, number, message, file.get());
        }
    }

    /**
     * Keeps the files of messages of the past, each once. Their ids live from the webhook on, however old the message is.
     */
    static void keepAll(JdbcTemplate jdbc, BusinessNumber number, List<Message> messages) {
        Map<String, Object[]> rows = new LinkedHashMap<>();
        Map<String, Object[]> names = new LinkedHashMap<>();
        for (Message message : messages) {
            LiveMedia.of(message).ifPresent(file -> {
                rows.putIfAbsent(file.id(), columns(number, message, file, message.receivedAt()));
                names.putIfAbsent(file.id(), new Object[] {shelfName(number, file)});
            });
        }
        if (rows.isEmpty()) {
            return;
        }
        jdbc.query("""
                select m.media_id from unnest(cast(? as varchar(100) array)) as asked (called)
                join media m on m.media_id = asked.called""", statement -> TextArray.set(statement, 1, rows.keySet()), row -> {
            names.remove(row.getString("media_id"));
        });
        rows.keySet().retainAll(names.keySet());
        if (!rows.isEmpty()) {
            jdbc.batchUpdate(FORGET_DISCARD, List.copyOf(names.values()));
            jdbc.batchUpdate(INSERT, List.copyOf(rows.values()));
        }
    }

    private static void insert(JdbcTemplate jdbc, BusinessNumber number, Message message, LiveMedia file) {
        // A person who sent it before and was forgotten since: what is to be discarded is not to be this one.
        jdbc.update(FORGET_DISCARD, shelfName(number, file));
        jdbc.update(INSERT, columns(number, message, file, message.at()));
    }

    /** @param idFrom from then on Meta's id lives 7 days */
    private static @Nullable Object[] columns(BusinessNumber number, Message message, LiveMedia file, Instant idFrom) {
        boolean fetch = file.isDownloadable();
        return new @Nullable Object[] {
            file.id(),
            number.phoneNumberId(),
            message.id(),
            file.contentType(),
            file.fileName(),
            file.sha256(),
            shelfName(number, file),
            (fetch ? MediaState.FETCHING : MediaState.GONE).code(),
            fetch ? null : Reason.MEDIA_NOT_DOWNLOADABLE.code(),
            fetch ? null : Reason.MEDIA_NOT_DOWNLOADABLE.advice(),
            fetch ? Times.column(message.receivedAt()) : null,
            Times.column(idFrom),
            Times.column(message.receivedAt())
        };
    }

    /** A folder per number; the id where it can be a file's name, else a name made of it. */
    private static String shelfName(BusinessNumber number, LiveMedia file) {
        String name = file.id().matches("[A-Za-z0-9_-]{1,64}")
                ? file.id()
                : UUID.nameUUIDFromBytes(file.id().getBytes(StandardCharsets.UTF_8))
                        .toString();
        String fileName = file.fileName() == null ? "" : file.fileName();
        return number.phoneNumberId() + "/" + name + "." + MediaKind.endingOf(file.contentType(), fileName);
    }

    @Override
    public Optional<MediaItem> find(String id) {
        return jdbc.query("select * from media where media_id = ?", JdbcMedia::read, id).stream()
                .findFirst();
    }

    static MediaItem read(ResultSet row, int n) throws SQLException {
        String reason = row.getString("reason");
        return new MediaItem(
                row.getString("media_id"),
                row.getString("phone_number_id"),
                row.getString("message_id"),
                row.getString("content_type"),
                row.getString("file_name"),
                row.getString("sha256"),
                row.getString("shelf_name"),
                row.getObject("size_bytes") == null ? null : row.getLong("size_bytes"),
                MediaState.parse(row.getString("state")),
                reason == null ? null : Cause.parse(reason, row.getString("detail"), null),
                row.getInt("failures"),
                Times.nullable(row, "due_at"),
                Times.of(row, "written_at"),
                Times.of(row, "received_at"));
    }

    @Override
    public List<MediaItem> claim(Instant now, Instant until, int max) {
        List<MediaItem> claimed = new ArrayList<>();
        for (MediaItem due : jdbc.query(
                "select * from media where due_at <= ? order by due_at limit ?",
                JdbcMedia::read,
                Times.column(now),
                max)) {
            Instant dueAt = due.dueAt();
            if (dueAt != null
                    && jdbc.update(
                                    "update media set due_at = ?, claimed = true where media_id = ? and due_at = ?",
                                    Times.column(until),
                                    due.id(),
                                    Times.column(dueAt))
                            == 1) {
                claimed.add(due);
            }
        }
        return claimed;
    }

    @Override
    public void releaseClaims(Instant now) {
        jdbc.update(
                "update media set due_at = ?, claimed = false where due_at > ? and claimed = true",
                Times.column(now),
                Times.column(now));
    }

    @Override
    public boolean ready(MediaItem item, Facts facts, Instant now, Function<MessageOf, Event> event) {
        return settle(
                item,
                event,
                () -> jdbc.update(
                        """
                update media set state = ?, content_type = ?, sha256 = ?, size_bytes = ?, reason = null, detail = null,
                  due_at = null, claimed = false, settled_at = ?
                where media_id = ? and state = ?""",
                        MediaState.READY.code(),
                        Text.cut(facts.contentType(), 200),
                        facts.sha256(),
                        facts.size(),
                        Times.column(now),
                        item.id(),
                        MediaState.FETCHING.code()));
    }

    @Override
    public boolean gone(MediaItem item, Cause cause, Instant now, Function<MessageOf, Event> event) {
        return settle(
                item,
                event,
                () -> jdbc.update(
                        """
                update media set state = ?, reason = ?, detail = ?, due_at = null, claimed = false, settled_at = ?
                where media_id = ? and state = ?""",
                        MediaState.GONE.code(),
                        cause.code(),
                        Text.cut(cause.detail(), 2000),
                        Times.column(now),
                        item.id(),
                        MediaState.FETCHING.code()));
    }

    private boolean settle(MediaItem item, Function<MessageOf, Event> event, IntSupplier update) {
        return Races.again(transaction, () -> {
            if (update.getAsInt() == 0) {
                return false;
            }
            outbox.write(message(item).map(event).stream().toList());
            return true;
        });
    }

    private Optional<MessageOf> message(MediaItem item) {
        return jdbc
                .query(
                        """
                        select contact, case when past is null then origin else 'history' end as origin, direction,
                          preview, sent_at, item from message
                        where phone_number_id = ? and message_id = ?""",
                        (row, n) -> new MessageOf(
                                row.getString("contact"),
                                row.getString("origin"),
                                row.getString("direction"),
                                row.getString("preview"),
                                Times.of(row, "sent_at"),
                                row.getString("item")),
                        item.phoneNumberId(),
                        item.messageId())
                .stream()
                .findFirst();
    }

    @Override
    public void later(MediaItem item, Cause cause, Instant dueAt) {
        jdbc.update(
                """
                update media set failures = failures + 1, reason = ?, detail = ?, due_at = ?, claimed = false
                where media_id = ? and state = ?""",
                cause.code(),
                Text.cut(cause.detail(), 2000),
                Times.column(dueAt),
                item.id(),
                MediaState.FETCHING.code());
    }

    @Override
    public List<String> discarded(int max) {
        return jdbc.queryForList("select shelf_name from media_discard order by shelf_name limit ?", String.class, max);
    }

    @Override
    public void left(String shelfName) {
        jdbc.update("delete from media_discard where shelf_name = ?", shelfName);
    }

    /**
     * Erases rows and has their files taken from the shelf, in the caller's transaction.
     *
     * @param ids their media ids
     */
    static int erase(JdbcTemplate jdbc, List<String> ids) {
        for (String id : ids) {
            jdbc.queryForList("select shelf_name from media where media_id = ?", String.class, id)
                    .forEach(name -> {
                        if (jdbc.queryForList(ERASED_TOO, name).isEmpty()) {
                            jdbc.update("insert into media_discard (shelf_name) values (?)", name);
                        }
                    });
            jdbc.update("delete from media where media_id = ?", id);
        }
        return ids.size();
    }
}
