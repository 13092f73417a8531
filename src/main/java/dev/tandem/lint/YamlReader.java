package dev.tandem.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tandem.lint.YamlNode.Kind;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns the text of a YAML file into {@link YamlNode}s, with the parser that Camel itself uses, so that both read the
 * same. Safe for several threads.
 */
final class YamlReader {

    private YamlReader() {}

    /**
     * Reads one document.
     *
     * @param file name for the findings
     * @return the top node, or empty when the text holds nothing but comments
     * @throws UnreadableException when the text is no single YAML document
     */
    static Optional<YamlNode> read(String file, String text) throws UnreadableException {
        try {
            refuseAliases(file, text);
            Optional<Node> top = new Compose(settings(file)).composeString(text);
            if (top.isEmpty()) {
                return Optional.empty();
            }
            YamlNode root = YamlNode.root(file, line(top.get()), kind(top.get()), scalar(top.get()));
            addChildren(root, top.get());
            return Optional.of(root);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new UnreadableException(line, e.getProblem());
        } catch (YamlEngineException e) {
            throw new UnreadableException(1, String.valueOf(e.getMessage()));
        }
    }

    private static LoadSettings settings(String file) {
        return LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setAllowNonScalarKeys(true)
                .build();
    }

    /** An alias makes one value stand in two places, or inside itself: a finding would have no line of its own. */
    private static void refuseAliases(String file, String text) throws UnreadableException {
        for (Event event : new Parse(settings(file)).parseString(text)) {
            if (event instanceof AliasEvent alias) {
                int line = alias.getStartMark().map(Mark::getLine).orElse(0) + 1;
                throw new UnreadableException(line, "the alias *" + alias.getAlias() + " is not allowed; write it out");
            }
        }
    }

    private static void addChildren(YamlNode parent, Node node) throws UnreadableException {
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    // What {{property}} without quotes is to YAML: a map whose key is a map
                    throw new UnreadableException(
                            line(entry.getKeyNode()), "a key must be a text; put {{property}} in quotes");
                }
                add(parent, key.getValue(), line(key), entry.getValueNode());
            }
        } else if (node instanceof SequenceNode list) {
            int index = 0;
            for (Node item : list.getValue()) {
                add(parent, String.valueOf(index++), line(item), item);
            }
        }
    }

    private static void add(YamlNode parent, String key, int line, Node value) throws UnreadableException {
        addChildren(parent.add(key, line, kind(value), scalar(value)), value);
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    private static Kind kind(Node node) {
        if (node instanceof MappingNode) {
            return Kind.MAP;
        }
        return node instanceof SequenceNode ? Kind.LIST : Kind.SCALAR;
    }

    private static @Nullable JsonNode scalar(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            return null;
        }
        JsonNodeFactory json = JsonNodeFactory.instance;
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return json.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return json.booleanNode(Boolean.parseBoolean(scalar.getValue()));
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)
                ? number(scalar.getValue())
                : json.textNode(scalar.getValue());
    }

    private static JsonNode number(String text) {
        try {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            // .inf and .nan are numbers to YAML only
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
