package dev.tandem.store;

import dev.tandem.operation.DataSubject;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Whether a text mentions a person by one of their names, as a word of its own. */
final class Mentions {

    private final Set<String> names;

    Mentions(DataSubject person) {
        names = person.names();
    }

    /** A first, coarse condition on a column. */
    String condition(String column) {
        return "(" + String.join(" or ", Collections.nCopies(names.size(), column + " like ?")) + ")";
    }

    /** The values of {@link #condition}. */
    List<String> values() {
        return names.stream().map(name -> "%" + name + "%").toList();
    }

    /** Not as a part of a longer number or id. */
    boolean in(String text) {
        for (String name : names) {
            for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
                if (!isWord(text, at - 1) && !isWord(text, at + name.length())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isWord(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }
}
