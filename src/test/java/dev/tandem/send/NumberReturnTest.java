package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.coexistence.watch.AlertEvents;
import dev.tandem.coexistence.watch.ConnectionBook;
import dev.tandem.coexistence.watch.ConnectionCheck;
import dev.tandem.coexistence.watch.ConnectionDesk;
import dev.tandem.coexistence.watch.LaneGate;
import dev.tandem.domain.Alert;
import dev.tandem.domain.Answer;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.PauseScope;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Restriction;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.store.JdbcConnections;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of the sends of a number that loses its link, is restricted, and comes back (R65 to R67). */
class NumberReturnTest {

    private static final String MINA = "4915112345678";
    private static final Instant START = SendRoom.START;

    private final SendRoom room = SendRoom.empty();
    private final JdbcConnections disk = new JdbcConnections(
            room.jdbc,
            new TransactionTemplate(new JdbcTransactionManager(Objects.requireNonNull(room.jdbc.getDataSource()))));
    private final ConnectionBook book = new ConnectionBook(disk);
    private final ConnectionCheck check = new ConnectionCheck(book, room.numbers);
    private final ConnectionDesk desk = new ConnectionDesk(
            book,
            new LaneGate() {
                @Override
                public void reconsider(BusinessNumber number) {
                    room.numberReturn.reconsider(number);
                }

                @Override
                public void beginGently(BusinessNumber number) {
                    room.numberReturn.beginGently(number);
                }
            },
            room.alerts,
            room.clock);

    @BeforeEach
    void open() {
        room.byNumber = check;
        room.feeder.open();
    }

    /** What the lane does with a send that is in it. */
    private Send throughLane(Send send) {
        room.lane.load(send.id()).ifPresent(room.lane::mayGo);
        return room.now(send);
    }

    private static Reason reason(Send send) {
        return Objects.requireNonNull(send.progress().cause()).reason();
    }

    private void offboard() {
        desk.offboarded(SendRoom.SHOP, START);
    }

    @Test
    void whatWaitsIsHeldWhileThePhoneIsRegisteredAnewAndGoesWhenItIsBack() {
        Send send = room.text("1", MINA, ",'template':{'name':'order_update','language':'en'}");
        offboard();
        Send held = throughLane(send);
        assertThat(held.state()).isEqualTo(SendState.HELD);
        assertThat(reason(held)).isEqualTo(Reason.NUMBER_OFFBOARDED);
        assertThat(Objects.requireNonNull(held.progress().cause()).detail())
                .startsWith("Paused: the phone was registered anew; sending resumes by itself.");
        room.pass(Duration.ofHours(2));
        assertThat(throughLane(send).state()).as("it does not go by itself").isEqualTo(SendState.HELD);

        desk.reconnected(SendRoom.SHOP, START.plusSeconds(7_200));
        assertThat(room.lane.load(send.id()))
                .as("gently: not in the first second")
                .isEmpty();
        room.pass(Duration.ofSeconds(2));
        Send queued = room.lane.load(send.id()).orElseThrow();
        assertThat(room.lane.mayGo(queued)).isTrue();
    }

    /** R66: nothing is ever reported of it, so a person must know. */
    @Test
    void whoComesBackIsToldOfTheGapAndOfLinkedDevices() {
        offboard();
        Alert away = room.alerts.standing().get(0);
        assertThat(away.code()).isEqualTo("number_offboarded");
        assertThat(away.text())
                .contains("Wait for Meta to reconnect it, which takes minutes; if another partner links it meanwhile")
                .contains("Messages of the gap may be missing, because history is not synced again,")
                .contains("linked devices must be linked again by hand.");
        desk.reconnected(SendRoom.SHOP, START.plusSeconds(60));
        assertThat(room.alerts.standing()).isEmpty();
        assertThat(new AlertEvents(room.numbers)
                        .over(away, START.plusSeconds(60))
                        .body())
                .hasEntrySatisfying("text", text -> assertThat(text.toString())
                        .startsWith("Over: ")
                        .contains("linked devices must be linked again by hand"));
    }

    @Test
    void nothingLeavesANumberThatAnotherEngineWasToldIsAway() {
        String template = ",'template':{'name':'order_update','language':'en'}";
        Send send = room.text("1", MINA, template);
        Send queued = room.lane.load(send.id()).orElseThrow();
        disk.change(SendRoom.SHOP, facts -> facts.offboarded(START));
        assertThat(room.lane.mayGo(queued)).as("this engine does not know yet").isTrue();
        assertThat(room.lane.mayLeave(queued)).isTrue();
        assertThat(room.lane.mark(queued, MessageMode.TEMPLATE)).isEmpty();
        Send held = room.now(send);
        assertThat(held.state()).isEqualTo(SendState.HELD);
        assertThat(reason(held)).isEqualTo(Reason.NUMBER_OFFBOARDED);
        assertThat(room.ledger.timeline(send.id()))
                .extracting(SendLedger.TimelineEntry::state)
                .doesNotContain("sending");

        disk.change(SendRoom.SHOP, facts -> facts.reconnected(START.plusSeconds(60)));
        desk.reconnected(SendRoom.SHOP, START.plusSeconds(60));
        room.pass(Duration.ofSeconds(61));
        Send again = room.lane.load(send.id()).orElseThrow();
        assertThat(room.lane.mark(again, MessageMode.TEMPLATE)).isPresent();
    }

