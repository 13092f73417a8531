package dev.tandem.simulator.number;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A business number that lives on the phone and on the API: its profile, its limits, its chats. Thread-safe. */
public final class SimulatedNumber {
    private volatile NumberProfile profile;
    private final Portfolio portfolio;
    private final NumberGate gate;
    private final Map<String, Chat> chats = new ConcurrentHashMap<>();
    private final Map<String, Chat> chatByMessage = new ConcurrentHashMap<>();

    SimulatedNumber(NumberProfile profile, Portfolio portfolio) {
        this.profile = profile;
        this.portfolio = portfolio;
        this.gate = new NumberGate(portfolio);
    }

    public String phoneNumberId() {
        return profile.phoneNumberId();
    }

    public NumberProfile profile() {
        return profile;
    }

    /** The messaging limit of the portfolio it belongs to. */
    public Tier tier() {
        return portfolio.tier();
    }

    public NumberGate gate() {
        return gate;
    }

    /** The chat with a person, begun if there is none. */
    public Chat chatWith(Person person) {
        return chats.computeIfAbsent(person.key(), key -> new Chat(person));
    }

    /** The chat with a person, null if there is none. */
    public @Nullable Chat chatIfAny(Person person) {
        return chats.get(person.key());
    }

    /** A person is known by other names from now on: the chat goes along, and joins the one that is there already. */
    public void move(Person before, Person after) {
        Chat chat = chats.remove(before.key());
        if (chat == null) {
            return;
        }
        chat.person(after);
        Chat there = chats.putIfAbsent(after.key(), chat);
        if (there != null) {
            there.person(after);
            there.absorb(chat);
            gate.join(there, chat);
            chat.messages().forEach(message -> chatByMessage.replace(message.id(), there));
        }
    }

    /** Adds a message to a chat of this number. */
    public void add(Chat chat, ChatMessage message) {
        chat.add(message);
        if (message.origin() != ChatMessage.Origin.API) {
            chatByMessage.put(message.id(), chat);
        }
    }

    /** Adds what was written before the linking; it opens no window (R57). */
    public void addPast(Chat chat, List<ChatMessage> messages) {
        chat.addPast(messages);
        messages.forEach(message -> chatByMessage.put(message.id(), chat));
    }

    /** All chats, those with who is reached by a smaller number or user id first. */
    public List<Chat> chats() {
        return chats.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The number was linked anew: only what users write from now on opens a window (R57). */
    public void closeWindows() {
        chats.values().forEach(gate::closeWindow);
    }

    /** The chat of a message that a person or the owner wrote; edits, recalls and read receipts name only the id. */
    public @Nullable Chat chatOfMessage(String messageId) {
        return chatByMessage.get(messageId);
    }

    void profile(NumberProfile changed) {
        profile = changed;
    }
}
