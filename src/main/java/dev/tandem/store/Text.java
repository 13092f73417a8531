package dev.tandem.store;

import org.jspecify.annotations.Nullable;

/** Somebody else's text in a column: cut to its length and without NUL, never refused for either. */
final class Text {

    private Text() {}

    static @Nullable String column(@Nullable String text, int longest) {
        return text == null ? null : cut(text, longest);
    }

    static String cut(String text, int longest) {
        String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        return clean.length() <= longest ? clean : clean.substring(0, longest - 1) + "…";
    }
}
