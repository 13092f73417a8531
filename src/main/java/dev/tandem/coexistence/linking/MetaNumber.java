package dev.tandem.coexistence.linking;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A number as Meta's node shows it (R5).
 *
 * @param digits the phone number with country code
 * @param onBizApp whether a phone has it in the WhatsApp Business app, null when Meta does not say
 * @param platformType {@code CLOUD_API} when all is well, empty when Meta does not say
 * @param onboardedAt when it was linked, null when Meta does not say
 */
public record MetaNumber(
        String id,
        String digits,
        @Nullable Boolean onBizApp,
        String platformType,
        @Nullable Instant onboardedAt) {

    /** The platform of a number that can be used by API. */
    static final String CLOUD_API = "CLOUD_API";

    /** Whether the number is on a phone and on the Cloud API at once; empty when Meta does not say both. */
    public Optional<Boolean> isOnBoth() {
        if (Boolean.FALSE.equals(onBizApp) || !(platformType.isEmpty() || platformType.equals(CLOUD_API))) {
            return Optional.of(false);
        }
        return onBizApp == null || platformType.isEmpty() ? Optional.empty() : Optional.of(true);
    }
}
