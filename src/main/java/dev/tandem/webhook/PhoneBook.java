package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the phone book of a number's phone calls the persons. Thread-safe. */
@FunctionalInterface
public interface PhoneBook {

    /**
     * A contact was added, edited or removed. The newest word counts, whenever it comes; of two of one time the removal. The
     * chat stays, and a name of the CRM stands above (R30).
     *
     * @param person with phone number, user id or both
     * @param name null when the contact was removed
     * @param at Meta's time of it
     * @return whether anything changed
     * @throws BrokenItemException when the store can never take it
     */
    boolean said(BusinessNumber number, Person person, @Nullable String name, Instant at);
}
