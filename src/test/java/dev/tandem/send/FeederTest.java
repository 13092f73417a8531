package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Priority;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The lane of the shop is five deep: its combined limit. */
class FeederTest {

    private final SendRoom room = SendRoom.empty();

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
