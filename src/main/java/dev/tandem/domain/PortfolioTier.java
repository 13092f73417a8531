package dev.tandem.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many different people a portfolio may write to outside their windows in 24 hours, as Meta says it: {@code TIER_2K},
 * {@code TIER_UNLIMITED}, or a plain number (R70).
 */
public final class PortfolioTier {

    private PortfolioTier() {}

    /**
     * Reads Meta's word.
     *
     * @return people, empty inside for no limit; empty outside for a word that nobody knows
     */
    public static Optional<OptionalInt> parse(String word) {
        String bare = word.strip().toUpperCase(Locale.ROOT).replaceFirst("^TIER_", "");
        if (bare.equals("UNLIMITED") || bare.equals("-1")) {
            return Optional.of(OptionalInt.empty());
        }
        if (!bare.matches("[1-9][0-9]{0,6}K?")) {
            return Optional.empty();
        }
        int people = Integer.parseInt(bare.replace("K", ""));
        return Optional.of(OptionalInt.of(bare.endsWith("K") ? people * 1_000 : people));
    }
}
