package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.LanePlace;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerSweepTest {

    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private final SendRoom room = SendRoom.empty();

    private static String person(int i) {
        return "49151123" + (10_000 + i);
    }

    @Test
    void afterACrashTheLanesAreEmptyAndWhatHadLeftIsUnknown() {
        room.feeder.open();
        Send submitted = room.submit(room.text("1", person(1)), "wamid.1");
        Send queued = room.text("2", person(2));
        Send sending = room.mark(room.text("3", person(3)));
        Send settled = room.mark(room.text("4", person(4)));
        room.status(settled, 1, "wamid.4", DeliveryStatus.DELIVERED);

        SendRoom restarted = new SendRoom(room.numbers, SendRoom.START.plusSeconds(1));
        restarted.sweep.recover();
        assertThat(restarted.now(queued).state()).isEqualTo(SendState.ACCEPTED);
        assertThat(restarted.now(sending).state()).isEqualTo(SendState.UNKNOWN);
        assertThat(restarted.now(settled).state())
                .as("its status had come before the crash")
                .isEqualTo(SendState.DELIVERED);
        assertThat(restarted.now(submitted).state()).isEqualTo(SendState.SUBMITTED);
        assertThat(restarted.laneMessages).as("nothing leaves before it opens").isEmpty();
        restarted.feeder.open();
        assertThat(restarted.laneMessages).containsExactly(queued.id());
        assertThat(restarted.told(sending)).containsExactly("accepted", "unknown");
        assertThat(restarted.told(queued)).containsExactly("accepted");
    }

    @Test
    void howeverManyHadLeftAllAreUnknown() {
        List<SendLedger.Change> changes = new ArrayList<>();
        for (Send send : room.texts(1_100, "")) {
            changes.add(new SendLedger.Change(
                    send,
                    send.with(send.queued(SendRoom.START)
                            .sending(MessageMode.FREEFORM, SendRoom.START)
                            .progress()),
                    List.of()));
        }
        room.ledger.replaceAll(changes);
        new SendRoom().sweep.recover();
        assertThat(room.waiting.inState(SendState.SENDING, FAR, 10)).isEmpty();
        assertThat(room.waiting.inState(SendState.UNKNOWN, FAR, 2_000)).hasSize(1_100);
    }

    @Test
    void whatIsDueGoesAndWhatIsOverEnds() {
        room.feeder.open();
        Send later = room.text("1", person(1), ",'notBefore':'2026-11-05T10:30:00Z'");
        Send brief =
                room.text("2", person(2), ",'notBefore':'2026-11-05T12:00:00Z','expiresAt':'2026-11-05T12:00:05Z'");
        room.feeder.states().pause(SendRoom.SHOP, "holidays");
        Send waiting = room.text("3", person(3), ",'expiresAt':'2026-11-05T11:00:00Z'");
        assertThat(room.now(later).progress().place()).isEqualTo(LanePlace.WAITING);
        room.pass(Duration.ofMinutes(30));
        assertThat(room.now(later).progress().place()).isEqualTo(LanePlace.READY);
        assertThat(room.now(later).state()).isEqualTo(SendState.ACCEPTED);
        room.pass(Duration.ofMinutes(30));
        assertThat(room.now(waiting).state()).as("expired while paused").isEqualTo(SendState.EXPIRED);
        room.pass(Duration.ofMinutes(60));
        assertThat(room.now(brief).progress().place()).isEqualTo(LanePlace.READY);
        room.pass(Duration.ofSeconds(5));
        assertThat(room.now(brief).state()).isEqualTo(SendState.EXPIRED);
        room.feeder.states().resume(SendRoom.SHOP);
        assertThat(room.laneMessages).containsExactly(later.id());
        assertThat(room.told(later)).containsExactly("accepted");
    }

    @Test
    void manyThatAreDueAtOnceAllGoInOneSweep() {
        room.texts(1_200, ",'notBefore':'2026-11-05T10:30:00Z'");
        room.pass(Duration.ofMinutes(30));
        assertThat(room.waiting.toWake(room.clock.instant(), 10)).isEmpty();
        assertThat(room.waiting.backlog(SendRoom.SHOP.phoneNumberId()).values()).containsExactly(1_200L);
        assertThat(room.waiting.hasReady(SendRoom.SHOP.phoneNumberId())).isTrue();
    }

    @Test
    void aLostLaneMessageIsPutAgain() {
        room.feeder.open();
        Send send = room.text("1", person(1));
        room.clock.advance(Duration.ofSeconds(10));
        room.sweep.sweepLanes();
        assertThat(room.laneMessages).containsExactly(send.id());
        room.clock.advance(Duration.ofSeconds(1));
        room.sweep.sweepLanes();
        assertThat(room.laneMessages).containsExactly(send.id(), send.id());
        room.submit(send, "wamid.1");
        assertThat(room.lane.load(send.id())).as("the double one").isEmpty();
    }

    @Test
    void aRequestThatNobodyWaitsForIsUnknown() {
        room.feeder.open();
        Send send = room.mark(room.text("1", person(1)));
        room.clock.advance(Duration.ofSeconds(89));
        room.sweep.sweepLanes();
        assertThat(room.now(send).state()).isEqualTo(SendState.SENDING);
        room.clock.advance(Duration.ofSeconds(1));
        room.sweep.sweepLanes();
        assertThat(room.now(send).state()).isEqualTo(SendState.UNKNOWN);
    }

    @Test
    void aQuietLaneIsStopped() {
        room.feeder.open();
        Send send = room.text("1", person(1));
        assertThat(room.runningLanes).containsExactly("shop");
        room.clock.advance(Duration.ofSeconds(61));
        room.sweep.sweepLanes();
        assertThat(room.runningLanes).as("something is in it").containsExactly("shop");
        room.submit(send, "wamid.1");
        room.sweep.sweepLanes();
        assertThat(room.runningLanes).isEmpty();
        room.text("2", person(2));
        assertThat(room.runningLanes).containsExactly("shop");
    }

    @Test
    void whatANumberThatIsGoneLeftInItsLaneWaitsAndExpires() {
        NumberDirectory numbers = new NumberDirectory(List.of(SendRoom.SHOP, SendRoom.DESK));
        SendRoom changing = new SendRoom(numbers, SendRoom.START);
        changing.feeder.open();
        Send send = changing.text("1", person(1));
        Send brief = changing.text("2", person(2), ",'expiresAt':'2026-11-05T11:00:00Z'");
        numbers.remove(SendRoom.SHOP.phoneNumberId());
        changing.feeder.stop(SendRoom.SHOP);
        assertThat(changing.runningLanes).isEmpty();
        changing.clock.advance(Duration.ofSeconds(11));
        changing.sweep.sweepLanes();
        assertThat(changing.now(send).state()).isEqualTo(SendState.ACCEPTED);
        changing.pass(Duration.ofHours(2));
        assertThat(changing.now(brief).state()).isEqualTo(SendState.EXPIRED);
        assertThat(changing.laneMessages).containsExactly(send.id(), brief.id());
        numbers.add(SendRoom.SHOP);
        changing.pass(Duration.ofSeconds(1));
        assertThat(changing.laneMessages).as("it is linked again").containsExactly(send.id(), brief.id(), send.id());
        assertThat(changing.runningLanes).containsExactly("shop");
    }
}
