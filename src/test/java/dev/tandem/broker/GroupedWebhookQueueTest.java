package dev.tandem.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.core.SessionCallback;

@Timeout(60)
class GroupedWebhookQueueTest {

    private static final Instant AT = Instant.parse("2026-10-26T08:00:00.123Z");

    @TempDir
    private Path folder;

    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        callers.shutdownNow();
    }

    /** Counts the writes, and holds each back until it is let through. */
    private static final class Held extends JmsTemplate {

        private final AtomicInteger begun = new AtomicInteger();
        private final Semaphore gate = new Semaphore(0);
        private volatile boolean failing;

        Held(ConnectionFactory factory) {
            super(factory);
            setSessionTransacted(true);
        }

        @Override
        public <T> T execute(SessionCallback<T> action) {
            begun.incrementAndGet();
            gate.acquireUninterruptibly();
            if (failing) {
                throw new IllegalStateException("the disk is full");
            }
            return super.execute(action);
        }
    }

    private CompletableFuture<Void> put(GroupedWebhookQueue queue, String body) {
        return CompletableFuture.runAsync(() -> queue.put(body.getBytes(StandardCharsets.UTF_8), AT), callers);
    }

    /** One writes, and all these wait behind it, in their order. */
    private List<CompletableFuture<Void>> waitBehindOne(GroupedWebhookQueue queue, Held jms, int count) {
        List<CompletableFuture<Void>> all = new ArrayList<>(List.of(put(queue, "first")));
        Awaitility.await().until(() -> jms.begun.get() == 1);
        for (int i = 0; i < count; i++) {
            int now = queue.waiting() + 1;
            all.add(put(queue, "webhook " + i));
            Awaitility.await().until(() -> queue.waiting() == now);
        }
        return all;
    }

    private static List<String> bodies(TestBroker broker, int count) throws Exception {
        List<String> bodies = new ArrayList<>();
        try (MessageConsumer consumer = broker.session.createConsumer(broker.session.createQueue("wa.webhook"))) {
            for (int i = 0; i < count; i++) {
                BytesMessage message = (BytesMessage) consumer.receive(10_000);
                byte[] bytes = new byte[(int) message.getBodyLength()];
                message.readBytes(bytes);
                bodies.add(new String(bytes, StandardCharsets.UTF_8));
                assertThat(message.getLongProperty("receivedAt")).isEqualTo(AT.toEpochMilli());
            }
        }
        return bodies;
    }

    @Test
    void whatComesDuringAWriteIsTheNextWriteAndKeepsItsOrder() throws Exception {
        try (TestBroker broker = new TestBroker(folder, List.of())) {
            Held jms = new Held(broker.broker.connectionFactory());
            try (GroupedWebhookQueue queue = new GroupedWebhookQueue(jms)) {
                queue.start();
                List<CompletableFuture<Void>> all = waitBehindOne(queue, jms, 20);
                assertThat(all).as("nobody is told before the write").noneMatch(CompletableFuture::isDone);
                jms.gate.release(2);
                all.forEach(CompletableFuture::join);
                assertThat(jms.begun.get()).as("writes").isEqualTo(2);
            }
            List<String> expected = new ArrayList<>(List.of("first"));
            IntStream.range(0, 20).forEach(i -> expected.add("webhook " + i));
            assertThat(bodies(broker, 21)).isEqualTo(expected);
        }
    }

    @Test
    void aFailedWriteIsToldToEachOfItsGroupAndToNobodyElse() throws Exception {
        try (TestBroker broker = new TestBroker(folder, List.of())) {
            Held jms = new Held(broker.broker.connectionFactory());
            try (GroupedWebhookQueue queue = new GroupedWebhookQueue(jms)) {
                queue.start();
                List<CompletableFuture<Void>> all = waitBehindOne(queue, jms, 3);
                jms.gate.release();
                all.get(0).join();
                Awaitility.await().until(() -> jms.begun.get() == 2);
                jms.failing = true;
                jms.gate.release();
                for (CompletableFuture<Void> each : all.subList(1, 4)) {
                    assertThatThrownBy(each::join)
                            .isInstanceOf(CompletionException.class)
                            .hasMessageContaining("could not be written to the broker's journal")
                            .hasRootCauseMessage("the disk is full");
                }
                jms.failing = false;
                jms.gate.release();
                put(queue, "after").join();
            }
            assertThat(bodies(broker, 2)).containsExactly("first", "after");
            Message more = broker.next("wa.webhook", 100);
            assertThat(more).isNull();
        }
    }

    @Test
    void whoWorksOffLetsLargeOnesPassAndSmallOnesNot() throws Exception {
        try (TestBroker broker = new TestBroker(folder, List.of())) {
            Held jms = new Held(broker.broker.connectionFactory());
            try (GroupedWebhookQueue queue = new GroupedWebhookQueue(jms)) {
                queue.start();
                List<CompletableFuture<Void>> small = waitBehindOne(queue, jms, 20);
                CompletableFuture.runAsync(queue::letPass, callers).get(500, TimeUnit.MILLISECONDS);
                CompletableFuture<Void> large = put(queue, "x".repeat(5 << 20));
                Awaitility.await().until(() -> queue.waiting() == 21);
                CompletableFuture<Void> worker = CompletableFuture.runAsync(queue::letPass, callers);
                assertThatThrownBy(() -> worker.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                // Written or not, nobody waits longer than a second.
                worker.get(5, TimeUnit.SECONDS);
                CompletableFuture<Void> next = CompletableFuture.runAsync(queue::letPass, callers);
                jms.gate.release(3);
                next.get(5, TimeUnit.SECONDS);
                large.join();
                small.forEach(CompletableFuture::join);
            }
        }
    }

    @Test
    void whatIsAcknowledgedIsThereAfterARestart() throws Exception {
        String large = "x".repeat(3 << 20);
        try (TestBroker broker = new TestBroker(folder, List.of());
                GroupedWebhookQueue queue = new GroupedWebhookQueue(broker.transacted())) {
            queue.start();
            IntStream.range(0, 5).mapToObj(i -> put(queue, large)).toList().forEach(CompletableFuture::join);
        }
        try (TestBroker broker = new TestBroker(folder, List.of())) {
            assertThat(bodies(broker, 5)).containsOnly(large);
        }
    }

    @Test
    void afterTheEndNothingIsTakenAndWhatWaitedWasWritten() throws Exception {
        try (TestBroker broker = new TestBroker(folder, List.of())) {
            Held jms = new Held(broker.broker.connectionFactory());
            GroupedWebhookQueue queue = new GroupedWebhookQueue(jms);
            queue.start();
            List<CompletableFuture<Void>> all = waitBehindOne(queue, jms, 3);
            jms.gate.release(2);
            queue.close();
            all.forEach(CompletableFuture::join);
            assertThatThrownBy(() -> queue.put(new byte[1], AT)).hasMessageContaining("send the webhook again");
            assertThat(bodies(broker, 4)).hasSize(4);
        }
    }
}
