package dev.tandem.campaign;

import java.util.Locale;

/** How far a campaign is. */
public enum CampaignState {
    /** Its file is read to the end and every row is checked, before anybody gets anything. */
    CHECKING,
    /** It was checked and starts when a person approves it. */
    WAITING,
    /** Its rows are being accepted; after a crash it goes on behind the last row that was kept. */
    READING,
    /** Every row has been accepted or refused; some still wait to be sent. */
    RUNNING,
    /** Nothing more leaves until it is resumed: how a campaign under way is shown, never how it is kept. */
    PAUSED,
    /** Nothing is left to do, and the result file is there. */
    FINISHED,
    /** The file as a whole could not be used; none of its rows was sent. */
    FAILED;

    /** Whether rows of it may leave. */
    public boolean isUnderWay() {
        return this == READING || this == RUNNING;
    }

    /** The public spelling, as in {@code running}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #code()} back. */
    public static CampaignState parse(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
