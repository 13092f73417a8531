package dev.tandem.store;

import static dev.tandem.store.Sends.DESK;
import static dev.tandem.store.Sends.NOW;
import static dev.tandem.store.Sends.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.operation.LaneFigures;
import dev.tandem.send.SendLedger;
import dev.tandem.send.WaitingSends;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Figures of the ledger, and sends on hold in it: the same for every database. */
abstract class LaneFiguresSuite {

    private final JdbcTemplate jdbc;
    private final JdbcSendLedger ledger;
    private final WaitingSends lanes;
    private final JdbcLaneFigures figures;

    LaneFiguresSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        ledger = new JdbcSendLedger(jdbc, transaction, new JdbcOutbox(jdbc, transaction, new ObjectMapper()));
        lanes = new JdbcWaitingSends(jdbc);
        figures = new JdbcLaneFigures(jdbc, lanes);
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    private Send accept(Sends sends) {
        Send send = sends.made();
        ledger.accept(List.of(send), written -> List.of());
        return send;
    }

    private void move(Send before, Send after) {
        assertThat(ledger.replaceAll(List.of(new SendLedger.Change(before, after, List.of()))))
                .hasSize(1);
    }

    @Test
    void anEmptyLaneHasNoAge() {
        assertThat(figures.lane(SHOP)).isEqualTo(new LaneFigures.Lane(0, null));
        assertThat(figures.unknown()).isZero();
    }

    @Test
    void theAgeIsThatOfTheOldestThatCouldLeaveAndNotOfWhatWaitsForSomething() {
        Send otp = accept(Sends.send(1).priority(Priority.OTP));
        move(otp, otp.ready(NOW.plusSeconds(30)));
        Send row = accept(Sends.send(2).campaign("c"));
        move(row, row.ready(NOW.plusSeconds(10)));
        accept(Sends.send(3).notBefore(NOW.plusSeconds(60)));
        Send queued = accept(Sends.send(4));
        move(queued, queued.queued(NOW));
        Send over = accept(Sends.send(5));
        move(over, over.ended(SendState.UNKNOWN, Cause.of(Reason.ANSWER_LOST), NOW));
        accept(Sends.send(6).from(DESK));
        assertThat(figures.lane(SHOP)).isEqualTo(new LaneFigures.Lane(4, NOW.plusSeconds(10)));
        assertThat(figures.lane(DESK)).isEqualTo(new LaneFigures.Lane(1, NOW));
        assertThat(figures.unknown()).isEqualTo(1);
    }

    @Test
    void thePersonsWritingFindsWhatWaitsForItAndNotWhatIsOnHold() {
        Send waits = accept(Sends.send(1));
        move(waits, waits.heldForWindow(Cause.of(Reason.WAITING_FOR_WINDOW), NOW));
        Send held = accept(Sends.send(2));
        move(held, held.onHold(Cause.of(Reason.ON_HOLD), NOW));
        assertThat(lanes.heldForWindow(SHOP, "4915112345678"))
                .extracting(Send::id)
                .containsExactly(1L);
        assertThat(ledger.find(2).orElseThrow().isOnHold()).isTrue();
    }
}
