package dev.tandem.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Channel;
import dev.tandem.domain.Outbox;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.core.JmsTemplate;

@Timeout(60)
class PublicationDrainTest {

    private static final String RESULTS = "Consumer.crm.VirtualTopic.wa.result";
    private static final String MESSAGES = "Consumer.crm.VirtualTopic.wa.message";

    @TempDir
    private Path folder;

    private TestBroker broker;
    private final MemoryOutbox outbox = new MemoryOutbox();

    /** An outbox that can refuse to forget. */
    private static final class MemoryOutbox implements Outbox {
        private final TreeMap<Long, Pending> rows = new TreeMap<>();
        private final List<Consumer<Set<Channel>>> listeners = new ArrayList<>();
        private int failures;
        private int unreadable;
        private int readings;
        private long next;

        private long mostCharacters;

        synchronized void addLarge(String id, int characters) {
            rows.put(
                    ++next,
                    new Pending(
                            next,
                            new EventHead(id, Channel.RESULT, "100000000000001", "4915112345678", "text", "crm"),
                            "x".repeat(characters)));
        }

        synchronized void skip() {
            next++;
        }

        synchronized void add(Channel channel, String id) {
            addAt(++next, channel, id);
        }

        synchronized void addAt(long position, Channel channel, String id) {
            rows.put(
                    position,
                    new Pending(
                            position,
                            new EventHead(id, channel, "100000000000001", "4915112345678", "text", "crm"),
                            "{\"id\":\"" + id + "\",\"text\":\"ü 🎉\"}"));
        }

        void ring(Channel channel) {
            listeners.forEach(listener -> listener.accept(Set.of(channel)));
        }

        synchronized void failNext(int times) {
            failures = times;
        }

        synchronized boolean isEmpty() {
            return rows.isEmpty();
        }

        /** After so many readings from now on, one fails. */
        synchronized void failReadingAfter(int more) {
            unreadable = readings + more + 1;
        }

        @Override
        public synchronized List<Pending> pending(long after, int max) {
            if (++readings == unreadable) {
                throw new IllegalStateException("the database is away");
            }
            List<Pending> found =
                    rows.tailMap(after, false).values().stream().limit(max).toList();
            mostCharacters = Math.max(
                    mostCharacters,
                    found.stream().mapToLong(each -> each.json().length()).sum());
            return found;
        }

        @Override
        public synchronized void published(List<Long> positions) {
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("the database is away");
            }
            positions.forEach(rows::remove);
        }

