package dev.tandem.lint;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that a route reads from or sends to.
 *
 * @param unit the route or other unit it stands in
 * @param place where it stands
 * @param uri the URI as written, without the separate parameters
 * @param parameters the canonical form's {@code parameters} map, or null
 * @param consumer true where the route takes messages from it
 */
record Endpoint(
        Unit unit, YamlNode place, String uri, @Nullable YamlNode parameters, boolean consumer) {

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9.+-]*)(?=[:?]|$)");

    /** The component's name, or null when it comes out of a property or an expression. */
    @Nullable
    String scheme() {
        var matcher = SCHEME.matcher(uri);
        return matcher.lookingAt() ? matcher.group(1) : null;
    }

    boolean is(String scheme) {
        return scheme.equals(scheme());
    }

    /** What stands between the scheme and the question mark; empty in the form that has parameters only. */
    String path() {
        String scheme = scheme();
        String rest = scheme == null ? uri : uri.substring(scheme.length());
        int question = rest.indexOf('?');
        return (question < 0 ? rest : rest.substring(0, question)).replaceFirst("^:(//)?", "");
    }

    /** The name of a {@code direct:} or {@code seda:} endpoint in either form of writing. */
    String channel() {
        String fromParameters = parameters == null ? null : parameters.text("name");
        return path().isEmpty() && fromParameters != null ? fromParameters : path();
    }

    /** True when the channel is only known while the route runs. */
    boolean isDynamic() {
        return channel().contains("${") || uri.contains("${");
    }

    /**
     * True when messages for {@code caller} can arrive here. A placeholder in one name stands for any text, as its value
     * differs from one route of a template to the next; names that both have some are compared around them.
     */
    boolean serves(Endpoint caller) {
        String mine = channel();
        String theirs = caller.channel();
        if (Placeholders.isIn(mine) == Placeholders.isIn(theirs)) {
            return Placeholders.replace(mine, "*").equals(Placeholders.replace(theirs, "*"));
        }
        return Placeholders.isIn(mine)
                ? Pattern.matches(Placeholders.toRegex(mine), theirs)
                : Pattern.matches(Placeholders.toRegex(theirs), mine);
    }
}
