package dev.tandem.send;

import java.time.Instant;
import java.util.Set;

/** The ledger beside the mirror of the phone: which sends echoes may belong to, and which were caused by them. Only reads. Thread-safe. */
public interface MirrorBook {

    /**
     * Whether a send to a person is out whose message id is not known yet.
     *
     * @param names what the person may be called
     * @param lostSince answers that were lost before this time are not waited for
     * @param markedUntil what is on its way since later cannot be meant
     */
    boolean awaitsAnswer(String phoneNumberId, Set<String> names, Instant lostSince, Instant markedUntil);

    /**
     * How many sends to a contact name what caused them ({@code metadata.causedBy}), without those that were refused.
     *
     * @param contact the contact's key, as it stands in the ledger
     * @param since accepted at this time or later
     * @param before and before this send, by its id
     */
    int caused(String phoneNumberId, String contact, Instant since, long before);
}
