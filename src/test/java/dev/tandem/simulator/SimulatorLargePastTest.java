package dev.tandem.simulator;

import static dev.tandem.simulator.SyncedNumber.HISTORY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A past as large as a busy shop's: it fits, it comes in webhooks of at most 3 MB, and all of it comes. */
class SimulatorLargePastTest {
    private static final int MESSAGES = Integer.getInteger("past.messages", 100_000);
    private static final int MOST_OF_A_WEBHOOK = 3_000_000;
    private static final int PAGE = 10_000;
    private static final int MOST_BYTES_A_MESSAGE = 800;

    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong idHashes = new AtomicLong();
    private final AtomicInteger largest = new AtomicInteger();

    @Test
    void itFitsAndAllOfItComes() {
        try (RunningSimulator simulator = new RunningSimulator(true)) {
            simulator.receiver().handTo(post -> count(simulator.receiver(), post));
            SyncedNumber number = new SyncedNumber(simulator, "720000000000001");
            long before = usedHeap();
            number.link("{\"seed\":1,\"conversations\":" + MESSAGES / 100
                    + ",\"messagesPerConversation\":100,\"media\":0,\"chunkMessages\":10000,\"gapMs\":0}");
            number.sync(HISTORY);
            assertThat((usedHeap() - before) / MESSAGES)
                    .as("bytes that a message of the past takes")
                    .isLessThan(MOST_BYTES_A_MESSAGE);

            assertThat(messages).hasValue(MESSAGES);
            assertThat(largest.get()).isBetween(MOST_OF_A_WEBHOOK / 2, MOST_OF_A_WEBHOOK);
            long hashes = 0;
            for (int from = 0; from < MESSAGES; from += PAGE) {
                JsonNode page = simulator.get("/numbers/" + number.id() + "/past?limit=" + PAGE + "&from=" + from);
                for (JsonNode message : page.path("messages")) {
                    hashes += message.path("id").asText().hashCode();
                }
            }
            assertThat(idHashes).hasValue(hashes);
        }
    }

    private void count(WebhookReceiver receiver, WebhookReceiver.Post post) {
        largest.accumulateAndGet(post.body().length, Math::max);
        for (JsonNode value : receiver.values(post)) {
            for (JsonNode thread : value.path("history").path(0).path("threads")) {
                for (JsonNode message : thread.path("messages")) {
                    messages.incrementAndGet();
                    idHashes.addAndGet(message.path("id").asText().hashCode());
                }
            }
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
