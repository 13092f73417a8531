package dev.tandem.lint;

import java.util.List;

/**
 * A route file that could be read.
 *
 * @param root the top of the file
 * @param text the file as it is, comments included
 */
record RouteFile(YamlNode root, String text) {

    String name() {
        return root.file();
    }

    /** The entries of the file; empty when its top is no list, which the schema rule reports. */
    List<Unit> units() {
        return root.children().stream()
                .filter(item -> item.kind() == YamlNode.Kind.MAP)
                .flatMap(item -> item.children().stream())
                .map(entry -> new Unit(entry.key(), entry))
                .toList();
    }
}
