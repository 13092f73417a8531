package dev.tandem.campaign;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which campaigns this engine works on: of several engines on one database only one reads a campaign's file or writes its
 * results at a time. What an engine leaves behind when it is killed, it finds again after its start under its own name, and
 * others after {@link #LEASE}. Thread-safe.
 */
public final class CampaignClaims {

    static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration RENEWED_AFTER = Duration.ofSeconds(20);

    private final Campaigns campaigns;
    private final String engine;
    private final Clock clock;
    private final Map<String, Instant> renewed = new ConcurrentHashMap<>();

    /** @param engine the name of this engine, the same after a restart */
    public CampaignClaims(Campaigns campaigns, String engine, Clock clock) {
        this.campaigns = campaigns;
        this.engine = engine;
        this.clock = clock;
    }

    /** Takes a campaign as it is now; nothing when it is in another state meanwhile, or another engine works on it. */
    Optional<Campaign> take(Campaign campaign) {
        if (!claim(campaign)) {
            return Optional.empty();
        }
        return campaigns.find(campaign.id());
    }

    /**
     * To be called often during long work, so that nobody takes the campaign for left.
     *
     * @throws ClaimLostException when this engine stood still for so long that another one has taken it
     */
    void renew(Campaign campaign) throws ClaimLostException {
        Instant last = renewed.getOrDefault(campaign.id(), Instant.MIN);
        if (last.isBefore(clock.instant().minus(RENEWED_AFTER))) {
            confirm(campaign);
        }
    }

    /** As {@link #renew}, whenever it was asked last: to be called before something that cannot be taken back. */
    void confirm(Campaign campaign) throws ClaimLostException {
        if (!claim(campaign)) {
            throw new ClaimLostException(campaign);
        }
    }

    /**
     * Writes how the campaign went on.
     *
     * @throws ClaimLostException when another engine has it: what that one writes holds
     */
    void settle(Campaign campaign) throws ClaimLostException {
        if (!campaigns.settle(campaign, engine)) {
            throw new ClaimLostException(campaign);
        }
    }

    private boolean claim(Campaign campaign) {
        Instant now = clock.instant();
        renewed.put(campaign.id(), now);
        return campaigns.claim(campaign.id(), campaign.state(), engine, now.plus(LEASE));
    }

    /** Gives a campaign back. */
    void release(Campaign campaign) {
        renewed.remove(campaign.id());
        campaigns.release(campaign.id(), engine);
    }
}
