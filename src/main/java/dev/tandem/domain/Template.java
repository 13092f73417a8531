package dev.tandem.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message template in one language as Meta lists it, as far as a send must fit it.
 *
 * @param status Meta's word in upper case, as in {@code APPROVED}; words that nobody knows yet are kept
 * @param category null when Meta says one that nobody knows
 * @param named whether its variables have names ({@code NAMED}) or count by place ({@code POSITIONAL})
 * @param face what the message itself shows
 * @param cards the cards of a carousel in their order, empty when it has none
 */
public record Template(
        TemplateName key,
        String status,
        @Nullable TemplateCategory category,
        boolean named,
        Face face,
        List<Face> cards) {

    /** The only status in which Meta sends it. */
    public static final String APPROVED = "APPROVED";

    /** Meta's word while it is paused for its quality (R75). */
    public static final String PAUSED = "PAUSED";

    /** The same template with another status. */
    public Template with(String otherStatus) {
        return new Template(key, otherStatus, category, named, face, cards);
    }

    /**
     * What one message or one card shows.
     *
     * @param header null when there is none
     * @param body the variables of its body, each once, in the order in which they appear
     * @param buttons in their order; the index of a button is its place
     * @param text the body's text with its variables, null when Meta lists none
     * @param footer null when there is none
     */
    public record Face(
            @Nullable Header header,
            List<String> body,
            List<Button> buttons,
            @Nullable String text,
            @Nullable String footer) {

        /** Where the texts do not matter. */
        public Face(@Nullable Header header, List<String> body, List<Button> buttons) {
            this(header, body, buttons, null, null);
        }
    }

    /**
     * A header.
     *
     * @param format Meta's word in upper case: {@code TEXT}, {@code IMAGE}, {@code VIDEO}, {@code DOCUMENT},
     *     {@code LOCATION}, or one that nobody knows yet
     * @param variables those of a text; empty for all others
     * @param text with its variables, null for all others
     */
    public record Header(
            String format, List<String> variables, @Nullable String text) {

        /** Where the text does not matter. */
        public Header(String format, List<String> variables) {
            this(format, variables, null);
        }
    }

    /**
     * A button.
     *
     * @param type Meta's word in upper case, as in {@code URL} or {@code QUICK_REPLY}
     * @param needsValue whether a send must fill it: a URL with a variable, a code to copy
     * @param text what stands on it, null when Meta lists nothing
     * @param url where it leads, with its variable; null when it leads nowhere
     */
    public record Button(
            String type,
            boolean needsValue,
            @Nullable String text,
            @Nullable String url) {

        /** Where the texts do not matter. */
        public Button(String type, boolean needsValue) {
            this(type, needsValue, null, null);
        }
    }
}
