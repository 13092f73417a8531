package dev.tandem.domain;

import java.util.List;

/**
 * What a person must know of, kept until it is over. Raising the same alert again counts it up and takes the newer text, so
 * whoever sees a fault may raise it as often as it happens. Every method is one transaction. Thread-safe.
 */
public interface Alerts {

    /**
     * Raises an alert, or counts up one that stands.
     *
     * @param code a word of the public contract, at most 40 characters
     * @param subject what it is about, at most 200 characters
     * @param phoneNumberId the number it concerns, empty when it concerns them all
     * @param text what happened and what to do
     */
    void raise(String code, String subject, String phoneNumberId, String text);

    /**
     * Raises an alert unless it stands: for whoever sees a state and not how it came about, and may be one of several. Parameters
     * as for {@link #raise}.
     */
    void raiseOnce(String code, String subject, String phoneNumberId, String text);

    /** What it told of is over; nothing happens when it does not stand. */
    void clear(String code, String subject);

    /** All that stand, the latest first. */
    List<Alert> standing();
}
