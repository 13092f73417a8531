package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.LanePlace;
import dev.tandem.domain.Lineage;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a {@link Send} into columns and back. */
final class SendRows {

    static final String INSERT = """
            insert into send (id, phone_number_id, client_id, content_hash, contact, recipient_phone, recipient_user_id,
              priority, campaign, request, source, accepted_at, placed_at, not_before, expires_at,
              state, place, reason, detail, meta_code, wake_at, attempt, mode, wamid, wa_id, pacing, pricing, changed_at,
              version, earlier, generation)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String CHANGES = """
            state = ?, place = ?, reason = ?, detail = ?, meta_code = ?, wake_at = ?, attempt = ?,
              mode = ?, wamid = ?, wa_id = ?, pacing = ?, pricing = ?, changed_at = ?, version = ?
            where id = ? and version = ?""";

    static final String UPDATE = "update send set " + CHANGES;

    /**
     * As {@link #UPDATE}, unless the number is away or the campaign is held. From now on the send stands in its conversation where
     * it leaves, and no longer where it was accepted.
     */
    static final String MARK = "update send set placed_at = ?, " + CHANGES + " and not exists (" + JdbcConnections.AWAY
            + ") and not exists (" + JdbcCampaignLanes.HELD + ")";

    static final String INSERT_STEP = """
            insert into send_timeline (send_id, happened_at, state, reason, detail, attempt, by_whom)
            values (?, ?, ?, ?, ?, ?, 'engine')""";

    /**
     * The steps of a send, asked for by its id twice. The first of them stands in the send itself, so it is not written once more;
     * ledgers of earlier versions have it in both places.
     */
    static final String TIMELINE = """
            select accepted_at as happened_at, '%1$s' as state, cast(null as varchar(40)) as reason,
              cast(null as varchar(4000)) as detail, 0 as attempt, 'engine' as by_whom, -1 as position
            from send where id = ?
            union all
            select t.happened_at, t.state, t.reason, t.detail, t.attempt, t.by_whom, t.position
            from send_timeline t join send s on s.id = t.send_id
            where t.send_id = ? and (t.state <> '%1$s' or t.happened_at <> s.accepted_at)
            order by position""".formatted(SendState.ACCEPTED.code());

    private SendRows() {}

    static Object[] insert(Send send) {
        Send.Acceptance a = send.acceptance();
        Send.Progress p = send.progress();
        return new Object[] {
            a.id(),
            a.phoneNumberId(),
            a.clientId(),
            a.contentHash(),
            a.recipient().contact(),
            a.recipient().phone(),
            a.recipient().userId(),
            a.priority().ordinal(),
            a.campaign(),
            a.request(),
            a.source(),
            Times.column(a.acceptedAt()),
            Times.column(a.acceptedAt()),
            Times.column(a.notBefore()),
            Times.column(a.expiresAt()),
            p.state().code(),
            p.place().letter(),
            reason(p.cause()),
            detail(p.cause()),
            metaCode(p.cause()),
            Times.column(p.wakeAt()),
            p.attempt(),
            mode(p),
            p.wamid(),
            p.waId(),
            p.pacing(),
            p.pricing(),
            Times.column(p.changedAt()),
            p.version(),
            a.lineage() == null ? null : a.lineage().earlier(),
            a.generation()
        };
    }

    static Object[] update(Send before, Send after) {
        Send.Progress p = after.progress();
        return new Object[] {
            p.state().code(),
            p.place().letter(),
            reason(p.cause()),
            detail(p.cause()),
            metaCode(p.cause()),
            Times.column(p.wakeAt()),
            p.attempt(),
            mode(p),
            p.wamid(),
            p.waId(),
            p.pacing(),
            p.pricing(),
            Times.column(p.changedAt()),
            p.version(),
            before.id(),
            before.progress().version()
        };
    }

    static Object[] mark(Send before, Send after, BusinessNumber number) {
        return Stream.of(
                        new Object[] {Times.column(after.progress().changedAt())},
                        update(before, after),
                        JdbcConnections.awayArguments(number),
                        new Object[] {after.acceptance().campaign()})
                .flatMap(Arrays::stream)
                .toArray();
    }

    static Object[] step(Send send) {
        Send.Progress p = send.progress();
        return new Object[] {
            send.id(), Times.column(p.changedAt()), p.state().code(), reason(p.cause()), detail(p.cause()), p.attempt()
        };
    }

    static Send read(ResultSet row, int n) throws SQLException {
        String phone = row.getString("recipient_phone");
        Recipient recipient = new Recipient(phone, row.getString("recipient_user_id"), row.getString("contact"));
        Send.Acceptance acceptance = new Send.Acceptance(
                row.getLong("id"),
                row.getString("phone_number_id"),
                row.getString("client_id"),
                row.getString("content_hash"),
                recipient,
                Priority.values()[row.getInt("priority")],
                row.getString("campaign"),
                row.getString("request"),
                row.getString("source"),
                Times.of(row, "accepted_at"),
                Times.nullable(row, "not_before"),
                Times.of(row, "expires_at"),
                lineage(row));
        String mode = row.getString("mode");
        Send.Progress progress = new Send.Progress(
                SendState.parse(row.getString("state")),
                LanePlace.ofLetter(row.getString("place")),
                cause(row),
                Times.nullable(row, "wake_at"),
                row.getInt("attempt"),
                mode == null ? null : MessageMode.valueOf(mode.toUpperCase(Locale.ROOT)),
                row.getString("wamid"),
                row.getString("wa_id"),
                row.getBoolean("pacing"),
                row.getString("pricing"),
                Times.of(row, "changed_at"),
                row.getInt("version"));
        return new Send(acceptance, progress);
    }

    private static @Nullable Lineage lineage(ResultSet row) throws SQLException {
        long earlier = row.getLong("earlier");
        return row.wasNull() ? null : new Lineage(earlier, row.getInt("generation"));
    }

    static @Nullable Cause cause(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        if (reason == null) {
            return null;
        }
        int code = row.getInt("meta_code");
        Integer metaCode = row.wasNull() ? null : code;
        return Cause.parse(reason, row.getString("detail"), metaCode);
    }

    static @Nullable String reason(@Nullable Cause cause) {
        return cause == null ? null : cause.code();
    }

    /** A detail may hold somebody else's text: cut to the column, never refused for its length. */
    static @Nullable String detail(@Nullable Cause cause) {
        return cause == null ? null : Text.cut(cause.detail(), 4000);
    }

    static @Nullable Integer metaCode(@Nullable Cause cause) {
        return cause == null ? null : cause.metaCode();
    }

    private static @Nullable String mode(Send.Progress p) {
        MessageMode mode = p.mode();
        return mode == null ? null : mode.code();
    }
}
