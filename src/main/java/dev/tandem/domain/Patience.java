package dev.tandem.domain;

import java.time.Duration;

/**
 * How long things are waited for that should come by themselves.
 *
 * @param answer after this a send whose answer was lost, and of which no status told, is a person's to decide
 * @param status after this a send that Meta took, and of which no status told, is looked up at Meta
 * @param delivery after this a send that was never delivered ends so
 */
public record Patience(Duration answer, Duration status, Duration delivery) {

    /** Five minutes, ten minutes, eight days: a webhook may be repeated for seven. */
    public static final Patience DEFAULT =
            new Patience(Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofDays(8));
}
