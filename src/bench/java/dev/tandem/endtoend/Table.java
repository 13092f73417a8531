package dev.tandem.endtoend;

import java.util.Locale;

/** Prints the rows of a Markdown table, each as soon as it is known. */
final class Table {

    private Table() {}

    static void head(String left, String right) {
        System.out.printf("%n| %s | %s |%n|---|---|%n", left, right);
    }

    static void row(String what, String format, Object... values) {
        System.out.printf("| %s | %s |%n", what, String.format(Locale.ROOT, format, values));
        System.out.flush();
    }
}
