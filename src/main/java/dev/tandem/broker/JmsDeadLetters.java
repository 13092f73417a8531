package dev.tandem.broker;

import dev.tandem.domain.Reason;
import dev.tandem.operation.DeadLetterBox;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.core.JmsTemplate;

/**
 * The dead letters by JMS alone, so that an external broker will do. An external ActiveMQ shows a browser no more than its
 * {@code maxBrowsePageSize} and finds by selector no deeper than its {@code maxPageSize}; the embedded one is set to ten
 * thousand. Thread-safe.
 */
public final class JmsDeadLetters implements DeadLetterBox {

    private static final String PREFIX = "wa.dead.";
    private static final int BEGINNING = 500;
    private static final int MOST_COUNTED = 1_000;

    /** One transaction takes no more than this, or one message. */
    private static final long BATCH_BYTES = 32L << 20;

    private static final long FIRST_MILLIS = 2_000;
    private static final long NEXT_MILLIS = 300;

    private final JmsTemplate jms;
    private final List<String> rooms;
    private final Function<String, OptionalLong> counter;

    /**
     * @param jms transacted
     * @param rooms the {@code <room>}s of {@code wa.dead.<room>}
     * @param counter how many messages a queue has, where the broker can say so cheaply
     */
    public JmsDeadLetters(JmsTemplate jms, List<String> rooms, Function<String, OptionalLong> counter) {
        this.jms = jms;
        this.rooms = List.copyOf(rooms);
        this.counter = counter;
    }

    @Override
    public List<String> rooms() {
        return rooms;
    }

    @Override
    public List<DeadLetter> list(Filter filter, int max) {
        List<DeadLetter> found = new ArrayList<>();
        for (String room : rooms(filter)) {
            browse(room, selector(filter), max - found.size(), message -> found.add(deadLetter(room, message)));
        }
        return found;
    }

    @Override
    public long count(String room) {
        return counter.apply(PREFIX + room).orElseGet(() -> browse(room, null, MOST_COUNTED, message -> {}));
    }

    /** What is done with a message that a browser shows. */
    @FunctionalInterface
    private interface Look {
        void at(Message message) throws JMSException;
    }

    private int browse(String room, @Nullable String selector, int max, Look look) {
        if (max <= 0) {
            return 0;
        }
        return result(session -> {
            int seen = 0;
            try (QueueBrowser browser = session.createBrowser(session.createQueue(PREFIX + room), selector)) {
                Enumeration<?> messages = browser.getEnumeration();
                while (seen < max && messages.hasMoreElements()) {
                    look.at((Message) messages.nextElement());
                    seen++;
                }
            }
            return seen;
        });
    }

    @Override
    public Optional<String> replay(String id) {
        Address address = Address.parse(id);
        if (address == null || !rooms.contains(address.room())) {
            return Optional.empty();
        }
        List<String> went = new ArrayList<>();
        take(
                address.room(),
                address.selector(),
                1,
                (session, message) -> went.add(putBack(session, message, address.room())));
        return went.stream().findFirst();
    }

    @Override
    public int replayAll(Filter filter, int max) {
        int replayed = 0;
        for (String room : rooms(filter)) {
            // Looked at first: waiting for what is not there takes seconds.
            while (replayed < max && browse(room, selector(filter), 1, message -> {}) > 0) {
                int some = take(
                        room, selector(filter), max - replayed, (session, message) -> putBack(session, message, room));
                if (some == 0) {
                    break;
                }
                replayed += some;
            }
        }
        return replayed;
    }

    @Override
    public boolean delete(String id) {
        Address address = Address.parse(id);
        return address != null
                && rooms.contains(address.room())
                && take(address.room(), address.selector(), 1, (session, message) -> {}) == 1;
    }

    /** What is done with a message that is taken out, in the same transaction. */
    @FunctionalInterface
    private interface Work {
        void with(Session session, Message message) throws JMSException;
    }

    /** Takes messages out and does something with each, all in one transaction. */
    private int take(String room, @Nullable String selector, int max, Work work) {
        return result(session -> {
            int taken = 0;
            long bytes = 0;
            // One after the other: what is fetched ahead would be away from everybody else.
            Queue queue = session.createQueue(PREFIX + room + "?consumer.prefetchSize=0");
            try (MessageConsumer consumer = session.createConsumer(queue, selector)) {
                Message message = max > 0 ? consumer.receive(FIRST_MILLIS) : null;
                while (message != null) {
                    work.with(session, message);
                    bytes += size(message);
                    taken++;
                    message = taken < max && bytes < BATCH_BYTES ? consumer.receive(NEXT_MILLIS) : null;
                }
                session.commit();
            }
            return taken;
        });
    }

