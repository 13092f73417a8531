package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Cause;
import dev.tandem.domain.LanePlace;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldSendsTest {

    private final SendRoom room = SendRoom.empty();
    private final HeldSends held = new HeldSends(room.ledger, room.waiting, room.moves, room.clock);

    @BeforeEach
    void open() {
        room.feeder.open();
    }

    private Send held(String id, String to, Reason reason) {
        room.wrote.put(to, SendRoom.START);
        Send send = room.text(id, to);
        Instant until = SendRoom.START.plus(Duration.ofHours(3));
        room.obstacles.put(to, new LaneCheck.Obstacle.Wait(Cause.of(reason), until));
        assertThat(room.lane.mayGo(room.now(send))).isFalse();
        return send;
    }

    @Test
    void whatWaitedForThePauseGoesAtOnceAndNothingElse() {
        Send paused = held("1", "4915112345678", Reason.TEMPLATE_PAUSED);
        Send other = held("2", "4915112345679", Reason.TEMPLATE_PAUSED);
        Send quiet = held("3", "4915112345680", Reason.QUIET_HOURS);
        room.obstacles.clear();
        held.release(SendRoom.SHOP, Reason.TEMPLATE_PAUSED, send -> send.id() != other.id());
        held.release(SendRoom.DESK, Reason.TEMPLATE_PAUSED, send -> true);
        assertThat(room.now(paused).state()).isEqualTo(SendState.QUEUED);
        assertThat(room.now(other).progress().place()).isEqualTo(LanePlace.WAITING);
        assertThat(room.now(quiet).progress().place()).isEqualTo(LanePlace.WAITING);
        assertThat(room.told(paused)).containsExactly("accepted", "held");
    }
}
