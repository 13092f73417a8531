package dev.tandem.domain;

import java.util.Locale;

/** The two things of a phone's past that are asked for, in this order (R14). */
public enum SyncKind {
    CONTACTS("smb_app_state_sync"),
    HISTORY("history");

    private final String syncType;

    SyncKind(String syncType) {
        this.syncType = syncType;
    }

    /** Meta's word for it in the call (R15). */
    public String syncType() {
        return syncType;
    }

    /** The public spelling. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
