package dev.tandem.consent;

import dev.tandem.domain.QuietHours;
import java.util.Optional;

/** The quiet hours that a campaign has beside those of the house. Asked for every send that leaves, so it must be cheap. Thread-safe. */
@FunctionalInterface
public interface CampaignHours {

    /** Of a campaign by its id; empty when it has none of its own, or is not known any more. */
    Optional<QuietHours> of(String campaign);
}
