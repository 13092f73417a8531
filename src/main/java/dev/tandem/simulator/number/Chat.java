package dev.tandem.simulator.number;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A number's chat with one person: its messages, its window, its pair limit. Thread-safe but for window and pair. */
public final class Chat {
    private final Person person;
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
