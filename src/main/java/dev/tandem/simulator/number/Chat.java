package dev.tandem.simulator.number;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A number's chat with one person: its messages, its window, its pair limit. Thread-safe but for window and pair. */
public final class Chat {
    private volatile Person person;
    private volatile boolean marketingStopped;
    private volatile Instant typingUntil = Instant.EPOCH;
    private final List<ChatMessage> messages = new ArrayList<>();

    /** Guarded by the number's {@link NumberGate}. */
    final CustomerServiceWindow window = new CustomerServiceWindow();

    /** Guarded by the number's {@link NumberGate}. */
    final PairLimit pair = new PairLimit();

    Chat(Person person) {
        this.person = person;
    }

    public Person person() {
        return person;
    }

    /** Whether the person wants no marketing of this number. */
    public boolean marketingStopped() {
        return marketingStopped;
    }

    public void marketingStopped(boolean stopped) {
        marketingStopped = stopped;
    }

    void person(Person changed) {
        person = changed;
    }

    /** Takes in the messages of another chat, in order of time. */
    void absorb(Chat other) {
        List<ChatMessage> theirs = other.messages();
        synchronized (this) {
            messages.addAll(theirs);
            messages.sort(Comparator.comparingLong(ChatMessage::timestamp));
        }
        marketingStopped |= other.marketingStopped;
    }

    /** Takes in messages from before the linking, in order of time. */
    synchronized void addPast(List<ChatMessage> past) {
        messages.addAll(past);
        messages.sort(Comparator.comparingLong(ChatMessage::timestamp));
    }

    synchronized void add(ChatMessage message) {
        if (message.origin() != ChatMessage.Origin.USER) {
            typingUntil = Instant.EPOCH;
        }
        messages.add(message);
    }

    /** The user sees that a message and all their earlier ones were read. */
    public synchronized void read(ChatMessage last) {
        for (ChatMessage message : messages) {
            if (message.origin() == ChatMessage.Origin.USER && message.timestamp() <= last.timestamp()) {
                message.read();
            }
            if (message.id().equals(last.id())) {
                return;
            }
        }
    }

    /** The user sees that the business types, until this time or until its next message. */
    public void typesUntil(Instant until) {
        typingUntil = until;
    }

    public boolean isTyping(Instant now) {
        return now.isBefore(typingUntil);
    }

    public synchronized List<ChatMessage> messages() {
        return List.copyOf(messages);
    }

    /** A message of this chat, null if it has none with that id. Looks from the newest on. */
    public synchronized @Nullable ChatMessage message(String id) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).id().equals(id)) {
                return messages.get(i);
            }
        }
        return null;
    }
}
