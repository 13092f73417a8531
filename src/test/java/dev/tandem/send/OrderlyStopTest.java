package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Answer;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The end of the sending: nothing new leaves, nothing is half-done. */
class OrderlyStopTest {

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final SendRoom room = SendRoom.empty();
    private final RequestsUnderWay underWay = new RequestsUnderWay();
    private final OrderlyStop stop = new OrderlyStop(
            underWay, room.feeder, room.waiting, room.moves, room.statuses, Patience.DEFAULT, room.clock);

    private Send marked(String id, String person) {
        room.feeder.open();
        Send send = room.mark(room.text(id, person));
        underWay.enter().orElseThrow().marked(send);
        return send;
    }

    @Test
    void aRequestWithoutAnAnswerIsUnknownAndALateAnswerChangesNothing() {
        Send send = marked("1", "4915112310001");
        assertThat(stop.stop(AT_ONCE)).isEqualTo(1);
        assertThat(room.now(send).state()).isEqualTo(SendState.UNKNOWN);
        assertThat(room.told(send)).containsExactly("accepted", "unknown");
        room.lane.record(send, new Answer.Accepted("wamid.1", null, false));
        assertThat(room.now(send).state()).isEqualTo(SendState.UNKNOWN);
    }

    @Test
    void anAnswerInTimeIsWaitedForAndRecorded() {
        room.feeder.open();
        RequestsUnderWay.Request request = underWay.enter().orElseThrow();
        Send send = room.mark(room.text("1", "4915112310001"));
        request.marked(send);
        CompletableFuture<Integer> stopped = CompletableFuture.supplyAsync(() -> stop.stop(Duration.ofSeconds(20)));
        Awaitility.await().until(underWay::isClosed);
        room.lane.record(send, new Answer.Accepted("wamid.1", null, false));
        request.done();
        assertThat(stopped.join()).isZero();
        assertThat(room.now(send).state()).isEqualTo(SendState.SUBMITTED);
    }

    @Test
    void aStatusThatCameMeanwhileSettlesIt() {
        Send send = marked("1", "4915112310001");
        room.status(send, 1, "wamid.1", DeliveryStatus.DELIVERED);
        stop.stop(AT_ONCE);
        assertThat(room.now(send).state()).isEqualTo(SendState.DELIVERED);
    }

    @Test
    void whatWaitsInTheLanesGoesBackAndNothingNewLeaves() {
        room.feeder.open();
        Send queued = room.text("1", "4915112310001");
        assertThat(room.now(queued).state()).isEqualTo(SendState.QUEUED);
        assertThat(stop.stop(AT_ONCE)).isZero();
        assertThat(room.now(queued).state()).isEqualTo(SendState.ACCEPTED);
        Send later = room.text("2", "4915112310002");
        assertThat(room.now(later).state()).isEqualTo(SendState.ACCEPTED);
        assertThat(room.laneMessages).containsExactly(queued.id());
        assertThat(underWay.enter()).isEmpty();
    }
}
