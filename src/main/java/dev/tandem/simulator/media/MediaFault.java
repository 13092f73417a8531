package dev.tandem.simulator.media;

import java.util.Locale;

/** What can be wrong with a file at Meta. */
public enum MediaFault {
    NONE,
    /** The download is not there, whatever address it is asked under. */
    DEAD_URL,
    /** The bytes are not those of the checksum. */
    WRONG_CHECKSUM,
    /** The download leads on to another host. */
    REDIRECT,
    /** The look-up names another host. */
    FOREIGN_URL,
    /** The look-up is refused with 131052. */
    NOT_DOWNLOADABLE,
    /** The download is answered with 500. */
    DOWN;

    /** The spelling in control calls. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
