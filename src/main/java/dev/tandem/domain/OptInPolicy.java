package dev.tandem.domain;

/** What becomes of a message that the business begins, when the person's consent is not recorded (R80). */
public enum OptInPolicy {
    /** It is refused. */
    REQUIRE,
    /** It leaves, and an operator is told. */
    WARN,
    /** It leaves. */
    OFF
}
