package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An operator keeps single sends back and lets them go. */
class HoldTest {

    private static final String PERSON = "4915112310001";

    private final SendRoom room = SendRoom.empty();
    private final BusinessNumber shop = SendRoom.SHOP;

    private Send hold(Send send) {
        return room.desk.hold(SendIds.text(send.id()), "ops").orElseThrow();
    }

    private Send release(Send send) {
        return room.desk.release(SendIds.text(send.id())).orElseThrow();
    }

    @Test
    void aHeldSendWaitsWithoutADueTimeAndReleasedItGoes() {
        room.feeder.states().pause(shop, "holidays");
        room.feeder.open();
        Send send = room.text("1", PERSON);
        Send held = hold(send);
        assertThat(held.isOnHold()).isTrue();
        assertThat(Objects.requireNonNull(held.progress().cause()).detail()).contains("ops");
        assertThat(held.progress().wakeAt()).isEqualTo(send.acceptance().expiresAt());
        assertThat(hold(send)).as("twice is once").isEqualTo(held);
        room.feeder.states().resume(shop);
        room.pass(Duration.ofHours(2));
        assertThat(room.laneMessages).isEmpty();
        assertThat(release(send).state()).isEqualTo(SendState.ACCEPTED);
        assertThat(room.laneMessages).containsExactly(send.id());
        assertThat(room.told(send)).containsExactly("accepted", "held");
    }

    @Test
    void aSendThatIsInItsLaneAlreadyIsCaughtBeforeTheMark() {
        room.feeder.open();
        Send send = room.text("1", PERSON);
        Send queued = room.lane.load(send.id()).orElseThrow();
        hold(send);
        assertThat(room.lane.mark(queued, dev.tandem.domain.MessageMode.FREEFORM))
                .isEmpty();
        assertThat(room.lane.load(send.id())).isEmpty();
    }

    @Test
    void itHoldsNobodyElseBackAndThePersonsWritingDoesNotReleaseIt() {
        room.feeder.open();
        room.feeder.states().pause(shop, "holidays");
        Send first = room.text("1", PERSON);
        Send window = room.text("2", PERSON, ",'whenClosed':'hold'");
        hold(first);
        Send waiting = room.now(window)
                .heldForWindow(dev.tandem.domain.Cause.of(Reason.WAITING_FOR_WINDOW), room.clock.instant());
        assertThat(room.moves.move(room.now(window), waiting)).isTrue();
        assertThat(hold(window).isOnHold()).as("held for another reason now").isTrue();
        assertThat(room.told(window)).containsExactly("accepted", "held", "held");
        Send third = room.text("3", PERSON);
        room.feeder.states().resume(shop);
        room.sweep.windowOpened(shop, PERSON);
        assertThat(room.laneMessages).containsExactly(third.id());
        assertThat(room.now(first).isOnHold()).isTrue();
        assertThat(room.now(window).isOnHold()).isTrue();
    }

    @Test
    void aReleasedSendStillWaitsForItsTime() {
        room.feeder.open();
        Send send = room.text("1", PERSON, ",'notBefore':'2026-11-05T12:00:00Z'");
        hold(send);
        assertThat(release(send).progress().wakeAt()).isEqualTo(Instant.parse("2026-11-05T12:00:00Z"));
        assertThat(room.laneMessages).isEmpty();
        room.pass(Duration.ofHours(2));
        assertThat(room.laneMessages).containsExactly(send.id());
    }

    @Test
    void aHeldSendExpiresAndCanBeCancelled() {
        room.feeder.states().pause(shop, "holidays");
        Send expires = room.text("1", PERSON, ",'expiresAt':'2026-11-05T11:00:00Z'");
        Send cancelled = room.text("2", PERSON);
        hold(expires);
        hold(cancelled);
        assertThat(room.desk.cancel(SendIds.text(cancelled.id())).orElseThrow().state())
                .isEqualTo(SendState.CANCELLED);
        room.pass(Duration.ofHours(1));
        assertThat(room.now(expires).state()).isEqualTo(SendState.EXPIRED);
        assertThat(release(expires).state()).isEqualTo(SendState.EXPIRED);
    }

    @Test
    void whatHasLeftCannotBeHeld() {
        room.feeder.open();
        Send send = room.submit(room.text("1", PERSON), "wamid.1");
        assertThat(hold(send)).isEqualTo(send);
        assertThat(release(send)).isEqualTo(send);
        assertThat(room.desk.hold("nothing", "ops")).isEmpty();
        assertThat(room.desk.release("nothing")).isEmpty();
    }
}
