package dev.tandem.store;

import dev.tandem.webhook.BrokenItemException;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs a transaction that others may race against: who loses looks again. A row that the database can never take is the
 * fault of the item; every other failure is one of the house and is thrown as it is.
 */
final class Races {

    /** Each loss is another's success, so this many in a row means that something else is wrong. */
    private static final int MOST = 20;

    /**
     * In powers of two of a nanosecond: half a millisecond after the first loss, at most 134 ms. That is longer than a transaction
     * takes on a busy machine, so that rivals move apart before one of them has lost every race.
     */
    private static final int FIRST_MOMENT = 18;

    private static final int LONGEST_MOMENT = 27;

    private Races() {}

    static <T> T run(TransactionTemplate transaction, Supplier<T> work) {
        try {
            return again(transaction, work);
        } catch (DuplicateKeyException lostEveryRace) {
            throw lostEveryRace;
        } catch (DataIntegrityViolationException e) {
            throw new BrokenItemException(
                    "The database cannot take it: " + e.getMostSpecificCause().getMessage(), e);
        }
    }

    /** As {@link #run}, but what the database can never take is thrown as it is. */
    static <T> T again(TransactionTemplate transaction, Supplier<T> work) {
        for (int race = 1; ; race++) {
            try {
                return Objects.requireNonNull(transaction.execute(tx -> work.get()));
            } catch (DuplicateKeyException | ConcurrencyFailureException lostTheRace) {
                if (race == MOST) {
                    throw lostTheRace;
                }
                stepBack(race);
            }
        }
    }

    /** Rivals that start again at once meet again: who lost waits a moment, after each loss a longer one. */
    private static void stepBack(int race) {
        LockSupport.parkNanos(
                ThreadLocalRandom.current().nextLong(1L << Math.min(FIRST_MOMENT + race, LONGEST_MOMENT)));
    }
}
