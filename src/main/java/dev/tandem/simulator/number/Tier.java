package dev.tandem.simulator.number;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Messaging limit of the portfolio: different people outside a window in 24 h (R69, R70). */
public enum Tier {
    TIER_250(250),
    TIER_2K(2_000),
    TIER_10K(10_000),
    TIER_100K(100_000),
    TIER_UNLIMITED(Integer.MAX_VALUE);

    private final int people;

    Tier(int people) {
        this.people = people;
    }

    public int people() {
        return people;
    }

    /** The tier of a name such as {@code TIER_2K}, in any case. */
    public static Optional<Tier> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(t -> t.name().equals(upper)).findFirst();
    }
}
