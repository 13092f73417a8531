package dev.tandem.domain;

import java.util.Locale;

/** Where an event is published: one virtual topic each. */
public enum Channel {
    MESSAGE,
    STATUS,
    ECHO,
    HISTORY,
    CONTACT,
    ACCOUNT,
    TEMPLATE,
    OTHER,
    RESULT;

    /** The public spelling, the last part of the topic's name. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
