package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.campaign.CampaignControl;
import dev.tandem.campaign.PauseReason;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The lane of the shop is five deep: its combined limit. */
class FeederTest {

    private final SendRoom room = SendRoom.empty();
    private int worked;

    private static String person(int i) {
        return "49151123" + (10_000 + i);
    }

    private Send campaign(String campaign, int row, int person) {
        return room.accepted(Incoming.ofCampaign(
                SendRoom.json("{'from':'shop','to':'" + person(person)
                        + "','template':{'name':'spring_offer','language':'en'}}"),
                campaign + "-" + row,
                "file",
                campaign));
    }

    /** Works the lane off, one after the other, until nothing more is fed. */
    private List<Send> workOff() {
        List<Send> left = new ArrayList<>();
        for (int next = 0; next < room.laneMessages.size(); next++) {
            Send send = room.ledger.find(room.laneMessages.get(next)).orElseThrow();
            assertThat(send.state()).isEqualTo(SendState.QUEUED);
            room.submit(send, "wamid." + next);
            left.add(send);
        }
        return left;
    }

    @Test
    void nothingIsFedBeforeItOpensAndNothingAfterItCloses() {
        Send send = room.text("1", person(1));
        assertThat(room.laneMessages).isEmpty();
        room.feeder.open();
        assertThat(room.laneMessages).containsExactly(send.id());
        room.feeder.close();
        room.text("2", person(2));
        assertThat(room.laneMessages).hasSize(1);
    }

    @Test
    void theLaneHoldsASecondsWorthAndIsToppedUpByHalves() {
        List<Send> sends = IntStream.range(0, 12)
                .mapToObj(i -> room.text("s" + i, person(i)))
                .toList();
        room.feeder.open();
        assertThat(room.laneMessages).hasSize(5);
        room.feeder.wake(SendRoom.SHOP.phoneNumberId());
        assertThat(room.laneMessages).as("as often as it likes").hasSize(5);
        room.submit(sends.get(0), "wamid.0");
        room.submit(sends.get(1), "wamid.1");
        assertThat(room.laneMessages).hasSize(5);
        room.submit(sends.get(2), "wamid.2");
        assertThat(room.laneMessages).hasSize(8);
        workOffFrom(3, sends);
        assertThat(room.laneMessages)
                .containsExactlyElementsOf(sends.stream().map(Send::id).toList());
    }

    private void workOffFrom(int first, List<Send> sends) {
        for (Send send : sends.subList(first, sends.size())) {
            room.submit(send, "wamid.w" + send.id());
        }
    }

    @Test
    void theMoreUrgentLeavesFirst() {
        Send campaign = campaign("spring", 1, 1);
        Send transactional = room.text("2", person(2));
        Send reply = room.text("3", person(3), ",'priority':'reply'");
        Send otp = room.text("4", person(4), ",'priority':'otp'");
        room.feeder.open();
        assertThat(room.laneMessages).containsExactly(otp.id(), transactional.id(), reply.id(), campaign.id());
    }

    @Test
    void anOtpOvertakesWhateverWaits() {
        for (int row = 0; row < 60; row++) {
            campaign("spring", row, row);
        }
        room.feeder.open();
        Send otp = room.text("otp", person(900), ",'priority':'otp'");
        List<Send> left = workOff();
        assertThat(left).hasSize(61);
        assertThat(left.stream().map(Send::id).toList().indexOf(otp.id()))
                .as("behind what was in the lane already")
                .isBetween(1, 5);
    }

    @Test
    void campaignsTakeTurns() {
        for (int row = 0; row < 40; row++) {
            campaign("big", row, row);
        }
        for (int row = 0; row < 10; row++) {
            campaign("small", row, 100 + row);
            campaign("tiny", row, 200 + row);
        }
        room.feeder.open();
        List<String> left =
                workOff().stream().map(send -> send.acceptance().campaign()).toList();
        assertThat(left).hasSize(60);
        int[] counts = new int[3];
        for (String campaign : left.subList(0, 28)) {
            counts[List.of("big", "small", "tiny").indexOf(campaign)]++;
            assertThat(max(counts) - min(counts)).as("%s", left).isLessThanOrEqualTo(1);
        }
    }

    private static int max(int[] counts) {
        return IntStream.of(counts).max().orElseThrow();
    }

    private static int min(int[] counts) {
        return IntStream.of(counts).min().orElseThrow();
    }

    private static CampaignControl.Pause pause() {
        return new CampaignControl.Pause(PauseReason.OPERATOR, "ops", "Paused.", SendRoom.START);
    }

    @Test
    void aPausedCampaignFeedsNothingAndTheOthersDo() {
        campaign("held", 1, 1);
        Send goes = campaign("goes", 1, 2);
        Send single = room.text("single", person(3));
        room.controls.pause("held", pause());
        room.feeder.open();
        assertThat(room.laneMessages).containsExactly(single.id(), goes.id());

        room.controls.resume("held", SendRoom.START);
        workOff();
        room.feeder.wake(SendRoom.SHOP.phoneNumberId());
        assertThat(room.laneMessages).hasSize(3);
    }

