package dev.tandem.domain;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request fills into a template, whichever way it wrote it.
 *
 * @param face what it fills into the message itself
 * @param cards what it fills into the cards of a carousel; null when it says nothing of cards
 */
public record TemplateFill(Face face, @Nullable List<Face> cards) {

    /**
     * What is filled into one message or one card; an empty list where nothing is given.
     *
     * @param repeated the parts that are given more than once, as in {@code body}; Meta takes each once
     */
    public record Face(List<Value> header, List<Value> body, List<ButtonValue> buttons, List<String> repeated) {}

    /**
     * One parameter.
     *
     * @param type Meta's word in lower case, as in {@code text} or {@code image}
     * @param name its name, null when it has none and counts by its place
     */
    public record Value(String type, @Nullable String name) {

        public Value {
            type = type.toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The parameters of one button.
     *
     * @param index as it is written, {@code 0} for the first
     * @param subType Meta's word in lower case, as in {@code url}
     */
    public record ButtonValue(String index, String subType, int values) {

        public ButtonValue {
            subType = subType.toLowerCase(Locale.ROOT);
        }
    }
}
