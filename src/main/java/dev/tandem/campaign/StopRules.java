package dev.tandem.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * When a campaign pauses by itself. Immutable.
 *
 * @param failureShare the part of its outcomes that may fail, above 0 and at most 1; null for any
 * @param minimum how many must have failed before the share counts
 * @param quality when Meta holds campaigns of a number of it for quality, or rates the number's quality as low
 * @param template when Meta pauses or disables a template of it
 * @param unlinked when a number of it is unlinked
 */
public record StopRules(
        @Nullable Double failureShare, int minimum, boolean quality, boolean template, boolean unlinked) {

    /** Nothing stops it. */
    public static final StopRules NONE = new StopRules(null, 1, false, false, false);

    public StopRules {
        if (failureShare != null && !(failureShare > 0 && failureShare <= 1)) {
            throw new IllegalArgumentException(
                    "The share of failures must be above 0 and at most 1, and this is " + failureShare);
        }
        if (minimum < 1) {
            throw new IllegalArgumentException("The minimum of failures must be 1 or more, and this is " + minimum);
        }
    }

    /**
     * These with what a campaign's own settings say instead, in the form of {@code stop} in {@code NAME.campaign.yaml}.
     *
     * @param own checked against its schema before
     */
    public StopRules with(JsonNode own) {
        JsonNode share = own.path("failureShare");
        return new StopRules(
                share.isNumber() ? Double.valueOf(share.asDouble()) : share.isMissingNode() ? failureShare : null,
                own.path("failureMinimum").asInt(minimum),
                own.path("quality").asBoolean(quality),
                own.path("template").asBoolean(template),
                own.path("unlinked").asBoolean(unlinked));
    }

    /**
     * Whether so many failures are too many.
     *
     * @param outcomes how many were sent or failed, the failures among them
     */
    boolean isTooMuch(long failures, long outcomes) {
        return failureShare != null && failures >= minimum && failures >= failureShare * outcomes;
    }
}
