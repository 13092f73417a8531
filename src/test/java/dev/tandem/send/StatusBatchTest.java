package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Answer;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Channel;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Event;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.StatusReport;
import dev.tandem.send.StatusBatch.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Statuses that are kept together end as those that are kept one by one. */
class StatusBatchTest {

    private static final String PRICE = "{\"category\":\"utility\"}";
    private static final List<DeliveryStatus> WORDS = List.of(DeliveryStatus.values());

    /** Messages that statuses are about: two that were answered, one that waits for its answer, one given up, one not ours. */
    private static final int MESSAGES = 5;

    /** One world in which statuses come. */
    private static final class World {

        final SendRoom house = SendRoom.empty();
        final StatusBatch batch = new StatusBatch(house.ledger, house.statuses);
        final List<Send> sends = new ArrayList<>();

        World() {
            house.feeder.open();
            Send givenUp = house.text("3", "4915112345673", ",'duplicateSafe':true");
            house.mark(givenUp);
            house.sweep.recover();
            sends.add(house.submit(house.text("0", "4915112345670"), "wamid.0"));
            sends.add(house.submit(house.text("1", "4915112345671"), "wamid.1"));
            sends.add(house.mark(house.text("2", "4915112345672")));
            sends.add(givenUp);
        }

        Told told(int message, int word) {
            DeliveryStatus status = WORDS.get(word);
            String ours = message < sends.size()
                    ? SendIds.callbackData(sends.get(message).id(), 1)
                    : null;
            StatusReport report = new StatusReport(
                    SendRoom.SHOP.phoneNumberId(),
                    "wamid." + message,
                    status,
                    house.clock.instant(),
                    // The first is known by Meta's id alone.
                    message == 0 ? null : ours,
                    status == DeliveryStatus.FAILED ? new Cause(Reason.CLOUD_API, "undeliverable", 131026) : null,
                    status == DeliveryStatus.SENT ? PRICE : null);
            Event event = new Event(
                    "status-" + message + "-" + status.code(),
                    Channel.STATUS,
                    SendRoom.SHOP.phoneNumberId(),
                    "",
                    status.code(),
                    null,
                    Map.of());
            return new Told(report, List.of(event));
        }

        void oneByOne(List<Told> told) {
            told.forEach(one -> house.statuses.apply(one.report(), one.events()));
        }

        void together(List<Told> told) {
            Set<Integer> left = batch.apply(told);
            for (int i = 0; i < told.size(); i++) {
                if (left.contains(i)) {
                    house.statuses.apply(told.get(i).report(), told.get(i).events());
                }
            }
        }

        /** What everybody can see at the end. */
        List<Object> end() {
            house.lane.record(house.now(sends.get(2)), new Answer.Accepted("wamid.2", null, false));
            List<Object> end = new ArrayList<>();
            for (Send send : sends) {
                Send now = house.now(send);
                end.add(List.of(
                        now.state(),
                        String.valueOf(now.progress().pricing()),
                        String.valueOf(now.progress().cause()),
                        house.ledger.successorOf(send.id()).map(Send::state).map(SendState::code)));
            }
            end.add(house.jdbc.queryForList(
                    "select wamid, status, attempt, reason, pricing from send_status order by wamid, status"));
            end.add(house.jdbc.queryForList(
                    "select event_id from outbox where channel = 'status' order by event_id", String.class));
            return end;
        }
    }

    @Property(tries = 120, seed = "20261125")
    void endAsThoseThatAreKeptOneByOne(
            @ForAll @Size(min = 1, max = 25) List<@IntRange(max = MESSAGES * 5 - 1) Integer> order,
            @ForAll @IntRange(min = 2, max = 9) int atOnce) {
        World one = new World();
        one.oneByOne(
                order.stream().map(i -> one.told(i % MESSAGES, i / MESSAGES)).toList());
        List<Object> wanted = one.end();
        World other = new World();
        List<Told> told =
                order.stream().map(i -> other.told(i % MESSAGES, i / MESSAGES)).toList();
        for (int from = 0; from < told.size(); from += atOnce) {
            other.together(told.subList(from, Math.min(told.size(), from + atOnce)));
        }
        assertThat(other.end()).isEqualTo(wanted);
    }

    @Test
    void plainOnesAreKeptTogetherAndTheRestIsLeft() {
        World world = new World();
        int sent = WORDS.indexOf(DeliveryStatus.SENT);
        int delivered = WORDS.indexOf(DeliveryStatus.DELIVERED);
        List<Told> told = List.of(
                world.told(0, sent),
                world.told(0, delivered),
                world.told(1, WORDS.indexOf(DeliveryStatus.FAILED)),
                world.told(0, sent),
                world.told(2, sent),
                world.told(3, sent),
                world.told(4, sent));
        assertThat(world.house.now(world.sends.get(3)).state()).isEqualTo(SendState.UNKNOWN);
        assertThat(world.batch.apply(told)).containsExactlyInAnyOrder(2, 3, 5);
        assertThat(world.house.now(world.sends.get(0)).state()).isEqualTo(SendState.DELIVERED);
        assertThat(world.house.jdbc.queryForObject("select count(*) from send_status", Integer.class))
                .isEqualTo(4);
    }

    @Test
    void whenSomebodyIsFasterNothingIsWritten() {
        World world = new World();
        int sent = WORDS.indexOf(DeliveryStatus.SENT);
        Send stale = world.house.now(world.sends.get(0));
        SendLedger.StatusRow row = StatusDesk.row(world.told(0, sent).report(), stale);
        SendLedger.Change change = world.house.statuses.lift(stale, row);
        world.oneByOne(List.of(world.told(0, WORDS.indexOf(DeliveryStatus.DELIVERED))));
        SendLedger.StatusRow other = StatusDesk.row(world.told(4, sent).report(), null);
        boolean written = world.house.ledger.keepStatuses(List.of(
                new SendLedger.KeptStatus(other, null, List.of(), null),
                new SendLedger.KeptStatus(row, change, List.of(), null)));
        assertThat(written).isFalse();
        assertThat(world.house.ledger.keptOf(List.of("wamid.0", "wamid.4")))
                .containsExactly(new SendLedger.StatusKey("wamid.0", DeliveryStatus.DELIVERED));
    }
}
