package dev.tandem.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Camel's property placeholders, {@code {{name}}}, in a text. */
final class Placeholders {

    private static final Pattern INNERMOST = Pattern.compile("\\{\\{([^{}]*)}}");

    private Placeholders() {}

    static boolean isIn(String text) {
        return INNERMOST.matcher(text).find();
    }

    /** What stands between the braces of each placeholder, inner ones first: {@code {{a:{{b}}}}} has b and a. */
    static List<String> in(String text) {
        List<String> found = new ArrayList<>();
        String rest = text;
        for (Matcher m = INNERMOST.matcher(rest); m.find(); m = INNERMOST.matcher(rest)) {
            found.add(m.group(1).strip());
            rest = rest.substring(0, m.start()) + rest.substring(m.end());
        }
        return found;
    }

    /** The text with each placeholder replaced. */
    static String replace(String text, String value) {
        String result = text;
        while (isIn(result)) {
            result = INNERMOST.matcher(result).replaceAll(Matcher.quoteReplacement(value));
        }
        return result;
    }

    /** A regular expression that matches what the text can become when its placeholders get values. */
    static String toRegex(String text) {
        String mark = "\u0000";
        return Pattern.quote(replace(text, mark)).replace(mark, "\\E.+\\Q");
    }
}
