package dev.tandem.store;

import dev.tandem.coexistence.linking.KeptToken;
import dev.tandem.coexistence.linking.LinkTrouble;
import dev.tandem.coexistence.linking.Linking;
import dev.tandem.coexistence.linking.LinkingStep;
import dev.tandem.domain.Cause;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of {@code linking}. */
final class LinkingRows {

    private static final int LONGEST = 4000;

    private final JdbcTemplate jdbc;

    LinkingRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Linking linking) {
        jdbc.update(
                "insert into linking (id, step, alias, waba_id, phone_number_id, display_phone_number, code_hash, token,"
                        + " token_expires_at, settings, linked_at, brought, is_last, started_by, started_at, changed_at,"
                        + " version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false, ?, ?, ?, ?)",
                linking.id(),
                linking.step().code(),
                linking.alias(),
                linking.wabaId(),
                linking.phoneNumberId(),
                linking.displayPhoneNumber(),
                linking.codeHash(),
                text(linking.token()),
                end(linking.token()),
                NumberSettingsText.write(linking.settings()),
                Times.column(linking.linkedAt()),
                linking.brought(),
                Text.cut(linking.startedBy(), 160),
                Times.column(linking.startedAt()),
                Times.column(linking.changedAt()),
                linking.version());
    }

    private static @Nullable String text(@Nullable KeptToken token) {
        return token == null ? null : token.text();
    }

    private static @Nullable OffsetDateTime end(@Nullable KeptToken token) {
        return token == null ? null : Times.column(token.expiresAt());
    }

    /** A token beside its end, in a row of a linking or of a number. */
    static @Nullable KeptToken token(ResultSet row) throws SQLException {
        String text = row.getString("token");
        return text == null ? null : new KeptToken(text, Times.nullable(row, "token_expires_at"));
    }

    boolean replace(Linking before, Linking after) {
        LinkTrouble trouble = after.trouble();
        Cause cause = trouble == null ? null : trouble.cause();
        return jdbc.update(
                        "update linking set step = ?, alias = ?, phone_number_id = ?, display_phone_number = ?, token = ?,"
                                + " token_expires_at = ?, linked_at = ?, brought = ?, reason = ?, meta_code = ?, detail = ?,"
                                + " is_last = ?, changed_at = ?, version = ? where id = ? and version = ?",
                        after.step().code(),
                        after.alias(),
                        after.phoneNumberId(),
                        after.displayPhoneNumber(),
                        text(after.token()),
                        end(after.token()),
                        Times.column(after.linkedAt()),
                        after.brought(),
                        cause == null ? null : cause.code(),
                        cause == null ? null : cause.metaCode(),
                        cause == null ? null : Text.cut(cause.detail(), LONGEST),
                        trouble != null && trouble.isLast(),
                        Times.column(after.changedAt()),
                        after.version(),
                        before.id(),
                        before.version())
                == 1;
    }

    static Linking read(ResultSet row, int index) throws SQLException {
        String reason = row.getString("reason");
        LinkTrouble trouble = reason == null
                ? null
                : new LinkTrouble(
                        Cause.parse(reason, row.getString("detail"), row.getObject("meta_code", Integer.class)),
                        row.getBoolean("is_last"));
        return new Linking(
                row.getString("id"),
                LinkingStep.valueOf(row.getString("step").toUpperCase(Locale.ROOT)),
                row.getString("alias"),
                row.getString("waba_id"),
                row.getString("phone_number_id"),
                Objects.requireNonNullElse(row.getString("display_phone_number"), ""),
                row.getString("code_hash"),
                token(row),
                NumberSettingsText.read(row.getString("settings")),
                Times.nullable(row, "linked_at"),
                row.getBoolean("brought"),
                trouble,
                row.getString("started_by"),
                Times.of(row, "started_at"),
                Times.of(row, "changed_at"),
                row.getInt("version"));
    }
}
