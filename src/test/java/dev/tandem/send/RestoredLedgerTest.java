package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A ledger that is older than the world: nothing in it leaves by itself. */
class RestoredLedgerTest {

    private final SendRoom room = SendRoom.empty();

    @Test
    void whatMayHaveLeftIsOnHoldAndWhatIsOverStays() {
        Send waits = room.text("1", "4915112310001");
        Send later = room.text("2", "4915112310002", ",'notBefore':'2026-11-05T12:00:00Z'");
        Send over = room.text("3", "4915112310003");
        room.desk.cancel(SendIds.text(over.id()));
        room.texts(1_100, "");
        RestoredLedger restored = new RestoredLedger(room.ledger, room.moves, room.clock);
        assertThat(restored.hold()).isEqualTo(1_102);
        assertThat(restored.hold()).as("twice is once").isZero();
        for (Send send : List.of(waits, later)) {
            assertThat(room.now(send).isOnHold()).isTrue();
            assertThat(room.told(send)).containsExactly("accepted", "held");
        }
        assertThat(room.now(over).state()).isEqualTo(SendState.CANCELLED);
        room.feeder.open();
        room.sweep.sweep();
        assertThat(room.laneMessages).isEmpty();
        room.desk.release(SendIds.text(waits.id()));
        assertThat(room.laneMessages).containsExactly(waits.id());
    }
}
