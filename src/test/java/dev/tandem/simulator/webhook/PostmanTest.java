package dev.tandem.simulator.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Fault;
import dev.tandem.simulator.behaviour.Faults;
import dev.tandem.simulator.behaviour.Millis;
import dev.tandem.simulator.number.Limits;
import dev.tandem.simulator.number.NumberProfile;
import dev.tandem.simulator.time.Agenda;
import dev.tandem.simulator.time.SimulatorClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever sees a postman quiet may read every receipt: none tells its end after the figures do. */
class PostmanTest {
    private static final String NUMBER = "106540352242922";

    private static final Fault ALL_LOST = new Fault(
            Millis.NONE,
            Millis.NONE,
            0,
            0,
            Fault.ErrorFault.NONE,
            Fault.PageFault.NONE,
            Fault.AnswerFault.NONE,
            Fault.LaterFault.NONE,
            new Fault.WebhookFault(0, 0, Millis.NONE, 0, 1));

    private final SimulatorClock clock = new SimulatorClock(Clock.systemUTC(), System::nanoTime);
    private final Agenda agenda = new Agenda(clock);
    private final Faults faults = new Faults();
    private final Postman postman = new Postman(
            clock,
            agenda,
            new Behaviour(true),
            faults,
            new Dice(7),
            new WebhookTarget(URI.create("http://localhost:1/nobody-listens"), "secret", "verify"),
            1);
    private final List<Long> waitingWhenLost = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        postman.close();
        agenda.close();
    }

    @Test
    void whatIsLostOnPurposeIsToldBeforeItIsCounted() {
        faults.put(NUMBER, ALL_LOST, null);
        postman.offer(item());
        assertThat(waitingWhenLost).containsExactly(1L);
        assertThat(postman.figures()).containsEntry("waiting", 0L).containsEntry("lost", 1L);
    }

    @Test
    void whatIsGivenUpIsToldBeforeItIsCounted() {
        postman.offer(item());
        await().until(() -> {
            clock.advance(Duration.ofHours(6));
            return postman.figures().get("givenUp") == 1;
        });
        assertThat(waitingWhenLost).containsExactly(1L);
        assertThat(postman.figures()).containsEntry("waiting", 0L).containsEntry("scheduled", 0L);
    }

    private WebhookItem item() {
        NumberProfile number = new NumberProfile(
                NUMBER, "support", "+49 1512 3456001", "1", "token", "Shop", "GREEN", Instant.EPOCH, Limits.DOCUMENTED);
        Receipt receipt = new Receipt() {
            @Override
            public void acknowledged() {
                throw new IllegalStateException("nobody listens");
            }

            @Override
            public void lost() {
                waitingWhenLost.add(postman.figures().get("waiting"));
            }
        };
        return new WebhookItem(number, "messages", "statuses", new ObjectMapper().createObjectNode(), null, receipt);
    }
}
