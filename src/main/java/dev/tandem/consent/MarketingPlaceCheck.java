package dev.tandem.consent;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Recipient;
import dev.tandem.send.LaneCheck;
import java.util.List;
import java.util.Optional;

/**
 * Refuses marketing templates to the United States before Meta takes and never delivers them (R78). Canada and the other
 * countries under +1 are none of it. Thread-safe.
 */
public final class MarketingPlaceCheck implements LaneCheck {

    private final Categories categories;

    public MarketingPlaceCheck(Categories categories) {
        this.categories = categories;
    }

    @Override
    public Optional<Obstacle> obstacle(Leaving leaving) {
        if (!isThere(leaving.send().acceptance().recipient())
                || !LeavingTemplate.isKnownMarketing(leaving, categories)) {
            return Optional.empty();
        }
        return Optional.of(new Obstacle.Refuse(Cause.of(
                Reason.MARKETING_NOT_DELIVERED_THERE,
                "Meta delivers no marketing templates to numbers of the United States, and this is one. Use a template of"
                        + " another category or another channel; if Meta has changed that, set"
                        + " tandem.consent.marketing-to-us: send.")));
    }

    /** Every number there begins with 1; to read one costs a hundred times as much as to look at that. */
    private static boolean isThere(Recipient recipient) {
        String phone = recipient.phone();
        boolean isElsewhere = recipient.userId() == null && phone != null && !phone.startsWith("1");
        return !isElsewhere
                && PhonePlaces.country(recipient).filter("US"::equals).isPresent();
    }

    @Override
    public List<List<Foreseen>> foresee(List<Leaving> leavings) {
        return leavings.stream()
                .map(leaving -> obstacle(leaving)
                        .map(obstacle -> new Foreseen(((Obstacle.Refuse) obstacle).cause(), true))
                        .map(List::of)
                        .orElse(List.of()))
                .toList();
    }
}