        @Override
        public void onArrival(Consumer<Set<Channel>> listener) {
            listeners.add(listener);
        }
    }

    @BeforeEach
    void start() throws Exception {
        broker = new TestBroker(folder, List.of(), RESULTS, MESSAGES);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private PublicationDrain drain(JmsTemplate jms) {
        return new PublicationDrain(outbox, jms, Clock.systemUTC());
    }

    private List<String> ids(String queue, int count) throws Exception {
        List<String> ids = new ArrayList<>();
        for (TextMessage message : broker.receive(queue, count)) {
            ids.add(message.getStringProperty("id"));
        }
        return ids;
    }

    private static List<String> names(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prefix + i).toList();
    }

    @Test
    void everyEventGoesOnceInItsOrder() throws Exception {
        names("before-", 0, 700).forEach(id -> outbox.add(Channel.RESULT, id));
        outbox.add(Channel.MESSAGE, "message");
        try (PublicationDrain drain = drain(broker.transacted())) {
            drain.start();
            assertThat(ids(RESULTS, 700)).containsExactlyElementsOf(names("before-", 0, 700));
            names("after-", 0, 50).forEach(id -> outbox.add(Channel.RESULT, id));
            outbox.ring(Channel.RESULT);
            assertThat(ids(RESULTS, 51)).containsExactlyElementsOf(names("after-", 0, 50));
            assertThat(ids(MESSAGES, 2)).containsExactly("message");
        }
        assertThat(outbox.isEmpty()).isTrue();
    }

    /** Slices of a history have a hundred thousand characters each: a small heap holds few of them. */
    @Test
    void largeEventsGoInSmallBatchesAndInTheirOrder() throws Exception {
        names("large-", 0, 300).forEach(id -> outbox.addLarge(id, 100_000));
        try (PublicationDrain drain = drain(broker.transacted())) {
            drain.start();
            assertThat(ids(RESULTS, 300)).containsExactlyElementsOf(names("large-", 0, 300));
        }
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.mostCharacters).as("read at once").isLessThan(8 << 20);
    }

    /** Positions are given before the commit: a later one may be seen first. */
    @Test
    void anEventThatIsCommittedLateIsNotOverlooked() throws Exception {
        outbox.skip();
        outbox.add(Channel.RESULT, "second");
        try (PublicationDrain drain = drain(broker.transacted())) {
            drain.start();
            assertThat(ids(RESULTS, 1)).containsExactly("second");
            outbox.addAt(1, Channel.RESULT, "first");
            outbox.ring(Channel.RESULT);
            assertThat(ids(RESULTS, 1)).containsExactly("first");
        }
    }

    /** However much was published meanwhile: what follows from an event never comes before it. */
    @Test
    void whatIsCommittedLateComesBeforeWhatFollowsFromIt() throws Exception {
        int late = 400;
        outbox.add(Channel.RESULT, "begin");
        for (int i = 0; i < late; i++) {
            outbox.skip();
        }
        names("other-", 0, 450).forEach(id -> outbox.add(Channel.RESULT, id));
        try (PublicationDrain drain = drain(broker.transacted())) {
            drain.start();
            assertThat(ids(RESULTS, 1)).containsExactly("begin");
            assertThat(ids(RESULTS, 450)).containsExactlyElementsOf(names("other-", 0, 450));
            for (int i = 0; i < late; i++) {
                outbox.addAt(2L + i, Channel.RESULT, "late-" + i);
            }
            outbox.add(Channel.RESULT, "follows");
            outbox.ring(Channel.RESULT);
            assertThat(ids(RESULTS, late)).containsExactlyElementsOf(names("late-", 0, late));
            assertThat(ids(RESULTS, 1)).containsExactly("follows");
        }
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void anEventCarriesItsHeadAndItsBody() throws Exception {
        outbox.add(Channel.RESULT, "one");
        try (PublicationDrain drain = drain(broker.transacted())) {
            drain.start();
            TextMessage message = broker.receive(RESULTS, 1).get(0);
            assertThat(message.getText()).isEqualTo("{\"id\":\"one\",\"text\":\"ü 🎉\"}");
            assertThat(message.getStringProperty("channel")).isEqualTo("result");
            assertThat(message.getStringProperty("phoneNumberId")).isEqualTo("100000000000001");
            assertThat(message.getStringProperty("contact")).isEqualTo("4915112345678");
            assertThat(message.getStringProperty("type")).isEqualTo("text");
            assertThat(message.getStringProperty("source")).isEqualTo("crm");
            assertThat(message.getJMSExpiration() - message.getJMSTimestamp())
                    .isEqualTo(Duration.ofDays(7).toMillis());
        }
    }

    /** Else a steady stream is published event by event, each with a write of the journal of its own. */
    @Test
    void whatComesDuringAPublicationIsGatheredAgain() throws Exception {
        List<Long> begins = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        JmsTemplate watched = new JmsTemplate(broker.broker.connectionFactory()) {
            @Override
            public <T> T execute(org.springframework.jms.core.SessionCallback<T> action) {
                begins.add(System.nanoTime());
                T done = super.execute(action);
                if (begins.size() == 1) {
                    outbox.add(Channel.RESULT, "meanwhile");
                    outbox.ring(Channel.RESULT);
                }
                ends.add(System.nanoTime());
                return done;
            }
        };
        watched.setSessionTransacted(true);
        outbox.add(Channel.RESULT, "first");
        try (PublicationDrain drain = drain(watched)) {
            drain.start();
            assertThat(ids(RESULTS, 2)).containsExactly("first", "meanwhile");
        }
        assertThat(Duration.ofNanos(begins.get(1) - ends.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void whatCannotBePublishedWaitsAndKeepsItsIdAndOrder() throws Exception {
        List<Integer> calls = new ArrayList<>();
        JmsTemplate faulty = new JmsTemplate(broker.broker.connectionFactory()) {
            @Override
            public <T> T execute(org.springframework.jms.core.SessionCallback<T> action) {
                calls.add(1);
                if (calls.size() == 1) {
                    throw new IllegalStateException("the broker is away");
                }
                return super.execute(action);
            }
        };
        faulty.setSessionTransacted(true);
        names("event-", 0, 20).forEach(id -> outbox.add(Channel.RESULT, id));
        try (PublicationDrain drain = drain(faulty)) {
            drain.start();
            assertThat(ids(RESULTS, 21)).containsExactlyElementsOf(names("event-", 0, 20));
        }
    }

    /** What was read before it fails was not published yet. */
    @Test
    void aReadingThatFailsHalfwayLosesNothingAndNoOrder() throws Exception {
        outbox.addAt(0, Channel.RESULT, "begin");
        try (PublicationDrain drain = drain(broker.transacted())) {
            drain.start();
            assertThat(ids(RESULTS, 1)).containsExactly("begin");
            names("event-", 0, 300).forEach(id -> outbox.add(Channel.RESULT, id));
            outbox.failReadingAfter(1);
            outbox.ring(Channel.RESULT);
            assertThat(ids(RESULTS, 301)).containsExactlyElementsOf(names("event-", 0, 300));
        }
    }

    @Test
    void whatCannotBeForgottenIsNotPublishedAgain() throws Exception {
        outbox.failNext(1);
        names("event-", 0, 20).forEach(id -> outbox.add(Channel.RESULT, id));
        try (PublicationDrain drain = drain(broker.transacted())) {
            drain.start();
            assertThat(ids(RESULTS, 20)).containsExactlyElementsOf(names("event-", 0, 20));
            outbox.add(Channel.RESULT, "next");
            outbox.ring(Channel.RESULT);
            assertThat(ids(RESULTS, 2)).containsExactly("next");
        }
        assertThat(outbox.isEmpty())
                .as("a clean stop forgets what was published")
                .isTrue();
    }

    @Test
    void afterACrashTheEventComesAgainWithTheSameId() throws Exception {
        outbox.add(Channel.RESULT, "one");
        outbox.failNext(Integer.MAX_VALUE);
        try (PublicationDrain killed = drain(broker.transacted())) {
            killed.start();
            assertThat(ids(RESULTS, 1)).containsExactly("one");
        }
        outbox.failNext(0);
        try (PublicationDrain restarted = drain(broker.transacted())) {
            restarted.start();
            assertThat(ids(RESULTS, 1)).containsExactly("one");
        }
    }
}
