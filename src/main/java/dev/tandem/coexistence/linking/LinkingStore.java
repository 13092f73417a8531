package dev.tandem.coexistence.linking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where linkings and the numbers that they brought are kept. Every method is one transaction. Thread-safe. */
public interface LinkingStore {

    /** Writes a new linking down; false when there is one with this code already. */
    boolean begin(Linking linking);

    Optional<Linking> find(String id);

    /** The linking that began with a code. */
    Optional<Linking> byCode(String codeHash);

    /** Those that are not over, the oldest first. */
    List<Linking> open();

    /** The latest, whatever became of them. */
    List<Linking> latest(int most);

    /** Writes the next state of a linking; false when it is not the one before any more. */
    boolean replace(Linking before, Linking after);

    /** As {@link #replace}, and the number is ours, in place of an older row of it. */
    boolean take(Linking before, Linking after, LinkedNumber number);

    /** As {@link #replace}, and a number of the file was linked again. */
    boolean relink(Linking before, Linking after, String phoneNumberId, Instant linkedAt);

    /** As {@link #replace}, and the number that the linking brought goes, unless it was linked anew since. */
    boolean giveBack(Linking before, Linking after);

    /** All numbers that the database owns. */
    List<LinkedNumber> numbers();

    /**
     * The numbers of a name: those that the database owns, and those that a linking is about to bring.
     *
     * @param name a {@code phone_number_id}, a phone number in digits, or an account
     */
    List<LinkedNumber> named(String name);

    /** When a number of the file was linked again, by {@code phone_number_id}. */
    java.util.Map<String, Instant> relinked();

    /** Keeps the number's token in another form; false, and nothing happens, when it has another by now. */
    boolean renew(LinkedNumber before, LinkedNumber after);

    /** Forgets a number; what was written and sent with it stays. */
    void remove(String phoneNumberId);
}
