package dev.tandem.simulator.past;

import dev.tandem.simulator.number.Person;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The owner's phone book, those of its entries that are on WhatsApp (R29). Thread-safe. */
public final class PhoneBook {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * Whom the owner calls how.
     *
     * @param phone digits, null for who is known by user id alone
     * @param changedAt when the entry was written
     */
    public record Entry(
            String key, @Nullable String phone, String userId, String fullName, String firstName, Instant changedAt) {

        /** An entry of a person; who hides the phone number stands there by user id. */
        public static Entry of(Person person, String fullName, Instant changedAt) {
            int space = fullName.indexOf(' ');
            String firstName = space < 0 ? fullName : fullName.substring(0, space);
            return new Entry(person.key(), person.shownWaId(), person.userId(), fullName, firstName, changedAt);
        }
    }

    /** Writes an entry in place of the person's former one. */
    public synchronized void put(Entry entry) {
        entries.put(entry.key(), entry);
    }

    /** Takes a person out; hands back the entry, null if there was none. */
    public synchronized @Nullable Entry remove(String key) {
        return entries.remove(key);
    }

    public synchronized boolean has(String key) {
        return entries.containsKey(key);
    }

    /** All entries, in the order they were first written. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries.values());
    }
}
