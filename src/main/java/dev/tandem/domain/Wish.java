package dev.tandem.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to get from the business, or not, as it was told at some moment. A later one about the same kind
 * counts; of two of the same moment the one that protects the person.
 *
 * <p>What Meta tells ({@code user_preferences}, a STOP to a number, 131050) is about the one business that the person
 * talked to, so it is kept with that number; what an operator or a CRM records is mostly about the person as such, so it
 * is for all numbers unless they name one.
 *
 * @param name one name of the person: phone number in digits, wa_id or user id
 * @param phoneNumberId the number it is about, null for all of them
 * @param given for opt-outs whether it stands, for an opt-in whether it was given; false takes it back
 * @param source who said so: {@code person}, {@code meta}, or the name of an API key
 */
public record Wish(String name, @Nullable String phoneNumberId, Kind kind, boolean given, String source, Instant at) {

    /** What it is about. */
    public enum Kind {
        /** No marketing templates; everything else may come (R79). */
        NO_MARKETING,
        /** Nothing at all, by API only. */
        NOTHING,
        /** Messages that the business begins are welcome (R80). */
        OPT_IN;

        /** As it is kept. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads {@link #code()} back. */
        public static Kind parse(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }

        /** Whether the safe side of this kind is that it is given. */
        private boolean protectsWhenGiven() {
            return this != OPT_IN;
        }
    }

    /** Whether this one takes the place of an earlier one of the same name, number and kind. */
    public boolean replaces(boolean earlierGiven, Instant earlierAt) {
        boolean same = at.equals(earlierAt);
        return at.isAfter(earlierAt) || (same && given != earlierGiven && given == kind.protectsWhenGiven());
    }

    /**
     * The one that counts for a number among everything that was told of a person under all their names: those about this
     * number and those about all numbers. Empty when it was never given, or was taken back.
     */
    public static Optional<Wish> standing(Collection<Wish> wishes, Kind kind, String phoneNumberId) {
        return wishes.stream()
                .filter(wish -> wish.kind == kind)
                .filter(wish -> wish.phoneNumberId == null || wish.phoneNumberId.equals(phoneNumberId))
                .max(Comparator.comparing(Wish::at).thenComparing(wish -> wish.given == wish.kind.protectsWhenGiven()))
                .filter(Wish::given);
    }
}
