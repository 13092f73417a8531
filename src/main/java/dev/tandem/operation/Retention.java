package dev.tandem.operation;

import dev.tandem.operation.RetentionStore.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is older than it is kept, in small transactions, so that nobody waits for it. Idempotent: it may stop anywhere
 * and go on the next time. Thread-safe.
 */
public final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private static final int BATCH = 200;

    /** The portfolio's limit looks back a day, the pair limit some minutes. */
    private static final Duration DEBTS_COUNT_NO_MORE = Duration.ofDays(2);

    private final RetentionStore store;
    private final Periods periods;
    private final Clock clock;

    /**
     * How long things are kept.
     *
     * @param rawWebhooks copies of webhooks
     * @param ledger settled sends with time line, statuses and campaigns
     * @param messages messages with their files, conversations and other items of webhooks
     */
    public record Periods(Duration rawWebhooks, Duration ledger, Duration messages) {

        Duration of(Kind kind) {
            return switch (kind) {
                case RAW_WEBHOOKS -> rawWebhooks;
                case CAMPAIGNS, SENDS, STATUSES -> ledger;
                case MEDIA, MESSAGES, ITEMS, QUARANTINE, CONVERSATIONS -> messages;
                case DEBTS -> DEBTS_COUNT_NO_MORE;
            };
        }
    }

    public Retention(RetentionStore store, Periods periods, Clock clock) {
        this.store = store;
        this.periods = periods;
        this.clock = clock;
    }

    /** Deletes everything that is old enough; returns how many rows of each kind. */
    public Map<Kind, Integer> sweep() {
        Instant now = clock.instant();
        Map<Kind, Integer> deleted = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            Instant before = now.minus(periods.of(kind));
            int some;
            do {
                some = store.delete(kind, before, BATCH);
                deleted.merge(kind, some, Integer::sum);
            } while (some == BATCH && !Thread.currentThread().isInterrupted());
        }
        deleted.values().removeIf(count -> count == 0);
        if (!deleted.isEmpty()) {
            LOG.info("Deleted what is older than it is kept: {}", deleted);
        }
        return deleted;
    }
}
