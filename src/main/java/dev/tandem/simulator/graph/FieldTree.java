package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields a Graph call asks for, with those of inner objects in braces: {@code id,events{timestamp,id}}. Not
 * thread-safe; one per call.
 */
final class FieldTree {
    private final Map<String, FieldTree> children = new LinkedHashMap<>();

    private FieldTree() {}

    /** Reads the text of the parameter {@code fields}; refuses what is not in balance with 100. */
    static FieldTree parse(String text) {
        String fields = text.replaceAll("\\s", "");
        FieldTree tree = new FieldTree();
        if (tree.read(fields, 0) < fields.length()) {
            throw malformed(text);
        }
        return tree;
    }

    /**
     * Leaves the fields of {@code whole} that are asked for; all of them when none is named. Lists and objects inside
     * are left to whoever asks for {@link #inside}.
     */
    ObjectNode cut(ObjectNode whole, String what) {
        for (String name : children.keySet()) {
            if (!whole.has(name)) {
                throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, what + " has no field '" + name + "'");
            }
        }
        return children.isEmpty() ? whole : whole.retain(children.keySet());
    }

    /** What is asked for of an inner object; nothing named when it is not asked for by name. */
    FieldTree inside(String name) {
        return children.getOrDefault(name, new FieldTree());
    }

    private int read(String text, int from) {
        int start = from;
        int at = from;
        String last = "";
        while (at < text.length() && text.charAt(at) != '}') {
            char c = text.charAt(at);
            if (c == ',' || c == '{') {
                last = start < at ? add(text.substring(start, at)) : last;
                if (c == '{') {
                    at = inside(last).read(text, at + 1);
                    if (at >= text.length()) {
                        throw malformed(text);
                    }
                }
                start = at + 1;
            }
            at++;
        }
        if (start < at) {
            add(text.substring(start, at));
        }
        return at;
    }

    private String add(String name) {
        children.put(name, new FieldTree());
        return name;
    }

    private static MetaException malformed(String text) {
        return new MetaException(MetaError.UNSUPPORTED_PARAMETER, "fields has a brace too many or too few: " + text);
    }
}
