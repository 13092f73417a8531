package dev.tandem.campaign;

/** What people read of a text that somebody else wrote. */
final class Excerpt {

    private static final char UNREADABLE = '\uFFFD';

    private Excerpt() {}

    /**
     * The beginning of a text, which can be written into any file: half a character (a surrogate without its other half) becomes
     * one that says so, and no character is cut in two.
     *
     * @param most so many chars at most, with the dots for what was cut off
     */
    static String of(String text, int most) {
        int end = text.length() <= most ? text.length() : most - 1;
        if (end < text.length() && Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end))) {
            end--;
        }
        StringBuilder readable = new StringBuilder(end + 1);
        text.substring(0, end)
                .codePoints()
                .map(each -> each <= Character.MAX_VALUE && Character.isSurrogate((char) each) ? UNREADABLE : each)
                .forEach(readable::appendCodePoint);
        return end == text.length() ? readable.toString() : readable.append('…').toString();
    }
}
