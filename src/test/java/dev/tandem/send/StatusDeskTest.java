package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Answer;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.StatusReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusDeskTest {

    private static final String MINA = "4915112345678";

    private final SendRoom room = SendRoom.empty();

    @BeforeEach
    void open() {
        room.feeder.open();
    }

    @Test
    void theLadderIsClimbedAndTold() {
        Send send = room.submit(room.text("1", MINA), "wamid.1");
        assertThat(room.status(send, 1, "wamid.1", DeliveryStatus.SENT)).isTrue();
        assertThat(room.status(send, 1, "wamid.1", DeliveryStatus.SENT)).isFalse();
        assertThat(room.status(send, 1, "wamid.1", DeliveryStatus.READ)).isTrue();
        assertThat(room.status(send, 1, "wamid.1", DeliveryStatus.DELIVERED))
                .as("late, but new")
                .isTrue();
        assertThat(room.now(send).state()).isEqualTo(SendState.READ);
        assertThat(room.told(send)).containsExactly("accepted", "submitted", "sent", "read");
    }

    @Test
    void aStatusBeforeTheAnswerWaitsAndIsJoined() {
        Send send = room.mark(room.text("1", MINA));
        room.status(send, 1, "wamid.1", DeliveryStatus.DELIVERED);
        room.status(send, 1, "wamid.1", DeliveryStatus.SENT);
        assertThat(room.now(send).state()).isEqualTo(SendState.SENDING);
        room.lane.record(send, new Answer.Accepted("wamid.1", "4915112345678", false));
        assertThat(room.now(send).state()).isEqualTo(SendState.DELIVERED);
        assertThat(room.now(send).progress().waId()).isEqualTo("4915112345678");
        assertThat(room.told(send)).containsExactly("accepted", "submitted", "sent", "delivered");
    }

    @Test
    void aStatusBeforeTheAnswerIsJoinedByMetasIdAlone() {
        Send send = room.mark(room.text("1", MINA));
        room.status((String) null, "wamid.1", DeliveryStatus.SENT);
        room.lane.record(send, new Answer.Accepted("wamid.1", null, false));
        assertThat(room.now(send).state()).isEqualTo(SendState.SENT);
    }

    @Test
    void aStatusSettlesAnUnknownSend() {
        Send send = room.mark(room.text("1", MINA));
        room.lane.record(send, new Answer.Lost("read timed out"));
        room.clock.advance(Duration.ofDays(8));
        room.status(send, 1, "wamid.1", DeliveryStatus.DELIVERED);
        Send settled = room.now(send);
        assertThat(settled.state()).isEqualTo(SendState.DELIVERED);
        assertThat(settled.progress().wamid()).isEqualTo("wamid.1");
        assertThat(settled.progress().cause()).isNull();
        assertThat(room.told(send)).containsExactly("accepted", "unknown", "delivered");
    }

    @Test
    void aStatusThatWasFasterThanTheLossSettlesItToo() {
        Send send = room.mark(room.text("1", MINA));
        room.status(send, 1, "wamid.1", DeliveryStatus.SENT);
        room.lane.record(send, new Answer.Lost("read timed out"));
        assertThat(room.now(send).state()).isEqualTo(SendState.SENT);
    }

    @Test
    void aLateFailureOfAnEarlierAttemptDoesNotFailTheRetry() {
        Send send = room.mark(room.text("1", MINA));
        room.lane.record(send, new Answer.Refused(500, 131000, "Meta's words", false));
        room.pass(Duration.ofSeconds(2));
        Send second = room.submit(send, "wamid.2");
        assertThat(room.status(send, 1, "wamid.1", DeliveryStatus.FAILED)).isTrue();
        assertThat(room.now(send)).isEqualTo(second);
        room.status(send, 2, "wamid.2", DeliveryStatus.FAILED);
        assertThat(room.now(send).state()).isEqualTo(SendState.FAILED);
    }

    @Test
    void aFailureOfAnEarlierAttemptWhileTheNextIsAwaitedDoesNotFailIt() {
        Send send = room.mark(room.text("1", MINA));
        room.lane.record(send, new Answer.Refused(500, 131000, "Meta's words", false));
        room.pass(Duration.ofSeconds(2));
        Send second = room.mark(send);
        room.status(send, 1, "wamid.1", DeliveryStatus.FAILED);
        room.lane.record(second, new Answer.Accepted("wamid.2", null, false));
        assertThat(room.now(send).state()).isEqualTo(SendState.SUBMITTED);
    }

    @Test
    void anEarlierAttemptThatArrivedAfterAllStopsTheRetry() {
        Send send = room.mark(room.text("1", MINA));
        room.lane.record(send, new Answer.Refused(500, 131000, "Meta's words", false));
        room.status(send, 1, "wamid.1", DeliveryStatus.SENT);
        assertThat(room.now(send).state()).isEqualTo(SendState.SENT);
        room.pass(Duration.ofMinutes(5));
        assertThat(room.laneMessages).as("never sent twice").containsExactly(send.id());
    }

    @Test
    void failedAfterSentIsKeptAndAfterDeliveredIgnored() {
        Send one = room.submit(room.text("1", MINA), "wamid.1");
        room.status(one, 1, "wamid.1", DeliveryStatus.SENT);
        room.status(one, 1, "wamid.1", DeliveryStatus.FAILED);
        assertThat(room.now(one).state()).isEqualTo(SendState.FAILED);
        Send two = room.submit(room.text("2", MINA), "wamid.2");
        room.status(two, 1, "wamid.2", DeliveryStatus.DELIVERED);
        room.status(two, 1, "wamid.2", DeliveryStatus.FAILED);
        assertThat(room.now(two).state()).isEqualTo(SendState.DELIVERED);
    }

    @Test
    void aStatusOfAnotherMessageIsKeptAndChangesNothing() {
        Send send = room.submit(room.text("1", MINA), "wamid.1");
        assertThat(room.status("not ours", "wamid.phone", DeliveryStatus.READ)).isTrue();
        assertThat(room.status("not ours", "wamid.phone", DeliveryStatus.READ)).isFalse();
        StatusReport priced = new StatusReport(
                SendRoom.SHOP.phoneNumberId(),
                "wamid.phone",
                DeliveryStatus.DELIVERED,
                room.clock.instant(),
                null,
                null,
                StatusOrderProperties.PRICE);
        assertThat(room.statuses.apply(priced, List.of())).isTrue();
        assertThat(room.status(SendIds.callbackData(4711, 1), "wamid.gone", DeliveryStatus.READ))
                .isTrue();
        assertThat(room.now(send)).as("state and price").isEqualTo(send);
        assertThat(room.told(send)).containsExactly("accepted", "submitted");
    }

    @Test
    void aStatusIsJoinedByMetasIdWhenOursDoesNotComeBack() {
        Send send = room.submit(room.text("1", MINA), "wamid.1");
        room.status((String) null, "wamid.1", DeliveryStatus.DELIVERED);
        assertThat(room.now(send).state()).isEqualTo(SendState.DELIVERED);
    }

    @Test
    void aPriceThatComesAfterItsSendWasReadIsKeptAndTold() {
        Send send = room.submit(room.text("1", MINA), "wamid.1");
        StatusOrderProperties.say(room, send, DeliveryStatus.READ);
        assertThat(room.now(send).progress().pricing()).isNull();
        StatusOrderProperties.say(room, send, DeliveryStatus.SENT);
        StatusOrderProperties.say(room, send, DeliveryStatus.DELIVERED);
        assertThat(room.now(send).progress().pricing()).isEqualTo(StatusOrderProperties.PRICE);
        assertThat(room.told(send)).containsExactly("accepted", "submitted", "read", "read");
    }
}
