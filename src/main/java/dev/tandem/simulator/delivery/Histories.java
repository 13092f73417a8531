package dev.tandem.simulator.delivery;

import dev.tandem.simulator.number.Digits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What happened to every message sent through the API, by number; kept as long as the simulator runs. Thread-safe. */
public final class Histories {
    private final Map<String, OfNumber> byNumber = new ConcurrentHashMap<>();

    /** Begins the history of a message, without events. */
    MessageHistory begin(String phoneNumberId, String wamid) {
        return byNumber.computeIfAbsent(phoneNumberId, OfNumber::new).begin(wamid);
    }

    /** All of a number, in the order the messages were accepted. */
    public List<MessageHistory> of(String phoneNumberId) {
        OfNumber found = byNumber.get(phoneNumberId);
        return found == null ? List.of() : found.all();
    }

    /** The history of one message, null if this number did not send it. */
    public @Nullable MessageHistory of(String phoneNumberId, String wamid) {
        OfNumber found = byNumber.get(phoneNumberId);
        return found == null ? null : found.of(wamid);
    }

    /** The history with this id, null if there is none. */
    public @Nullable MessageHistory byId(String historyId) {
        int split = historyId.length() - MessageHistory.POSITION_DIGITS;
        if (split <= 0 || !Digits.areAll(historyId)) {
            return null;
        }
        OfNumber found = byNumber.get(historyId.substring(0, split));
        return found == null ? null : found.at(Integer.parseInt(historyId.substring(split)));
    }

    private static final class OfNumber {
        private final String phoneNumberId;
        private final List<MessageHistory> all = new ArrayList<>();
        private final Map<String, MessageHistory> byWamid = new HashMap<>();

        OfNumber(String phoneNumberId) {
            this.phoneNumberId = phoneNumberId;
        }

        synchronized MessageHistory begin(String wamid) {
            MessageHistory history = new MessageHistory(phoneNumberId, all.size(), wamid);
            all.add(history);
            byWamid.put(wamid, history);
            return history;
        }

        synchronized List<MessageHistory> all() {
            return List.copyOf(all);
        }

        synchronized @Nullable MessageHistory at(int position) {
            return position < all.size() ? all.get(position) : null;
        }

        synchronized @Nullable MessageHistory of(String wamid) {
            return byWamid.get(wamid);
        }
    }
}
