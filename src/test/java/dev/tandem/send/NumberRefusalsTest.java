package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.cloudapi.ErrorTableFile;
import dev.tandem.domain.Alert;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import org.junit.jupiter.api.Test;

/** What Meta says of a read receipt is said of the number. */
class NumberRefusalsTest {

    private final SendRoom room = SendRoom.empty();
    private final NumberRefusals refusals = new NumberRefusals(ErrorTableFile.read(), room.aftermath);

    private void told(Integer code) {
        refusals.told(SendRoom.SHOP, new Cause(Reason.CLOUD_API, "Meta's words", code));
    }

    @Test
    void aDeadTokenPausesTheNumberAsForASend() {
        told(190);
        assertThat(room.feeder.states().pause(SendRoom.SHOP))
                .hasValueSatisfying(pause -> assertThat(pause.why()).contains("190", "Meta's words"));
        assertThat(room.feeder.states().pause(SendRoom.DESK)).isEmpty();
        assertThat(room.alerts.standing()).extracting(Alert::code).containsExactly("paused_by_meta");
    }

    @Test
    void whatIsTheMessagesFaultPausesNothing() {
        told(131009);
        told(100);
        told(999_999);
        refusals.told(SendRoom.SHOP, Cause.of(Reason.CLOUD_UNREACHABLE, "away"));
        assertThat(room.feeder.states().pause(SendRoom.SHOP)).isEmpty();
        assertThat(room.alerts.standing()).isEmpty();
    }
}