    @Test
    void lateDecisionsAreMadeForWhatWaited() {
        room.wrote.put(MINA, START);
        Send send = room.text("1", MINA, ",'expiresAt':'2026-11-10T10:00:00Z'");
        offboard();
        assertThat(reason(throughLane(send))).isEqualTo(Reason.NUMBER_OFFBOARDED);
        room.clock.advance(Duration.ofHours(25));
        assertThat(throughLane(send).state())
                .as("its window is closed by now, and still it waits: the person may write")
                .isEqualTo(SendState.HELD);

        desk.reconnected(SendRoom.SHOP, START.plus(Duration.ofHours(25)));
        room.pass(Duration.ofSeconds(2));
        assertThat(reason(throughLane(send))).isEqualTo(Reason.WINDOW_CLOSED_NO_TEMPLATE);
        assertThat(room.now(send).state()).isEqualTo(SendState.REJECTED);
    }

    @Test
    void theNumberComesBackAtHalfItsPaceAndClimbs() {
        offboard();
        assertThat(room.paces.slowedTo(SendRoom.SHOP)).isEmpty();
        desk.reconnected(SendRoom.SHOP, START.plusSeconds(60));
        room.clock.advance(Duration.ofMillis(1_001));
        OptionalDouble pace = room.paces.slowedTo(SendRoom.SHOP);
        assertThat(pace).isPresent();
        assertThat(pace.getAsDouble()).isBetween(2.4, 2.6);
        room.clock.advance(Duration.ofSeconds(5));
        assertThat(room.paces.slowedTo(SendRoom.SHOP).getAsDouble()).isBetween(3.5, 4.0);
        room.clock.advance(Duration.ofSeconds(6));
        assertThat(room.paces.slowedTo(SendRoom.SHOP)).isEmpty();
    }

    @Test
    void aDisconnectedNumberKeepsWhatWaitsUntilItExpires() {
        Send send = room.text("1", MINA);
        offboard();
        throughLane(send);
        desk.removed(SendRoom.SHOP, new ConnectionFacts.Removal("PRIMARY_INACTIVITY", "SYSTEM", START.plusSeconds(60)));
        Send parked = throughLane(send);
        assertThat(reason(parked)).isEqualTo(Reason.NUMBER_DISCONNECTED);
        assertThat(Objects.requireNonNull(parked.progress().cause()).detail())
                .contains("not opened on the primary phone")
                .contains("Open WhatsApp Business on the primary phone");
        room.pass(Duration.ofHours(24));
        assertThat(room.now(send).state()).isEqualTo(SendState.EXPIRED);
        assertThat(room.alerts.standing()).extracting(Alert::code).containsExactly("number_disconnected");
    }

    @Test
    void noResumeByAPersonLiftsIt() {
        Send send = room.text("1", MINA);
        offboard();
        throughLane(send);
        room.aftermath.resume(SendRoom.SHOP);
        room.numberReturn.reconsider(SendRoom.SHOP);
        assertThat(reason(throughLane(send))).isEqualTo(Reason.NUMBER_OFFBOARDED);
    }

    @Test
    void whatMetaPausedMeanwhileEndsWithTheReturnAndAPersonsPauseDoesNot() {
        Send send = room.text("1", MINA, ",'template':{'name':'order_update','language':'en'}");
        Send marked = room.lane
                .mark(room.lane.load(send.id()).orElseThrow(), MessageMode.TEMPLATE)
                .orElseThrow();
        room.lane.record(marked, new Answer.Refused(400, 133010, "not registered", false));
        assertThat(room.feeder.states().pause(SendRoom.SHOP)).isPresent();
        offboard();
        desk.reconnected(SendRoom.SHOP, START.plusSeconds(60));
        assertThat(room.feeder.states().pause(SendRoom.SHOP)).isEmpty();
        assertThat(room.alerts.standing()).isEmpty();

        room.feeder.states().pause(SendRoom.SHOP, "holidays");
        desk.offboarded(SendRoom.SHOP, START.plusSeconds(120));
        desk.reconnected(SendRoom.SHOP, START.plusSeconds(180));
        assertThat(room.feeder.states().pause(SendRoom.SHOP)).isPresent();
        assertThat(room.feeder.states().pauses(SendRoom.SHOP))
                .extracting(NumberStates.Pause::scope)
                .containsExactly(PauseScope.ALL);
    }

