package dev.tandem.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultUnitOfWork;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class BodyRoomTest {

    private static final int MIB = 1 << 20;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final CamelContext camel = new DefaultCamelContext();

    private Exchange exchange() {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getExchangeExtension().setUnitOfWork(new DefaultUnitOfWork(exchange));
        return exchange;
    }

    private static void done(Exchange exchange) {
        exchange.getUnitOfWork().done(exchange);
    }

    @Test
    void whoFindsNoRoomWaitsUntilAnotherIsDone() {
        BodyRoom room = new BodyRoom(4 * MIB, LONG);
        Exchange first = exchange();
        room.take(first, 3 * MIB);
        room.take(exchange(), MIB);
        Exchange third = exchange();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> room.take(third, 3 * MIB));
        assertThat(waiting).isNotDone();
        done(first);
        await().until(waiting::isDone);
        assertThat(waiting).isCompleted();
    }

    @Test
    void aBodyLargerThanAllTheRoomTakesAllOfIt() {
        BodyRoom room = new BodyRoom(MIB, SHORT);
        Exchange large = exchange();
        room.take(large, 4 * MIB);
        assertThatThrownBy(() -> room.take(exchange(), 1)).isInstanceOf(ProblemException.class);
        done(large);
        room.take(exchange(), 1);
    }

    @Test
    void whoWaitsTooLongIsToldToSendAgain() {
        BodyRoom room = new BodyRoom(MIB, SHORT);
        room.take(exchange(), MIB);
        assertThatThrownBy(() -> room.take(exchange(), 1))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.status())
                        .isEqualTo(503))
                .hasMessage("Too many large bodies came at once, and none of this one was taken: send it again.");
    }
}
