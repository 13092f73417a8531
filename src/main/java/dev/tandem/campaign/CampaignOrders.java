package dev.tandem.campaign;

import dev.tandem.send.CampaignSends;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries out what was decided about many rows: cancels those that have not left, and sends those again that failed. In small
 * transactions, beside everything else; a crash anywhere costs nothing, because what is done shows in the rows. Idempotent.
 * Thread-safe; one round at a time.
 */
public final class CampaignOrders {

    private static final int BATCH = 500;

    /** So many batches of one campaign in a round, so that another one's turn comes. */
    private static final int BATCHES = 20;

    private final Campaigns campaigns;
    private final CampaignControls controls;
    private final CampaignSends sends;

    /** Behind which row each campaign goes on. */
    private final Map<String, Long> reached = new ConcurrentHashMap<>();

    public CampaignOrders(Campaigns campaigns, CampaignControls controls, CampaignSends sends) {
        this.campaigns = campaigns;
        this.controls = controls;
        this.sends = sends;
    }

    /** One round. */
    public synchronized void carryOut() {
        List<String> open = controls.unfinishedOrders();
        reached.keySet().retainAll(open);
        for (String id : open) {
            CampaignControl control = controls.find(id);
            if (control.isCancelled()) {
                go(id, after -> cancelSome(id, after));
            } else if (control.retryAt() != null) {
                retry(id, control.retryAt());
            }
        }
    }

    private void retry(String id, Instant until) {
        // It may have been finished since the wish; with rows under way it is not.
        controls.retry(id, until);
        if (go(id, after -> sendSomeAgain(id, until, after))) {
            controls.retried(id, until);
        }
    }

    @FunctionalInterface
    private interface Step {
        /** Does the next rows behind the given one; returns the last of them, or -1 when there were none. */
        long next(long after);
    }

    /** Some batches; true when the last row was reached. */
    private boolean go(String id, Step step) {
        long after = reached.getOrDefault(id, 0L);
        for (int batch = 0; batch < BATCHES && after >= 0; batch++) {
            after = step.next(after);
        }
        if (after < 0) {
            reached.remove(id);
            return true;
        }
        reached.put(id, after);
        return false;
    }

    private long cancelSome(String id, long after) {
        List<Campaigns.SentRow> rows = campaigns.notLeft(id, after, BATCH);
        sends.cancel(id, ids(rows));
        return last(rows);
    }

    private long sendSomeAgain(String id, Instant until, long after) {
        List<Campaigns.SentRow> rows = campaigns.failed(id, until, after, BATCH);
        sends.sendAgain(id, ids(rows), until);
        return last(rows);
    }

    private static List<Long> ids(List<Campaigns.SentRow> rows) {
        return rows.stream().map(Campaigns.SentRow::sendId).distinct().toList();
    }

    private static long last(List<Campaigns.SentRow> rows) {
        return rows.isEmpty() ? -1 : rows.get(rows.size() - 1).row();
    }
}
