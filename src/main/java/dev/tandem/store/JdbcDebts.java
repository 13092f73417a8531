package dev.tandem.store;

import dev.tandem.domain.PairDebt;
import dev.tandem.domain.Send;
import dev.tandem.send.Debts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The debts in a database. {@link #write} joins the transaction of the mark or of the answer. */
public final class JdbcDebts implements Debts {

    private final JdbcTemplate jdbc;

    public JdbcDebts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A person has one send on the way at most, so that no two of these meet on one row. */
    static void write(JdbcTemplate jdbc, Send send, Debit debit) {
        String contact = send.acceptance().recipient().contact();
        PairDebt pair = debit.pair();
        if (pair != null) {
            write(jdbc, send.acceptance().phoneNumberId(), contact, pair);
        }
        if (debit.outsideWindow()) {
            Instant now = send.progress().changedAt();
            int known = jdbc.update(
                    "update portfolio_person set last_at = ? where contact = ?", Times.column(now), contact);
            if (known == 0) {
                jdbc.update(
                        "insert into portfolio_person (contact, last_at) values (?, ?)", contact, Times.column(now));
            }
        }
    }

    private static void write(JdbcTemplate jdbc, String phoneNumberId, String contact, PairDebt pair) {
        int known = jdbc.update(
                """
                update pair_debt set burst_from = ?, paid_from = ?, sent = ?, refused = ?
                where phone_number_id = ? and contact = ?""",
                Times.column(pair.burstFrom()),
                Times.column(pair.paidFrom()),
                pair.sent(),
                pair.refused(),
                phoneNumberId,
                contact);
        if (known == 0) {
            jdbc.update(
                    """
                    insert into pair_debt (phone_number_id, contact, burst_from, paid_from, sent, refused)
                    values (?, ?, ?, ?, ?, ?)""",
                    phoneNumberId,
                    contact,
                    Times.column(pair.burstFrom()),
                    Times.column(pair.paidFrom()),
                    pair.sent(),
                    pair.refused());
        }
    }

    @Override
    public Optional<PairDebt> pair(String phoneNumberId, String contact) {
        return jdbc
                .query(
                        "select * from pair_debt where phone_number_id = ? and contact = ?",
                        (row, n) -> new PairDebt(
                                Times.of(row, "burst_from"),
                                Times.of(row, "paid_from"),
                                row.getInt("sent"),
                                row.getInt("refused")),
                        phoneNumberId,
                        contact)
                .stream()
                .findFirst();
    }

    @Override
    public Map<String, Instant> peopleSince(Instant since) {
        Map<String, Instant> people = new LinkedHashMap<>();
        jdbc.query(
                "select contact, last_at from portfolio_person where last_at > ? order by last_at",
                row -> {
                    people.put(row.getString("contact"), Times.of(row, "last_at"));
                },
                Times.column(since));
        return people;
    }
}
