package dev.tandem.simulator.number;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A number's chat with one person: its messages, its window, its pair limit. Thread-safe but for window and pair. */
public final class Chat {
    private volatile Person person;
    private volatile boolean marketingStopped;
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

    synchronized void add(ChatMessage message) {
        messages.add(message);
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
