package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NameSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the CRM calls the persons. Its name stands above that of the phone book and the profile, whatever these say later (R30),
 * until it is given up. Thread-safe, also among several engines.
 */
public interface CrmNames {

    /**
     * What a person is called.
     *
     * @param contact the key of the person
     * @param name null when nobody calls them anything
     * @param source who does, null without a name
     */
    record Called(
            String contact, @Nullable String name, @Nullable NameSource source) {}

    /**
     * Gives a person a name. It may be one that has not written yet, and follows them to a new number or user id.
     *
     * @param person see {@link ContactName}
     * @param name at most 300 characters
     */
    Called set(BusinessNumber number, String person, String name, Instant now);

    /** Gives the name up: the phone book's counts again, else the profile's. */
    Called giveUp(BusinessNumber number, String person, Instant now);
}