    @Test
    void theDoorRefusesWhatIsNewAndAnswersWhatItKnows() {
        Send before = room.text("1", MINA);
        offboard();
        SendAccept door = new SendAccept(
                new RequestReader(
                        new RequestSchema(java.nio.file.Path.of("config/schema/send-request.schema.json")),
                        room.numbers,
                        new SendIds(room.clock)),
                new dev.tandem.store.JdbcContactBook(room.jdbc),
                room.ledger,
                room.events,
                room.feeder,
                check,
                room.clock);
        List<Verdict> verdicts =
                door.acceptAll(List.of(request("1", "shop"), request("2", "shop"), request("3", "desk")));
        assertThat(verdicts.get(0)).isInstanceOfSatisfying(Verdict.Accepted.class, again -> {
            assertThat(again.send().id()).isEqualTo(before.id());
            assertThat(again.isNew()).isFalse();
        });
        assertThat(verdicts.get(1)).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.problems()).hasSize(1);
            assertThat(refused.problems().get(0).cause().reason()).isEqualTo(Reason.NUMBER_OFFBOARDED);
        });
        assertThat(verdicts.get(2)).isInstanceOf(Verdict.Accepted.class);
        assertThat(room.ledger.findByClientId(SendRoom.SHOP.phoneNumberId(), "2"))
                .isEmpty();
    }

    private static Incoming request(String id, String from) {
        return SendRoom.incoming("{'from':'" + from + "','id':'" + id + "','to':'" + MINA
                + "','message':{'type':'text','text':{'body':'Hello'}}}");
    }

    @Test
    void aRestrictionHoldsWhatItIsAboutUntilItsEnd() {
        room.wrote.put(MINA, START);
        Send reply = room.text("1", MINA);
        Send template = room.text("2", "4915112345679", ",'template':{'name':'order_update','language':'en'}");
        desk.restricted(
                SendRoom.SHOP,
                new Restriction("RESTRICTED_BIZ_INITIATED_MESSAGING", true, START.plusSeconds(3_600), START));
        assertThat(room.lane.mayGo(room.lane.load(reply.id()).orElseThrow())).isTrue();
        assertThat(reason(throughLane(template))).isEqualTo(Reason.NUMBER_PAUSED);
        room.pass(Duration.ofHours(1));
        assertThat(room.lane.mayGo(room.lane.load(template.id()).orElseThrow())).isTrue();

        desk.restricted(
                SendRoom.SHOP,
                new Restriction(
                        "RESTRICTED_CUSTOMER_INITIATED_MESSAGING",
                        true,
                        START.plusSeconds(9_000),
                        START.plusSeconds(3_600)));
        assertThat(reason(throughLane(reply))).isEqualTo(Reason.NUMBER_PAUSED);
    }

    @Test
    void aDisabledAccountHoldsEverythingUntilItIsReinstated() {
        room.wrote.put(MINA, START);
        Send reply = room.text("1", MINA);
        desk.restricted(SendRoom.SHOP, new Restriction(Restriction.DISABLED, true, null, START));
        assertThat(reason(throughLane(reply))).isEqualTo(Reason.NUMBER_PAUSED);
        assertThat(room.alerts.standing()).extracting(Alert::code).containsExactly("account_disabled");
        room.aftermath.resume(SendRoom.SHOP);
        assertThat(reason(throughLane(reply))).isEqualTo(Reason.NUMBER_PAUSED);

        desk.restricted(SendRoom.SHOP, new Restriction(Restriction.DISABLED, false, null, START.plusSeconds(60)));
        assertThat(room.lane.mayGo(room.lane.load(reply.id()).orElseThrow())).isTrue();
        assertThat(room.alerts.standing()).isEmpty();
        desk.restricted(SendRoom.SHOP, new Restriction(Restriction.DISABLED, true, null, START));
        assertThat(room.alerts.standing()).as("an older word").isEmpty();
    }

    @Test
    void linkedAgainEverythingGoesOn() {
        Send send = room.text("1", MINA, ",'template':{'name':'order_update','language':'en'}");
        desk.removed(SendRoom.SHOP, new ConnectionFacts.Removal("", "", START));
        assertThat(reason(throughLane(send))).isEqualTo(Reason.NUMBER_DISCONNECTED);
        desk.linked(SendRoom.SHOP.withLinkedAt(START.plusSeconds(60)));
        room.pass(Duration.ofSeconds(2));
        assertThat(room.now(send).state()).isEqualTo(SendState.QUEUED);
        assertThat(room.alerts.standing()).isEmpty();
    }
}