    @Test
    void whatWasInTheLaneWhenItsCampaignWasPausedIsNotMarkedAndWaits() {
        Send row = campaign("spring", 1, 1);
        room.feeder.open();
        Send queued = room.lane.load(row.id()).orElseThrow();
        room.controls.pause("spring", pause());
        assertThat(room.lane.mark(queued, MessageMode.TEMPLATE)).isEmpty();
        assertThat(room.now(row).state()).isEqualTo(SendState.ACCEPTED);
        assertThat(room.now(row).progress().attempt()).isZero();
        assertThat(room.laneMessages).as("not fed again").hasSize(1);

        room.controls.resume("spring", SendRoom.START);
        room.feeder.wake(SendRoom.SHOP.phoneNumberId());
        assertThat(room.mark(row).state()).isEqualTo(SendState.SENDING);
    }

    /** The shop sends five a second; what leaves is answered at once. */
    @Test
    void campaignsGetTheirSharesOfThePaceWhichMayChangeMeanwhile() {
        for (int row = 0; row < 120; row++) {
            campaign("half", row, row);
            campaign("tenth", row, 200 + row);
        }
        room.controls.share("half", 0.5);
        room.controls.share("tenth", 0.1);
        room.feeder.open();
        Map<String, Integer> left = leaveFor(40);
        assertThat(left.get("half")).isBetween(100 - 3, 100 + 5);
        assertThat(left.get("tenth")).isBetween(20 - 2, 20 + 2);

        room.controls.share("half", 0.02);
        room.controls.share("tenth", 1);
        left = leaveFor(10);
        assertThat(left.getOrDefault("half", 0)).isBetween(0, 6);
        assertThat(left.get("tenth")).isBetween(40, 50);
    }

    /** Works the lane off at five a second for some seconds; how many of each campaign left. */
    private Map<String, Integer> leaveFor(int seconds) {
        Map<String, Integer> left = new HashMap<>();
        for (int fifth = 0; fifth < seconds * 5; fifth++) {
            room.clock.advance(Duration.ofMillis(200));
            if (fifth % 5 == 0) {
                room.feeder.wake(SendRoom.SHOP.phoneNumberId());
            }
            if (worked < room.laneMessages.size()) {
                Send send = room.ledger.find(room.laneMessages.get(worked)).orElseThrow();
                room.submit(send, "wamid.share." + worked++);
                left.merge(send.acceptance().campaign(), 1, Integer::sum);
            }
        }
        return left;
    }

    @Test
    void twoEnginesDoNotUseAShareTwice() {
        var paid = room.lanes.paidUntil("spring", "1");
        assertThat(room.lanes.pay("spring", "1", paid, 5)).isTrue();
        assertThat(room.lanes.pay("spring", "1", paid, 6))
                .as("who read the same before")
                .isFalse();
        assertThat(room.lanes.pay("spring", "1", Optional.of(5L), 7)).isTrue();
        assertThat(room.lanes.pay("spring", "1", Optional.of(5L), 8)).isFalse();
        assertThat(room.lanes.paidUntil("spring", "1")).contains(7L);
    }

    @Test
    void aPersonGetsOneAfterTheOther() {
        List<Send> toMina = IntStream.range(0, 30)
                .mapToObj(i -> room.text("m" + i, person(1)))
                .toList();
        Send other = room.text("other", person(2));
        room.feeder.open();
        assertThat(room.laneMessages)
                .as("one of Mina's")
                .startsWith(toMina.get(0).id());
        List<Long> left = workOff().stream().map(Send::id).toList();
        assertThat(left).hasSize(31).contains(other.id());
        assertThat(left.stream().filter(id -> id != other.id()))
                .containsExactlyElementsOf(toMina.stream().map(Send::id).toList());
    }

    @Test
    void numbersDoNotFeelEachOther() {
        for (int i = 0; i < 20; i++) {
            room.text("s" + i, person(i));
        }
        Send desk = room.accepted(SendRoom.incoming(
                "{'from':'desk','to':'" + person(1) + "','message':{'type':'text','text':{'body':'Hello'}}}"));
        room.feeder.open();
        assertThat(room.laneMessages).hasSize(6).contains(desk.id());
        assertThat(room.runningLanes).containsExactlyInAnyOrder("shop", "desk");
    }

    @Test
    void theBacklogIsCountedByPriority() {
        campaign("spring", 1, 1);
        campaign("spring", 2, 2);
        room.text("1", person(3));
        assertThat(room.waiting.backlog(SendRoom.SHOP.phoneNumberId()))
                .containsEntry(Priority.CAMPAIGN, 2L)
                .containsEntry(Priority.TRANSACTIONAL, 1L);
    }
}
