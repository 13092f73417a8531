package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import java.util.List;

/** Numbers that the directory does not know yet, because they are being linked or another engine linked them just now. Thread-safe. */
@FunctionalInterface
public interface Newcomers {

    /** Where no number is ever linked. */
    Newcomers NONE = name -> List.of();

    /**
     * Those of a name; may ask a database.
     *
     * @param name a {@code phone_number_id}, a phone number in digits, or an account
     */
    List<BusinessNumber> named(String name);
}
