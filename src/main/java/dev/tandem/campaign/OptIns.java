package dev.tandem.campaign;

import java.time.Instant;
import java.util.Collection;

/** Where it is recorded that persons agreed to messages that the business begins (R80). Thread-safe. */
@FunctionalInterface
public interface OptIns {

    /**
     * Records opt-ins; what a person does not want stays as it is, and what they said since then as well.
     *
     * @param persons phone numbers in digits, or user ids
     * @param phoneNumberId the number that they are about
     * @param source who says so
     * @param at when it was said
     */
    void record(Collection<String> persons, String phoneNumberId, String source, Instant at);
}
