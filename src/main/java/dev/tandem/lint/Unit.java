package dev.tandem.lint;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a route file's top-level list: a route, a route template, a list of beans, and so on.
 *
 * @param kind its key, such as {@code route}, {@code routeTemplate} or {@code beans}
 * @param body what stands under that key
 */
record Unit(String kind, YamlNode body) {

    /** True for everything that becomes a running route: {@code route}, its short form {@code from}, and templates. */
    boolean isRoute() {
        return kind.equals("route") || kind.equals("from") || isTemplate();
    }

    boolean isTemplate() {
        return kind.equals("routeTemplate");
    }

    /** The route's or template's id, or null. */
    @Nullable
    String id() {
        return body.text("id");
    }

    /** The description; a template may leave it to the route inside. */
    @Nullable
    String description() {
        String own = body.text("description");
        YamlNode inner = body.get("route");
        return own != null || inner == null ? own : inner.text("description");
    }

    /** What to call it in messages. */
    String noun() {
        return isTemplate() ? "route template" : "route";
    }

    /** The id for messages, or a stand-in for a route without one. */
    String label() {
        String id = id();
        return id == null ? "without id" : "'" + id + "'";
    }

    /** Where the route takes its messages from, or null. */
    @Nullable
    YamlNode from() {
        if (kind.equals("from")) {
            return body;
        }
        YamlNode inner = body.get("route");
        return inner == null ? body.get("from") : inner.get("from");
    }

    /**
     * The body and everything below it that is the language of routes, in the order of the file. Left out are maps whose
     * keys are free: an endpoint's parameters, a bean's properties and constructor arguments.
     */
    Stream<YamlNode> language() {
        return body.descendants(node -> !isFree(node));
    }

    private static boolean isFree(YamlNode node) {
        return node.kind() == YamlNode.Kind.MAP
                && (node.key().equals("parameters")
                        || node.key().equals("properties")
                        || node.key().equals("constructors"));
    }
}
