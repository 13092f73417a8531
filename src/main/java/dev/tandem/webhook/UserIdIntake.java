package dev.tandem.webhook;

import java.util.Optional;

/**
 * Takes in that a person has a new business-scoped user id: the conversation is found under it from now on (R91), and the
 * teams are told. Thread-safe.
 */
public final class UserIdIntake {

    private final People people;
    private final RawIntake raw;

    /** @param raw keeps the item and tells the teams */
    public UserIdIntake(People people, RawIntake raw) {
        this.people = people;
        this.raw = raw;
    }

    /**
     * @return whether it was new
     * @throws BrokenItemException when it can never be understood
     */
    public boolean take(WebhookItem item) {
        Optional<Renaming> renaming = item.fault() == null ? Renaming.ofUpdate(item.json()) : Optional.empty();
        // First the names: after a crash in between both are done again, and the first changes nothing then.
        renaming.ifPresent(change -> people.renamed(item.numberOrThrow(), change));
        return raw.take(item);
    }
}
