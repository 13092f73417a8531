package dev.tandem.campaign;

import dev.tandem.domain.Cause;
import org.jspecify.annotations.Nullable;

/**
 * What the door said to a row. Exactly one of send and cause is present.
 *
 * @param row its number, the first below the header is 1
 * @param sendId the send that stands in the ledger for it
 * @param refusal why it was refused, with everything that is wrong
 */
public record RowVerdict(
        long row, @Nullable Long sendId, @Nullable Cause refusal) {}