    private <T> T result(org.springframework.jms.core.SessionCallback<T> action) {
        return Objects.requireNonNull(jms.execute(action, true));
    }

    /** Into the queue it came from, as a new message: the broker's count of its failures begins anew. */
    private static String putBack(Session session, Message dead, String room) throws JMSException {
        String origin = origin(dead, room);
        Message again = copy(session, dead);
        for (Enumeration<?> names = dead.getPropertyNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            if (!DeadLetters.PROPERTIES.contains(name) && !name.startsWith("JMSX")) {
                again.setObjectProperty(name, dead.getObjectProperty(name));
            }
        }
        again.setJMSCorrelationID(correlation(dead, origin));
        again.setJMSReplyTo(dead.getJMSReplyTo());
        again.setJMSType(dead.getJMSType());
        try (MessageProducer producer = session.createProducer(session.createQueue(origin))) {
            producer.send(again, DeliveryMode.PERSISTENT, dead.getJMSPriority(), Message.DEFAULT_TIME_TO_LIVE);
        }
        return origin;
    }

    /** A request without a key is known by its message id, which a copy would lose: it travels as its key. */
    private static @Nullable String correlation(Message dead, String origin) throws JMSException {
        String given = dead.getJMSCorrelationID();
        boolean keyless = origin.equals("wa.send") && (given == null || given.isBlank());
        return keyless ? dead.getJMSMessageID() : given;
    }

    private static Message copy(Session session, Message dead) throws JMSException {
        if (dead instanceof TextMessage text) {
            return session.createTextMessage(text.getText());
        }
        if (dead instanceof BytesMessage bytes) {
            BytesMessage copy = session.createBytesMessage();
            copy.writeBytes(body(bytes));
            return copy;
        }
        throw new JMSException("A dead letter is neither text nor bytes, so it cannot be replayed: take it out of "
                + dead.getJMSDestination() + " with a JMS client.");
    }

    private static byte[] body(BytesMessage message) throws JMSException {
        message.reset();
        byte[] body = new byte[Math.toIntExact(message.getBodyLength())];
        message.readBytes(body);
        return body;
    }

    private List<String> rooms(Filter filter) {
        return filter.room() == null
                ? rooms
                : rooms.stream().filter(filter.room()::equals).toList();
    }

    private static @Nullable String selector(Filter filter) {
        return filter.reason() == null ? null : "reason = " + quoted(filter.reason());
    }

    private static String quoted(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    private static DeadLetter deadLetter(String room, Message message) throws JMSException {
        String reason = message.getStringProperty("reason");
        return new DeadLetter(
                new Address(room, message.getJMSMessageID()).id(),
                room,
                reason == null ? Reason.INTERNAL_FAULT.code() : reason,
                origin(message, room),
                failedAt(message),
                size(message),
                beginning(message));
    }

    private static String origin(Message message, String room) throws JMSException {
        String origin = message.getStringProperty("origin");
        return origin == null ? "wa." + room : origin;
    }

    private static Instant failedAt(Message message) throws JMSException {
        String told = message.getStringProperty("failedAt");
        try {
            return told == null ? Instant.ofEpochMilli(message.getJMSTimestamp()) : Instant.parse(told);
        } catch (DateTimeParseException e) {
            return Instant.ofEpochMilli(message.getJMSTimestamp());
        }
    }

    private static long size(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text.getText() == null ? 0 : text.getText().getBytes(StandardCharsets.UTF_8).length;
        }
        return message instanceof BytesMessage bytes ? bytes.getBodyLength() : 0;
    }

    private static String beginning(Message message) throws JMSException {
        String text = "";
        if (message instanceof TextMessage written && written.getText() != null) {
            text = written.getText();
        } else if (message instanceof BytesMessage bytes) {
            text = new String(body(bytes), StandardCharsets.UTF_8);
        }
        return text.substring(0, Math.min(BEGINNING, text.length()));
    }

    /** Room and message id; on the outside one word that may stand in a URL. */
    private record Address(String room, String messageId) {

        String id() {
            byte[] bytes = (room + '|' + messageId).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        static @Nullable Address parse(String id) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(id), StandardCharsets.UTF_8);
                int bar = text.indexOf('|');
                return bar < 0 ? null : new Address(text.substring(0, bar), text.substring(bar + 1));
            } catch (IllegalArgumentException noBase64) {
                return null;
            }
        }

        String selector() {
            return "JMSMessageID = " + quoted(messageId);
        }
    }
}
