package dev.tandem.send;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * What the lanes must know of campaigns: which of them hold what has not left, and which may use only a part of a number's pace.
 * Each method is one transaction, so that several engines on one database keep to the same. Thread-safe.
 */
public interface CampaignLanes {

    /** What was decided about those of the given campaigns that somebody decided about; the others just go. */
    Map<String, Order> orders(Collection<String> campaigns);

    /**
     * A decision.
     *
     * @param held whether nothing of it may leave
     * @param share of the number's pace, above 0 and at most 1
     */
    record Order(boolean held, double share) {}

    /** Until when a campaign has used its share of a number, in microseconds since 1970; empty when it never sent there. */
    Optional<Long> paidUntil(String campaign, String phoneNumberId);

    /**
     * Uses a part of the share.
     *
     * @param before what {@link #paidUntil} said
     * @return false when another engine was faster: then nothing is used
     */
    boolean pay(String campaign, String phoneNumberId, Optional<Long> before, long after);

    /** Campaigns that nobody decided about. */
    CampaignLanes FREE = new CampaignLanes() {
        @Override
        public Map<String, Order> orders(Collection<String> campaigns) {
            return Map.of();
        }

        @Override
        public Optional<Long> paidUntil(String campaign, String phoneNumberId) {
            return Optional.empty();
        }

        @Override
        public boolean pay(String campaign, String phoneNumberId, Optional<Long> before, long after) {
            return true;
        }
    };
}
