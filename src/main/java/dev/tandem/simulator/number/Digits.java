package dev.tandem.simulator.number;

/** Phone numbers as bare digits. */
public final class Digits {
    private Digits() {}

    /** The digits of a number as people write it: {@code +49 1512 345} is {@code 491512345}. */
    public static String of(String written) {
        StringBuilder digits = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c >= '0' && c <= '9') {
                digits.append(c);
            }
        }
        return digits.toString();
    }

    /** Whether the text is digits alone. */
    public static boolean areAll(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
