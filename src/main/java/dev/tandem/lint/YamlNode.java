package dev.tandem.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value in a YAML file that knows its key, its line and what stands around it. Built by {@link YamlReader}, read-only
 * after that.
 *
 * <p>An entry of a map has its key, an item of a list its index as {@link #key()}. A key that stands twice in a map is
 * two children.
 */
final class YamlNode {

    /** The three shapes a value can have. */
    enum Kind {
        MAP,
        LIST,
        SCALAR
    }

    private final String file;
    private final @Nullable YamlNode parent;
    private final String key;
    private final int line;
    private final Kind kind;
    private final @Nullable JsonNode scalar;
    private final List<YamlNode> children = new ArrayList<>();

    private YamlNode(
            String file, @Nullable YamlNode parent, String key, int line, Kind kind, @Nullable JsonNode scalar) {
        this.file = file;
        this.parent = parent;
        this.key = key;
        this.line = line;
        this.kind = kind;
        this.scalar = scalar;
    }

    /** The top of a file. */
    static YamlNode root(String file, int line, Kind kind, @Nullable JsonNode scalar) {
        return new YamlNode(file, null, "", line, kind, scalar);
    }

    /** A bare place, for what is wrong with a line rather than with a value. */
    static YamlNode atLine(String file, int line) {
        return root(file, line, Kind.SCALAR, null);
    }

    /** Adds a value below this one and returns it. */
    YamlNode add(String childKey, int childLine, Kind childKind, @Nullable JsonNode childScalar) {
        YamlNode child = new YamlNode(file, this, childKey, childLine, childKind, childScalar);
        children.add(child);
        return child;
    }

    String file() {
        return file;
    }

    int line() {
        return line;
    }

    String key() {
        return key;
    }

    Kind kind() {
        return kind;
    }

    /** The value around this one, null at the top. */
    @Nullable
    YamlNode parent() {
        return parent;
    }

    /** The typed value of a scalar, null for maps and lists. */
    @Nullable
    JsonNode scalar() {
        return scalar;
    }

    List<YamlNode> children() {
        return Collections.unmodifiableList(children);
    }

    /** The child with this key, or null. */
    @Nullable
    YamlNode get(String childKey) {
        return children.stream()
                .filter(child -> child.key.equals(childKey))
                .findFirst()
                .orElse(null);
    }

    /** The text of a scalar; null for maps, lists and an empty value. */
    @Nullable
    String text() {
        return scalar == null || scalar.isNull() ? null : scalar.asText();
    }

    /** The text of the scalar child with this key, or null. */
    @Nullable
    String text(String childKey) {
        YamlNode child = get(childKey);
        return child == null ? null : child.text();
    }

    /** This value and everything below it, in the order of the file. */
    Stream<YamlNode> descendants() {
        return descendants(node -> true);
    }

    /** Like {@link #descendants()}, but does not go into values that {@code enter} refuses. */
    Stream<YamlNode> descendants(Predicate<YamlNode> enter) {
        return Stream.concat(
                Stream.of(this), children.stream().filter(enter).flatMap(child -> child.descendants(enter)));
    }
}
