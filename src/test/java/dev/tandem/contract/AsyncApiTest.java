package dev.tandem.contract;

import static dev.tandem.contract.Documents.ASYNCAPI;
import static dev.tandem.contract.Documents.enumOf;
import static dev.tandem.contract.Documents.strictFaults;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.broker.PublicationDrain;
import dev.tandem.domain.Channel;
import dev.tandem.domain.Outbox;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.jms.core.JmsTemplate;

/** asyncapi.yaml says what goes over the queues. */
class AsyncApiTest {

    private final JsonNode api = Documents.whole(ASYNCAPI);

    @Test
    void itIsAsyncApiAsToolsExpectIt() {
        assertThat(api.path("asyncapi").asText()).isEqualTo("3.0.0");
        JsonNode raw = Documents.read(ASYNCAPI);
        raw.path("operations").forEach(operation -> {
            assertThat(operation.path("action").asText()).isIn("send", "receive");
            String channel = operation.path("channel").path("$ref").asText();
            assertThat(raw.at(channel.substring(1)).isObject()).as(channel).isTrue();
            operation.path("messages").forEach(message -> assertThat(
                            message.path("$ref").asText())
                    .startsWith(channel + "/messages/"));
        });
        List<String> addresses = new ArrayList<>();
        api.path("channels").forEach(channel -> {
            String address = channel.path("address").asText();
            addresses.add(address);
            channel.path("parameters").fieldNames().forEachRemaining(name -> assertThat(address)
                    .contains('{' + name + '}'));
        });
        assertThat(addresses)
                .contains(
                        "wa.send",
                        "VirtualTopic.wa.{channel}",
                        "Consumer.{team}.VirtualTopic.wa.{channel}",
                        "wa.dead.{room}");
    }

    @Test
    void everyChannelStandsThereAndNoOther() {
        Set<String> channels =
                new TreeSet<>(Arrays.stream(Channel.values()).map(Channel::code).toList());
        assertThat(enumOf(api.path("components").path("parameters").path("channel")))
                .isEqualTo(channels);
        assertThat(enumOf(Documents.schema("event").path("properties").path("channel")))
                .isEqualTo(channels);
    }

    @Test
    void everyExampleFitsItsSchema() {
        for (JsonNode message : api.path("components").path("messages")) {
            assertThat(message.path("examples")).as(message.toString()).isNotEmpty();
            for (JsonNode example : message.path("examples")) {
                assertThat(strictFaults(message.get("payload"), example.get("payload")))
                        .isEmpty();
                assertThat(strictFaults(message.get("headers"), example.get("headers")))
                        .isEmpty();
            }
        }
    }

    @Test
    void thePropertiesOfAnEventAreTheDescribedOnes() throws Exception {
        ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory("vm://" + UUID.randomUUID()
                + "?broker.persistent=false&broker.useJmx=false&broker.useShutdownHook=false");
        JmsTemplate reader = new JmsTemplate(broker);
        reader.setReceiveTimeout(10_000);
        String queue = "Consumer.docs.VirtualTopic.wa.result";
        try (Connection open = broker.createConnection()) {
            open.start();
            open.createSession()
                    .createConsumer(open.createSession().createQueue(queue))
                    .close();
            JmsTemplate writer = new JmsTemplate(broker);
            writer.setSessionTransacted(true);
            OneEvent outbox = new OneEvent();
            try (PublicationDrain drain = new PublicationDrain(outbox, writer, Clock.systemUTC())) {
                drain.start();
                outbox.arrived.accept(Set.of(Channel.RESULT));
                Message message = reader.receive(queue);
                assertThat(message).isNotNull();
                Set<String> described = new TreeSet<>();
                api.path("components")
                        .path("schemas")
                        .path("EventHeaders")
                        .path("properties")
                        .fieldNames()
                        .forEachRemaining(described::add);
                assertThat(Collections.list(message.getPropertyNames())).containsExactlyInAnyOrderElementsOf(described);
                assertThat(outbox.tidied.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    /** An outbox with one event. */
    private static final class OneEvent implements Outbox {

        private final CountDownLatch tidied = new CountDownLatch(1);
        private Consumer<Set<Channel>> arrived = channels -> {};

        @Override
        public List<Pending> pending(long after, int max) {
            EventHead head = new EventHead("id", Channel.RESULT, "1", "2", "sent", "crm");
            return after < 1 ? List.of(new Pending(1, head, "{}")) : List.of();
        }

        @Override
        public void published(List<Long> positions) {
            tidied.countDown();
        }

        @Override
        public void onArrival(Consumer<Set<Channel>> listener) {
            arrived = listener;
        }
    }
}
