package dev.tandem.domain;

/** What a request without template wants when the window is closed. */
public enum WhenClosed {
    REJECT,
    HOLD
}
