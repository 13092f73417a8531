package dev.tandem.simulator.past;

import java.util.Locale;

/** What {@code smb_app_data} can ask for (R15). */
public enum SyncType {
    CONTACTS("smb_app_state_sync"),
    HISTORY("history");

    private final String metaName;

    SyncType(String metaName) {
        this.metaName = metaName;
    }

    /** The word of {@code sync_type}. */
    public String metaName() {
        return metaName;
    }

    /** The word of the control side. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type that {@code sync_type} names, in any case. */
    public static SyncType named(String metaName) {
        return metaName.equalsIgnoreCase(HISTORY.metaName) ? HISTORY : CONTACTS;
    }
}
