package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Answer;
import dev.tandem.domain.Cause;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.LanePlace;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.StatusReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaneDeskTest {

    private static final String MINA = "4915112345678";

    private final SendRoom room = SendRoom.empty();

    @BeforeEach
    void open() {
        room.feeder.open();
    }

    private static Reason reason(Send send) {
        return Objects.requireNonNull(send.progress().cause()).reason();
    }

    @Test
    void aLaneMessageThatComesTwiceEndsAtTheSecond() {
        Send send = room.text("1", MINA);
        assertThat(room.lane.load(send.id())).isPresent();
        room.mark(send);
        assertThat(room.lane.load(send.id())).isEmpty();
        assertThat(room.lane.load(4711)).isEmpty();
    }

    @Test
    void theDecisionIsMadeWhenItLeaves() {
        Send send = room.text("1", MINA, ",'template':{'name':'order_update','language':'en'}");
        assertThat(room.lane.decide(send)).isEqualTo(LateDecision.TEMPLATE);
        room.wrote.put(MINA, SendRoom.START);
        assertThat(room.lane.decide(send)).isEqualTo(LateDecision.FREEFORM);
        room.clock.advance(Duration.ofHours(24).minusSeconds(60));
        assertThat(room.lane.decide(send)).isEqualTo(LateDecision.TEMPLATE);
    }

    @Test
    void whatExpiredInTheLaneEndsThere() {
        Send send = room.text("1", MINA, ",'priority':'otp'");
        room.clock.advance(Duration.ofMinutes(10));
        assertThat(room.lane.mayGo(room.now(send))).isFalse();
        assertThat(room.now(send).state()).isEqualTo(SendState.EXPIRED);
        assertThat(reason(room.now(send))).isEqualTo(Reason.EXPIRED);
        assertThat(room.told(send)).containsExactly("accepted", "expired");
    }

    @Test
    void whatIsCancelledWhileQueuedIsNotMarked() {
        Send send = room.text("1", MINA);
        Send queued = room.lane.load(send.id()).orElseThrow();
        assertThat(room.desk.cancel(SendIds.text(send.id()))).map(Send::state).hasValue(SendState.CANCELLED);
        assertThat(room.lane.mark(queued, MessageMode.FREEFORM)).isEmpty();
        assertThat(room.now(send).state()).isEqualTo(SendState.CANCELLED);
        assertThat(room.told(send)).containsExactly("accepted", "cancelled");
    }

    @Test
    void whatWasMarkedCannotBeCancelled() {
        Send send = room.text("1", MINA);
        room.mark(send);
        assertThat(room.desk.cancel(SendIds.text(send.id()))).map(Send::state).hasValue(SendState.SENDING);
        assertThat(room.desk.cancel("no id")).isEmpty();
        assertThat(room.desk.cancel(SendIds.text(4711))).isEmpty();
    }

    @Test
    void aPausedNumbersLaneGivesEverythingBack() {
        Send send = room.text("1", MINA);
        Send later = room.text("2", "4915112345679");
        room.feeder.states().pause(SendRoom.SHOP, "holidays");
        Send queued = room.lane.load(send.id()).orElseThrow();
        assertThat(room.lane.mayGo(queued)).isFalse();
        assertThat(room.now(send).state()).isEqualTo(SendState.ACCEPTED);
        assertThat(room.now(send).progress().place()).isEqualTo(LanePlace.READY);
        room.text("3", "4915112345680");
        room.pass(Duration.ofSeconds(1));
        assertThat(room.laneMessages).as("nothing is fed").containsExactly(send.id(), later.id());
        room.feeder.states().resume(SendRoom.SHOP);
        room.submit(later, "wamid.2");
        assertThat(room.now(send).state()).isEqualTo(SendState.QUEUED);
        assertThat(room.told(send)).containsExactly("accepted");
    }

    @Test
    void aPauseSurvivesARestart() {
        room.feeder.states().pause(SendRoom.SHOP, "holidays");
        SendRoom restarted = new SendRoom();
        restarted.feeder.open();
        assertThat(restarted.feeder.states().pause(SendRoom.SHOP))
                .hasValueSatisfying(pause -> assertThat(pause.why()).isEqualTo("holidays"));
        assertThat(restarted.feeder.states().pause(SendRoom.DESK)).isEmpty();
        restarted.text("1", MINA);
        assertThat(restarted.laneMessages).isEmpty();
    }

    @Test
    void aRefusalForTheClosedWindowSaysWhy() {
        Send send = room.text("1", MINA);
        assertThat(room.lane.decide(send)).isEqualTo(LateDecision.REFUSE);
        room.lane.refuse(room.now(send));
        assertThat(room.now(send).state()).isEqualTo(SendState.REJECTED);
        assertThat(reason(room.now(send))).isEqualTo(Reason.WINDOW_CLOSED_NO_TEMPLATE);
        assertThat(room.told(send)).containsExactly("accepted", "rejected");
    }

    @Test
    void aClosedWindowIsSaidBeforeASlotIsTaken() {
        Send refused = room.text("1", MINA);
        Send held = room.text("2", "4915112345679", ",'whenClosed':'hold'");
        assertThat(room.lane.mayGo(room.now(refused))).isFalse();
        assertThat(room.lane.mayGo(room.now(held))).isFalse();
        assertThat(room.now(refused).state()).isEqualTo(SendState.REJECTED);
        assertThat(room.now(held).state()).isEqualTo(SendState.HELD);
    }

    @Test
    void whatACheckRefusesEndsWithItsCause() {
        room.wrote.put(MINA, SendRoom.START);
        Send send = room.text("1", MINA);
        assertThat(room.lane.mayGo(room.now(send))).isTrue();
        room.obstacles.put(MINA, new LaneCheck.Obstacle.Refuse(Cause.of(Reason.OPTED_OUT)));
        assertThat(room.lane.mayLeave(room.now(send))).as("asked again").isFalse();
        assertThat(room.now(send).state()).isEqualTo(SendState.REJECTED);
        assertThat(reason(room.now(send))).isEqualTo(Reason.OPTED_OUT);
        assertThat(room.told(send)).containsExactly("accepted", "rejected");
    }

    @Test
    void whatACheckHoldsGoesWhenItsTimeHasCome() {
        room.wrote.put(MINA, SendRoom.START);
        Send send = room.text("1", MINA);
        Instant nine = SendRoom.START.plus(Duration.ofHours(9));
        room.obstacles.put(MINA, new LaneCheck.Obstacle.Wait(Cause.of(Reason.QUIET_HOURS), nine));
        assertThat(room.lane.mayGo(room.now(send))).isFalse();
        assertThat(room.now(send).state()).isEqualTo(SendState.HELD);
        assertThat(room.now(send).progress().wakeAt()).isEqualTo(nine);
        Send other = room.text("2", MINA);
        assertThat(room.now(other).state()).as("it blocks nobody").isEqualTo(SendState.QUEUED);
        room.submit(other, "wamid.2");
        room.obstacles.clear();
        room.pass(Duration.ofHours(9));
        assertThat(room.now(send).state()).isEqualTo(SendState.QUEUED);
    }

    @Test
    void whatWaitsInOrderHoldsThePersonsLaterSends() {
        room.wrote.put(MINA, SendRoom.START);
        Send send = room.text("1", MINA);
        room.obstacles.put(
                MINA, new LaneCheck.Obstacle.WaitInOrder(Cause.of(Reason.PAIR_LIMIT), SendRoom.START.plusSeconds(6)));
        assertThat(room.lane.mayGo(room.now(send))).isFalse();
        Send later = room.text("2", MINA);
        assertThat(room.now(later).state()).isEqualTo(SendState.ACCEPTED);
        room.obstacles.clear();
        room.pass(Duration.ofSeconds(6));
        assertThat(room.now(send).state()).isEqualTo(SendState.QUEUED);
        assertThat(room.now(later).state()).isEqualTo(SendState.ACCEPTED);
    }

    @Test
    void heldForTheWindowItGoesWhenThePersonWrites() {
        Send send = room.text("1", MINA, ",'whenClosed':'hold'");
        assertThat(room.lane.decide(send)).isEqualTo(LateDecision.HOLD);
        room.lane.hold(room.now(send));
        assertThat(room.now(send).state()).isEqualTo(SendState.HELD);
        Send other = room.text("2", MINA);
        assertThat(room.laneMessages).as("it blocks nobody").containsExactly(send.id(), other.id());
        room.submit(other, "wamid.2");
        room.pass(Duration.ofHours(1));
        assertThat(room.now(send).progress().place()).isEqualTo(LanePlace.WAITING);
        room.wrote.put(MINA, room.clock.instant());
        room.sweep.windowOpened(SendRoom.SHOP, MINA);
        assertThat(room.now(send).state()).isEqualTo(SendState.QUEUED);
        assertThat(room.lane.decide(send)).isEqualTo(LateDecision.FREEFORM);
        assertThat(room.told(send)).as("held is told once").containsExactly("accepted", "held");
    }

    @Test
    void heldForTheWindowItExpires() {
        Send send = room.text("1", MINA, ",'whenClosed':'hold'");
        room.lane.hold(room.now(send));
        room.pass(Duration.ofHours(24));
        assertThat(room.now(send).state()).isEqualTo(SendState.EXPIRED);
        assertThat(room.told(send)).containsExactly("accepted", "held", "expired");
    }

    @Test
    void aRetryGoesWhenItIsDueAsANewAttempt() {
        Send send = room.text("1", MINA);
        room.lane.record(room.mark(send), new Answer.Refused(400, 131056, "Meta's words", false));
        assertThat(room.now(send).state()).isEqualTo(SendState.HELD);
        assertThat(reason(room.now(send))).isEqualTo(Reason.PAIR_LIMIT);
        room.pass(Duration.ofMillis(999));
        assertThat(room.now(send).progress().place()).isEqualTo(LanePlace.BACKOFF);
        room.pass(Duration.ofMillis(1));
        assertThat(room.now(send).state()).isEqualTo(SendState.QUEUED);
        room.lane.record(room.mark(send), new Answer.Refused(400, 131056, "Meta's words", false));
        room.pass(Duration.ofSeconds(4));
        Send third = room.submit(send, "wamid.1");
        assertThat(third.state()).isEqualTo(SendState.SUBMITTED);
        assertThat(third.progress().attempt()).isEqualTo(3);
        assertThat(room.told(send)).containsExactly("accepted", "held", "held", "submitted");
    }

    /** R49: a refusal for the pace to one person is the person's alone. */
    @Test
    void whoIsWrittenToTooFastRestsAndNobodyElse() {
        Send send = room.text("1", MINA);
        room.lane.record(room.mark(send), new Answer.Refused(400, 131056, "Meta's words", false));
        Send behind = room.text("2", MINA);
        Send other = room.text("3", "4915112345679");
        assertThat(room.now(send).state()).isEqualTo(SendState.HELD);
        assertThat(room.now(behind).state()).isEqualTo(SendState.ACCEPTED);
        assertThat(room.laneMessages).as("at once").containsExactly(send.id(), other.id());
        assertThat(room.submit(other, "wamid.3").state()).isEqualTo(SendState.SUBMITTED);
        assertThat(room.paces.slowedTo(SendRoom.SHOP)).as("the number's pace").isEmpty();
        Send third = room.text("4", "4915112345680");
        room.lane.record(room.mark(third), new Answer.Refused(400, 130429, "Meta's words", false));
        assertThat(room.paces.slowedTo(SendRoom.SHOP))
                .as("a refusal of the number")
                .isPresent();
    }

    @Test
    void aPersonsSecondSendWaitsBehindTheRetryOfTheFirst() {
        Send first = room.text("1", MINA);
        Send second = room.text("2", MINA);
        Send other = room.text("3", "4915112345679");
        assertThat(room.laneMessages).containsExactly(first.id(), other.id());
        room.lane.record(room.mark(first), new Answer.Refused(500, 131016, "Meta's words", false));
        assertThat(room.now(second).state()).isEqualTo(SendState.ACCEPTED);
        room.pass(Duration.ofSeconds(2));
        assertThat(room.laneMessages).containsExactly(first.id(), other.id(), first.id());
        room.submit(first, "wamid.1");
        assertThat(room.now(second).state()).isEqualTo(SendState.QUEUED);
    }

    @Test
    void aFaultOfOurOwnBeforeTheMarkIsTriedAgain() {
        Send send = room.text("1", MINA);
        room.lane.putBack(room.now(send), "a step failed.");
        assertThat(room.now(send).state()).isEqualTo(SendState.HELD);
        assertThat(reason(room.now(send))).isEqualTo(Reason.INTERNAL_FAULT);
        room.pass(Duration.ofSeconds(5));
        assertThat(room.now(send).state()).isEqualTo(SendState.QUEUED);
        assertThat(room.now(send).progress().attempt()).isZero();
    }

    @Test
    void aLostAnswerIsNeverRepeatedAndAfterFiveMinutesAPersonDecides() {
        Send send = room.text("1", MINA);
        room.lane.record(room.mark(send), new Answer.Lost("read timed out"));
        assertThat(reason(room.now(send))).isEqualTo(Reason.AWAITING_STATUS);
        room.pass(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(room.now(send).isUndecided()).isFalse();
        room.pass(Duration.ofSeconds(1));
        assertThat(room.now(send).isUndecided()).isTrue();
        assertThat(reason(room.now(send))).isEqualTo(Reason.ANSWER_LOST);
        room.sweep.sweepLanes();
        assertThat(room.alerts.standing()).singleElement().satisfies(alert -> {
            assertThat(alert.code()).isEqualTo("answer_lost");
            assertThat(alert.text()).contains("1 sends of shop");
        });
        room.pass(Duration.ofDays(2));
        room.sweep.sweepLanes();
        assertThat(room.now(send).state()).isEqualTo(SendState.UNKNOWN);
        assertThat(room.laneMessages).containsExactly(send.id());
        assertThat(room.told(send)).containsExactly("accepted", "unknown", "unknown");
    }

    @Test
    void aStatusSettlesAnUnknownSendEightDaysLater() {
        Send send = room.text("1", MINA);
        room.lane.record(room.mark(send), new Answer.Lost("read timed out"));
        room.pass(Duration.ofDays(8));
        room.sweep.sweepLanes();
        room.status(send, 1, "wamid.late", DeliveryStatus.DELIVERED);
        assertThat(room.now(send).state()).isEqualTo(SendState.DELIVERED);
        room.sweep.sweepLanes();
        assertThat(room.alerts.standing()).isEmpty();
    }

    @Test
    void whatIsSafeToDoubleGoesAgainByItselfAsANewSend() {
        Send send = room.text("1", MINA, ",'duplicateSafe':true");
        room.lane.record(room.mark(send), new Answer.Lost("read timed out"));
        room.pass(Duration.ofMinutes(5));
        Send again = room.ledger.successorOf(send.id()).orElseThrow();
        assertThat(again.acceptance().clientId()).isEqualTo("1");
        assertThat(again.acceptance().generation()).isEqualTo(1);
        assertThat(room.now(again).state()).isEqualTo(SendState.QUEUED);
        assertThat(room.now(send).isUndecided()).isFalse();
        assertThat(room.accept.accept(SendRoom.incoming("{'from':'shop','id':'1','to':'" + MINA
                        + "','message':{'type':'text','text':{'body':'Hello'}},'duplicateSafe':true}")))
                .as("the key is still the first one's")
                .isEqualTo(new Verdict.Accepted(room.now(send), false));
    }

    @Test
    void anOperatorResendsOnceAndBothSayWhenTheOldOneArrived() {
        Send send = room.text("1", MINA);
        room.lane.record(room.mark(send), new Answer.Lost("read timed out"));
        room.pass(Duration.ofMinutes(5));
        Send again = resent(send);
        assertThat(resent(send).id()).as("a second wish").isEqualTo(again.id());
        room.pass(Duration.ofSeconds(6));
        room.submit(again, "wamid.2");
        room.status(send, 1, "wamid.1", DeliveryStatus.DELIVERED);
        assertThat(room.now(send).state()).isEqualTo(SendState.DELIVERED);
        assertThat(reason(room.now(send))).isEqualTo(Reason.ALSO_DELIVERED);
        assertThat(room.now(again).state()).isEqualTo(SendState.SUBMITTED);
        assertThat(reason(room.now(again))).isEqualTo(Reason.ALSO_DELIVERED);
        assertThat(room.told(again)).containsExactly("accepted", "submitted", "submitted");
    }

    @Test
    void aResendThatHasNotLeftIsCalledBackWhenTheOldOneArrived() {
        Send send = room.text("1", MINA);
        room.lane.record(room.mark(send), new Answer.Lost("read timed out"));
        room.feeder.states().pause(SendRoom.SHOP, "holidays");
        room.pass(Duration.ofMinutes(5));
        Send again = resent(send);
        room.status(send, 1, "wamid.1", DeliveryStatus.SENT);
        assertThat(room.now(again).state()).isEqualTo(SendState.CANCELLED);
        assertThat(reason(room.now(again))).isEqualTo(Reason.ALSO_DELIVERED);
    }

    private Send resent(Send send) {
        return ((SendDesk.Decided.Done)
                        room.desk.resend(SendIds.text(send.id())).orElseThrow())
                .send();
    }

    @Test
    void anOperatorClosesWhatIsUnknownAndNothingElse() {
        Send send = room.text("1", MINA);
        String id = SendIds.text(send.id());
        assertThat(room.desk.close(id))
                .hasValueSatisfying(decided -> assertThat(decided).isInstanceOf(SendDesk.Decided.NotNow.class));
        room.lane.record(room.mark(send), new Answer.Lost("read timed out"));
        room.pass(Duration.ofMinutes(5));
        assertThat(room.desk.close(id))
                .hasValueSatisfying(decided -> assertThat(decided).isInstanceOf(SendDesk.Decided.Done.class));
        room.sweep.sweepLanes();
        assertThat(room.alerts.standing()).isEmpty();
        assertThat(room.desk.close("no id")).isEmpty();
        room.status(send, 1, "wamid.1", DeliveryStatus.DELIVERED);
        assertThat(room.now(send).state()).as("a status still settles it").isEqualTo(SendState.DELIVERED);
    }

    @Test
    void whatNoStatusToldOfIsFoundAtMeta() {
        Send send = room.text("1", MINA);
        room.submit(send, "wamid.1");
        room.metaKnows.add(new StatusReport(
                SendRoom.SHOP.phoneNumberId(), "wamid.1", DeliveryStatus.DELIVERED, SendRoom.START, null, null, null));
        room.pass(Duration.ofMinutes(10).minusSeconds(1));
        room.lookup.lookUp(room.now(send));
        assertThat(room.now(send).state()).isEqualTo(SendState.DELIVERED);
        assertThat(room.lookup.found()).isEqualTo(1);
        assertThat(room.alerts.standing()).singleElement().satisfies(alert -> assertThat(alert.code())
                .isEqualTo("webhooks_lost"));
        room.lookup.lookUp(room.now(send));
        assertThat(room.lookup.found()).as("known now").isEqualTo(1);
    }

    @Test
    void aSendWithoutAnyStatusIsLookedAtEverLaterAndEndsAfterEightDays() {
        Send send = room.text("1", MINA);
        room.submit(send, "wamid.1");
        Instant submitted = room.clock.instant();
        room.pass(Duration.ofMinutes(10));
        assertThat(room.now(send).progress().wakeAt()).isEqualTo(submitted.plus(Duration.ofMinutes(20)));
        room.pass(Duration.ofMinutes(10));
        assertThat(room.now(send).progress().wakeAt()).isEqualTo(submitted.plus(Duration.ofMinutes(40)));
        for (int day = 0; day < 8; day++) {
            room.pass(Duration.ofDays(1));
        }
        assertThat(room.now(send).state()).isEqualTo(SendState.SUBMITTED);
        assertThat(room.now(send).progress().place()).isEqualTo(LanePlace.DONE);
        assertThat(reason(room.now(send))).isEqualTo(Reason.NOT_DELIVERED_IN_TIME);
        assertThat(room.told(send)).containsExactly("accepted", "submitted", "submitted");
        room.status(send, 1, "wamid.1", DeliveryStatus.DELIVERED);
        assertThat(room.now(send).state()).isEqualTo(SendState.DELIVERED);
    }

    @Test
    void whatIsOnlySentEndsAfterEightDaysToo() {
        Send send = room.text("1", MINA);
        room.submit(send, "wamid.1");
        room.status(send, 1, "wamid.1", DeliveryStatus.SENT);
        room.pass(Duration.ofDays(8));
        assertThat(room.now(send).state()).isEqualTo(SendState.SENT);
        assertThat(reason(room.now(send))).isEqualTo(Reason.NOT_DELIVERED_IN_TIME);
    }

    @Test
    void aStatusThatWasKeptBeforeACrashAndNeverAppliedIsApplied() {
        Send send = room.text("1", MINA);
        Send marked = room.mark(send);
        SendLedger.StatusRow row =
                new SendLedger.StatusRow("wamid.1", DeliveryStatus.DELIVERED, send.id(), 1, SendRoom.START, null, null);
        assertThat(room.ledger.keepStatus(row, null, List.of())).isEqualTo(SendLedger.StatusResult.KEPT);
        Send unknown = marked.unanswered(Cause.of(Reason.AWAITING_STATUS), Patience.DEFAULT, room.clock.instant());
        room.ledger.replace(new SendLedger.Change(marked, unknown, List.of()));
        room.pass(Duration.ofMinutes(5));
        assertThat(room.now(send).state()).isEqualTo(SendState.DELIVERED);
    }

    @Test
    void aStatusThatComesAgainIsAppliedWhenItWasOnlyKept() {
        Send send = room.text("1", MINA);
        room.submit(send, "wamid.1");
        SendLedger.StatusRow row =
                new SendLedger.StatusRow("wamid.1", DeliveryStatus.DELIVERED, send.id(), 1, SendRoom.START, null, null);
        room.ledger.keepStatus(row, null, List.of());
        assertThat(room.status(send, 1, "wamid.1", DeliveryStatus.DELIVERED))
                .as("known")
                .isFalse();
        assertThat(room.now(send).state()).isEqualTo(SendState.DELIVERED);
    }

    @Test
    void aRetryThatWasPutBackDoesNotGoWhenTheFirstTryProvesDelivered() {
        Send send = room.text("1", MINA);
        room.lane.record(room.mark(send), new Answer.Refused(500, 131016, "Meta's words", false));
        room.pass(Duration.ofSeconds(2));
        room.lane.giveBack(room.now(send));
        room.status(send, 1, "wamid.1", DeliveryStatus.DELIVERED);
        assertThat(room.now(send).state()).isEqualTo(SendState.DELIVERED);
    }

    @Test
    void whatWasCalledBackAfterATryAndArrivedAllTheSameSaysSo() {
        Send send = room.text("1", MINA);
        room.lane.record(room.mark(send), new Answer.Refused(500, 131016, "Meta's words", false));
        room.desk.cancel(SendIds.text(send.id()));
        room.status(send, 1, "wamid.1", DeliveryStatus.DELIVERED);
        assertThat(room.now(send).state()).isEqualTo(SendState.DELIVERED);
    }

    @Test
    void anAnswerIsRecordedAlthoughSomethingWasNotedMeanwhile() {
        Send send = room.text("1", MINA);
        room.lane.record(room.mark(send), new Answer.Lost("read timed out"));
        Send again = resent(send);
        Send marked = room.mark(again);
        room.status(send, 1, "wamid.1", DeliveryStatus.DELIVERED);
        room.lane.record(marked, new Answer.Accepted("wamid.2", null, false));
        assertThat(room.now(again).state()).isEqualTo(SendState.SUBMITTED);
        assertThat(room.now(again).progress().wamid()).isEqualTo("wamid.2");
        room.status(again, 1, "wamid.2", DeliveryStatus.READ);
        assertThat(reason(room.now(again))).as("said for good").isEqualTo(Reason.ALSO_DELIVERED);
    }

    @Test
    void whatWasHeldAMomentTooLateGoesAtOnce() {
        room.wrote.put(MINA, SendRoom.START);
        Send send = room.text("1", MINA);
        Send queued = room.now(send);
        room.obstacles.put(
                MINA, new LaneCheck.Obstacle.Wait(Cause.of(Reason.NUMBER_PAUSED), SendRoom.START.plusSeconds(9_000)));
        room.gone.add(MINA);
        assertThat(room.lane.mayGo(queued)).isFalse();
        assertThat(room.now(send).progress().place()).as("fed again").isEqualTo(LanePlace.TAKEN);
    }

    @Test
    void aPersonWhomMetaRefusesLateRestsAndTheOrderIsKept() {
        room.wrote.put(MINA, SendRoom.START);
        Send send = room.text("1", MINA);
        room.submit(send, "wamid.1");
        failedLate(send, 131056);
        Send again = room.ledger.successorOf(send.id()).orElseThrow();
        assertThat(again.progress().place()).isEqualTo(LanePlace.BACKOFF);
        assertThat(room.now(send).state()).isEqualTo(SendState.FAILED);
        Send later = room.text("2", MINA);
        assertThat(room.now(later).state()).as("it waits behind").isEqualTo(SendState.ACCEPTED);
        assertThat(room.debts
                        .pair(SendRoom.SHOP.phoneNumberId(), MINA)
                        .orElseThrow()
                        .refused())
                .isEqualTo(1);
    }

    @Test
    void whatAPersonClosedIsNotSentAgainByALateFailure() {
        Send send = room.text("1", MINA);
        room.lane.record(room.mark(send), new Answer.Lost("read timed out"));
        room.desk.close(SendIds.text(send.id()));
        failedLate(send, 131000);
        assertThat(room.now(send).state()).isEqualTo(SendState.FAILED);
        assertThat(room.ledger.successorOf(send.id())).isEmpty();
    }

    private void failedLate(Send send, int code) {
        room.statuses.apply(
                new StatusReport(
                        SendRoom.SHOP.phoneNumberId(),
                        "wamid.1",
                        DeliveryStatus.FAILED,
                        room.clock.instant(),
                        SendIds.callbackData(send.id(), 1),
                        new Cause(Reason.CLOUD_API, "Meta's words", code),
                        null),
                List.of());
    }

    @Test
    void theTimelineTellsEveryStep() {
        Send send = room.text("1", MINA);
        room.submit(send, "wamid.1");
        assertThat(room.desk.find(SendIds.text(send.id())).orElseThrow().timeline())
                .extracting(SendLedger.TimelineEntry::state)
                .containsExactly("accepted", "queued", "sending", "submitted");
    }
}
