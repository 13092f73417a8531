package dev.tandem.media;

import dev.tandem.domain.Cause;

/** A file could not be had, or not be handed over. The cause's detail says why to a person and has no token in it. */
public final class MediaFault extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Cause cause;
    private final boolean lasting;
    private final boolean deadUrl;

    private MediaFault(Cause cause, boolean lasting, boolean deadUrl) {
        super(cause.detail());
        this.cause = cause;
        this.lasting = lasting;
        this.deadUrl = deadUrl;
    }

    /** It may work later. */
    public static MediaFault passing(Cause cause) {
        return new MediaFault(cause, false, false);
    }

    /** It will never work. */
    public static MediaFault lasting(Cause cause) {
        return new MediaFault(cause, true, false);
    }

    /** The address was no good any more: look it up once again. */
    public static MediaFault deadUrl(Cause cause) {
        return new MediaFault(cause, false, true);
    }

    /** Why. */
    public Cause why() {
        return cause;
    }

    /** Whether another attempt is useless. */
    public boolean isLasting() {
        return lasting;
    }

    boolean isDeadUrl() {
        return deadUrl;
    }
}
