package dev.tandem.campaign;

import dev.tandem.domain.TemplateName;
import java.time.Instant;
import java.util.Optional;

/** What other rooms know that may stop a campaign. Cheap, and asks nobody outside. Thread-safe. */
public interface CampaignTroubles {

    /** Since a moment after the given one Meta holds campaigns of the number for quality, or rates it low; says what to do. */
    Optional<String> quality(String phoneNumberId, Instant after);

    /** The number was unlinked after the given moment and still is; says what to do. */
    Optional<String> unlinked(String phoneNumberId, Instant after);

    /** It was learned after the given moment that the template cannot be sent now; says what to do. */
    Optional<String> template(String phoneNumberId, TemplateName template, Instant after);
}
