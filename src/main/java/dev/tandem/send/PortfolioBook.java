package dev.tandem.send;

import dev.tandem.domain.PortfolioBudget;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * The portfolio's limit of different people outside their windows in 24 hours (R69), shared by all numbers. Counted in memory,
 * read from the ledger's debts at the first question, so that a restart forgets nobody. Thread-safe.
 */
public final class PortfolioBook {

    private final Debts debts;
    private final boolean byMeta;
    private final Clock clock;
    private volatile OptionalInt limit;
    private final PortfolioBudget budget = new PortfolioBudget();
    private boolean loaded;

    /**
     * @param limit people in 24 hours, empty while nobody said how many: then nothing is held back
     * @param byMeta whether Meta's word counts
     */
    public PortfolioBook(Debts debts, OptionalInt limit, boolean byMeta, Clock clock) {
        this.debts = debts;
        this.limit = limit;
        this.byMeta = byMeta;
        this.clock = clock;
    }

    /** Meta says how many people it allows, empty for no limit; where a person said how many, that stays. */
    public void toldByMeta(OptionalInt people) {
        if (byMeta) {
            limit = people;
        }
    }

    /** How many people Meta allows, empty when there is no limit or it is not known. */
    public OptionalInt limit() {
        return limit;
    }

    /** How many people count now. */
    public synchronized int used() {
        load();
        return budget.used(clock.instant());
    }

    /**
     * A person is about to be written to outside the window; the mark keeps it on disk. Asked and counted at once, so that no two
     * lanes take the last place.
     *
     * @param must whether it is counted in any case: Meta decides
     * @return when it may go: now when it is counted
     */
    synchronized Instant take(String contact, boolean must, Instant now) {
        Instant due = must ? now : dueAt(contact, now);
        if (!due.isAfter(now)) {
            load();
            budget.count(contact, now);
        }
        return due;
    }

    /** When this person may be written to: now, or when there is room. */
    synchronized Instant dueAt(String contact, Instant now) {
        OptionalInt people = limit();
        if (people.isEmpty()) {
            return now;
        }
        load();
        return budget.dueAt(contact, people.getAsInt(), now);
    }

    private void load() {
        if (!loaded) {
            debts.peopleSince(clock.instant().minus(PortfolioBudget.SPAN)).forEach(budget::count);
            loaded = true;
        }
    }
}
