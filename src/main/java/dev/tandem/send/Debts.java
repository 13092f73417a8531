package dev.tandem.send;

import dev.tandem.domain.PairDebt;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the slow limits must know of earlier sends. It is written with the mark and with the answer, in their transactions;
 * here it is read. Thread-safe.
 */
public interface Debts {

    /** What a person was sent by a number, empty when nothing counts any more. */
    Optional<PairDebt> pair(String phoneNumberId, String contact);

    /** Whom we wrote to outside a window since then, oldest first. */
    Map<String, Instant> peopleSince(Instant since);

    /**
     * What a mark or an answer adds.
     *
     * @param pair the debt to the person from now on, null to leave it
     * @param outsideWindow whether it counts to the portfolio's limit
     */
    record Debit(@Nullable PairDebt pair, boolean outsideWindow) {}
}
