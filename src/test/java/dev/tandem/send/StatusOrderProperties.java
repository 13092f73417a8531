package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Cause;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.StatusReport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The statuses of a send, in any order and however often they come. */
class StatusOrderProperties {

    static final String PRICE = "{\"category\":\"utility\"}";
    private static final String MINA = "4915112345678";
    private static final Cause UNDELIVERABLE = new Cause(Reason.CLOUD_API, "Message undeliverable", 131026);

    /** Every order of four statuses, each of which may come twice. */
    @Property(tries = 300, seed = "20261125")
    void inAnyOrderTheHighestStatusStandsWithThePriceOnce(
            @ForAll @Size(min = 4, max = 12) List<@IntRange(max = 3) Integer> order) {
        Set<Integer> came = new LinkedHashSet<>(order);
        came.addAll(List.of(0, 1, 2, 3));
        SendRoom house = SendRoom.empty();
        house.feeder.open();
        Send send = house.submit(house.text("1", MINA), "wamid.1");
        List<Integer> all = new ArrayList<>(order);
        all.addAll(came);
        all.forEach(status -> say(house, send, DeliveryStatus.values()[status]));
        Send after = house.now(send);
        assertThat(after.state()).isEqualTo(SendState.PLAYED);
        assertThat(after.progress().pricing()).isEqualTo(PRICE);
        assertThat(house.ledger.statuses(send.id(), "wamid.1")).hasSize(4);
    }

    /** Wherever a failure comes among them: who has the message has it. */
    @Property(tries = 200, seed = "20261130")
    void aFailureAmongThemChangesNothingOnceItHasArrived(
            @ForAll @Size(min = 5, max = 12) List<@IntRange(max = 4) Integer> order) {
        SendRoom house = SendRoom.empty();
        house.feeder.open();
        Send send = house.submit(house.text("1", MINA), "wamid.1");
        List<Integer> all = new ArrayList<>(order);
        all.addAll(List.of(4, 0, 1, 4, 2, 3));
        all.forEach(status -> say(house, send, DeliveryStatus.values()[status]));
        Send after = house.now(send);
        assertThat(after.state()).isEqualTo(SendState.PLAYED);
        assertThat(after.progress().cause()).isNull();
        assertThat(after.progress().pricing()).isEqualTo(PRICE);
    }

    /** Meta prices {@code sent} and {@code delivered}; an undeliverable message is not sent again. */
    static void say(SendRoom house, Send send, DeliveryStatus status) {
        boolean priced = status == DeliveryStatus.SENT || status == DeliveryStatus.DELIVERED;
        house.statuses.apply(
                new StatusReport(
                        SendRoom.SHOP.phoneNumberId(),
                        "wamid.1",
                        status,
                        house.clock.instant(),
                        SendIds.callbackData(send.id(), 1),
                        status == DeliveryStatus.FAILED ? UNDELIVERABLE : null,
                        priced ? PRICE : null),
                List.of());
    }
}
