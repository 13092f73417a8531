package dev.tandem.coexistence.linking;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** When a number was linked, by the word of whoever links it, of Meta, or by the clock; and whether that is news. Thread-safe. */
final class LinkTimes {

    /** A time of Meta's that is further away from the dialog is not this linking's. */
    private static final Duration NEAR = Duration.ofHours(1);

    private final NumberDirectory numbers;
    private final Predicate<BusinessNumber> isAway;

    /** @param isAway whether a known number is disconnected or offboarded */
    LinkTimes(NumberDirectory numbers, Predicate<BusinessNumber> isAway) {
        this.numbers = numbers;
        this.isAway = isAway;
    }

    /** Whether a number is not here yet, or was linked again since; where Meta tells no time, one that is away was. */
    boolean isFresh(MetaNumber number) {
        Instant onboardedAt = number.onboardedAt();
        return numbers.find(number.id())
                .map(known -> onboardedAt == null ? isAway.test(known) : onboardedAt.isAfter(known.linkedAt()))
                .orElse(true);
    }

    /** When this linking was; a number that is here already must have been linked later than it was. */
    Instant of(Linking linking, MetaNumber found) throws LinkTroubleException {
        Optional<BusinessNumber> known = numbers.find(found.id());
        Instant linkedAt = told(linking, found, known);
        if (known.filter(number -> !linkedAt.isAfter(number.linkedAt())).isPresent()) {
            throw LinkTroubleException.last(
                    Reason.ALREADY_LINKED,
                    "The number " + known.get() + " is here since it was linked at "
                            + known.get().linkedAt() + ". " + Reason.ALREADY_LINKED.advice());
        }
        return linkedAt;
    }

    private Instant told(Linking linking, MetaNumber found, Optional<BusinessNumber> known)
            throws LinkTroubleException {
        if (linking.linkedAt() != null) {
            return linking.linkedAt();
        }
        Instant told = found.onboardedAt();
        boolean byDialog = linking.codeHash() != null;
        if (told != null && (!byDialog || isNear(told, linking.startedAt()))) {
            return told;
        }
        if (!byDialog
                && linking.token() != null
                && known.filter(isAway.negate()).isPresent()) {
            throw LinkTroubleException.last(
                    Reason.ALREADY_LINKED,
                    "The number is here, and Meta does not say that it was linked again. If it was, say when with linkedAt.");
        }
        // Whoever brings a code, or a token for a number that is away, says that it was linked just now.
        return linking.startedAt();
    }

    private static boolean isNear(Instant told, Instant startedAt) {
        return Duration.between(told, startedAt).abs().compareTo(NEAR) < 0;
    }
}
