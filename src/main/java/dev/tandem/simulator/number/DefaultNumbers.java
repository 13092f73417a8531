package dev.tandem.simulator.number;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The two numbers of the default profile, linked 30 days before the start. */
public final class DefaultNumbers {
    private static final Duration LINKED_BEFORE = Duration.ofDays(30);

    private DefaultNumbers() {}

    public static List<NumberProfile> startingAt(Instant start) {
        return List.of(
                number("1", "shop", "+49 1512 3456001", "Example Shop", start),
                number("2", "service", "+49 1512 3456002", "Example Service", start));
    }

    private static NumberProfile number(String last, String alias, String display, String name, Instant start) {
        return new NumberProfile(
                "10000000000000" + last,
                alias,
                display,
                "90000000000000" + last,
                "simulator-token-" + alias,
                name,
                "GREEN",
                start.minus(LINKED_BEFORE),
                Limits.DOCUMENTED);
    }
}
