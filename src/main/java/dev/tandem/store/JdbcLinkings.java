package dev.tandem.store;

import dev.tandem.coexistence.linking.LinkedNumber;
import dev.tandem.coexistence.linking.Linking;
import dev.tandem.coexistence.linking.LinkingStore;
import dev.tandem.coexistence.linking.NumberSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Linkings, and the numbers that they brought, in a database. */
public final class JdbcLinkings implements LinkingStore {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final LinkingRows rows;

    public JdbcLinkings(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.rows = new LinkingRows(jdbc);
    }

    @Override
    public boolean begin(Linking linking) {
        return Races.again(transaction, () -> {
            if (linking.codeHash() != null && byCode(linking.codeHash()).isPresent()) {
                return false;
            }
            rows.insert(linking);
            return true;
        });
    }

    @Override
    public Optional<Linking> find(String id) {
        return jdbc.query("select * from linking where id = ?", LinkingRows::read, id).stream()
                .findFirst();
    }

    @Override
    public Optional<Linking> byCode(String codeHash) {
        return jdbc.query("select * from linking where code_hash = ?", LinkingRows::read, codeHash).stream()
                .findFirst();
    }

    @Override
    public List<Linking> open() {
        return jdbc.query(
                "select * from linking where step not in ('linked', 'failed') order by started_at", LinkingRows::read);
    }

    @Override
    public List<Linking> latest(int most) {
        return jdbc.query("select * from linking order by started_at desc limit ?", LinkingRows::read, most);
    }

    @Override
    public boolean replace(Linking before, Linking after) {
        return Races.again(transaction, () -> rows.replace(before, after));
    }

    @Override
    public boolean take(Linking before, Linking after, LinkedNumber number) {
        return Races.again(transaction, () -> {
            boolean ours = rows.replace(before, after);
            if (ours) {
                jdbc.update("delete from linked_number where phone_number_id = ?", number.phoneNumberId());
                jdbc.update(
                        "insert into linked_number (phone_number_id, alias, display_phone_number, waba_id, token,"
                                + " token_expires_at, linked_at, settings) values (?, ?, ?, ?, ?, ?, ?, ?)",
                        number.phoneNumberId(),
                        number.alias(),
                        number.displayPhoneNumber(),
                        number.wabaId(),
                        number.token().text(),
                        Times.column(number.token().expiresAt()),
                        Times.column(number.linkedAt()),
                        NumberSettingsText.write(number.settings()));
            }
            return ours;
        });
    }

    @Override
    public boolean relink(Linking before, Linking after, String phoneNumberId, Instant linkedAt) {
        return Races.again(transaction, () -> {
            boolean ours = rows.replace(before, after);
            if (ours) {
                jdbc.update("delete from relinked_number where phone_number_id = ?", phoneNumberId);
                jdbc.update(
                        "insert into relinked_number (phone_number_id, linked_at) values (?, ?)",
                        phoneNumberId,
                        Times.column(linkedAt));
            }
            return ours;
        });
    }

    @Override
    public boolean giveBack(Linking before, Linking after) {
        return Races.again(transaction, () -> {
            boolean ours = rows.replace(before, after);
            if (ours) {
                jdbc.update(
                        "delete from linked_number where phone_number_id = ? and linked_at = ?",
                        before.phoneNumberId(),
                        Times.column(before.linkedAt()));
            }
            return ours;
        });
    }

    @Override
    public List<LinkedNumber> numbers() {
        return jdbc.query("select * from linked_number order by linked_at, phone_number_id", JdbcLinkings::number);
    }

    @Override
    public List<LinkedNumber> named(String name) {
        // First what is on its way: should it arrive between the two questions, the second finds it.
        List<LinkedNumber> coming = jdbc
                .query(
                        "select * from linking where step = 'subscribe'"
                                + " and (phone_number_id = ? or display_phone_number = ? or waba_id = ?)",
                        LinkingRows::read,
                        name,
                        name,
                        name)
                .stream()
                .flatMap(linking -> linking.newcomer().stream())
                .toList();
        Map<String, LinkedNumber> found = new LinkedHashMap<>();
        jdbc.query(
                        "select * from linked_number where phone_number_id = ? or display_phone_number = ? or waba_id = ?",
                        JdbcLinkings::number,
                        name,
                        name,
                        name)
                .forEach(number -> found.put(number.phoneNumberId(), number));
        coming.forEach(number -> found.putIfAbsent(number.phoneNumberId(), number));
        return List.copyOf(found.values());
    }

    private static LinkedNumber number(ResultSet row, int index) throws SQLException {
        return new LinkedNumber(
                row.getString("phone_number_id"),
                row.getString("alias"),
                row.getString("display_phone_number"),
                row.getString("waba_id"),
                Objects.requireNonNull(LinkingRows.token(row)),
                Times.of(row, "linked_at"),
                Objects.requireNonNullElse(
                        NumberSettingsText.read(row.getString("settings")), NumberSettings.STANDARD));
    }

    @Override
    public Map<String, Instant> relinked() {
        Map<String, Instant> relinked = new HashMap<>();
        jdbc.query("select * from relinked_number", row -> {
            relinked.put(row.getString("phone_number_id"), Times.of(row, "linked_at"));
        });
        return relinked;
    }

    @Override
    public boolean renew(LinkedNumber before, LinkedNumber after) {
        return Boolean.TRUE.equals(transaction.execute(tx -> jdbc.update(
                        "update linked_number set token = ?, token_expires_at = ? where phone_number_id = ? and token = ?",
                        after.token().text(),
                        Times.column(after.token().expiresAt()),
                        before.phoneNumberId(),
                        before.token().text())
                == 1));
    }

    @Override
    public void remove(String phoneNumberId) {
        transaction.executeWithoutResult(
                tx -> jdbc.update("delete from linked_number where phone_number_id = ?", phoneNumberId));
    }
}
