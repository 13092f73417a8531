package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Cause;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.store.JdbcMirrorBook;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sends that messages of the phone cause. */
class EchoLoopCheckTest {

    private static final String MINA = "4915112345678";

    private final SendRoom room = SendRoom.empty();
    private final EchoLoopCheck check =
            new EchoLoopCheck(room.ledger, new JdbcMirrorBook(room.jdbc), 3, Duration.ofMinutes(10));

    private Send caused(String id, String wamid) {
        return room.text(id, MINA, ",'metadata':{'causedBy':'" + wamid + "'}");
    }

    private Optional<Cause> refusal(Send send) {
        return check.obstacle(new LaneCheck.Leaving(
                        send, SendRoom.SHOP, SendContent.of(send), LateDecision.FREEFORM, true, room.clock.instant()))
                .map(found -> ((LaneCheck.Obstacle.Refuse) found).cause());
    }

    @Test
    void aSendThatAnEchoCausedOnPurposePasses() {
        assertThat(refusal(caused("1", "wamid.E1"))).isEmpty();
        assertThat(refusal(room.text("2", MINA, ",'metadata':{'order':'causedBy'}")))
                .isEmpty();
    }

    @Test
    void whatAnOwnMessageCausesIsRefused() {
        room.feeder.open();
        room.submit(room.text("1", MINA), "wamid.own");
        assertThat(refusal(caused("2", "wamid.own"))).hasValueSatisfying(cause -> {
            assertThat(cause.reason()).isEqualTo(Reason.ECHO_LOOP);
            assertThat(cause.detail()).contains("wamid.own").contains("went out through the API itself");
        });
    }

    @Test
    void twoMachinesThatAnswerEachOtherAreStoppedAndGoOnLater() {
        Send first = caused("1", "wamid.E1");
        Send second = caused("2", "wamid.E2");
        room.clock.advance(Duration.ofMinutes(9));
        Send third = caused("3", "wamid.E3");
        Send fourth = caused("4", "wamid.E4");
        assertThat(refusal(first)).isEmpty();
        assertThat(refusal(second)).isEmpty();
        assertThat(refusal(third)).as("asked twice, told the same").isEmpty();
        assertThat(refusal(third)).isEmpty();
        assertThat(refusal(fourth)).map(Cause::detail).hasValueSatisfying(detail -> assertThat(detail)
                .contains("caused 3 sends", "10 minutes", "tandem.mirror"));
        assertThat(refusal(room.text("other", MINA))).as("what nothing caused").isEmpty();
        assertThat(refusal(room.text("else", "4915199999999", ",'metadata':{'causedBy':'wamid.E5'}")))
                .as("another person")
                .isEmpty();

        room.clock.advance(Duration.ofMinutes(2));
        assertThat(refusal(caused("5", "wamid.E6"))).isEmpty();
    }
}
