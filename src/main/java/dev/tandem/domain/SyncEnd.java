package dev.tandem.domain;

import java.util.Locale;

/** How the sync of a linking ended. */
public enum SyncEnd {
    /** All that Meta had has come. */
    COMPLETE,
    /** Some of it has come, and chunks between are missing. */
    GAP,
    /** The owner does not share the past (R24), unless that was said of the linking before and parts come all the same. */
    DECLINED,
    /** Meta said yes and nothing came. */
    SILENT,
    /** It had been asked before, by someone else, and nothing came here (R18). */
    ALREADY_USED,
    /** Nobody asked in the 24 hours (R17). */
    EXPIRED,
    /** The number was linked again before it ended. */
    REPLACED;

    /** The public spelling. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether nothing that comes later can change it.
     *
     * @param counted whether Meta counted to 100: when the phone is put away it is quiet as well, and the rest comes later (R8)
     */
    boolean isFinal(boolean counted) {
        return this == REPLACED || (this == COMPLETE && counted);
    }
}
