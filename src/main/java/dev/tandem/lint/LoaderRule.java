package dev.tandem.lint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Camel's own loader takes the file. The schema lets some mistakes pass, such as an unknown language under {@code
 * expression}; where it has complained already, the loader's first word on the same thing would only be a repetition.
 */
final class LoaderRule implements Rule {

    private final RouteSchema schema;
    private final CamelContext context;

    /** Loads into a context that need not be started. */
    LoaderRule(RouteSchema schema, CamelContext context) {
        this.schema = schema;
        this.context = context;
    }

    @Override
    public String name() {
        return "loader";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        for (RouteFile file : routes.files()) {
            if (schema.problems(file.root()).isEmpty()) {
                load(file, report);
            }
        }
    }

    private void load(RouteFile file, Report report) {
        String text = withoutBeans(file);
        if (text.isBlank()) {
            return;
        }
        try {
            // The definitions are built and thrown away; a file with the wrong name is another rule's finding.
            Resource resource = ResourceHelper.fromString("file.camel.yaml", text);
            for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
                if (builder instanceof RouteBuilder routes) {
                    routes.setCamelContext(context);
                    routes.configure();
                }
            }
        } catch (Exception e) {
            report.at(place(file, e), "Camel does not load this: " + message(e));
        }
    }

    /** The text with blank lines for its lists of beans: the loader would make the objects, and they may reach out. */
    private static String withoutBeans(RouteFile file) {
        List<String> lines = new ArrayList<>(file.text().lines().toList());
        List<YamlNode> items = file.root().children();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).get("beans") != null) {
                int end = i + 1 < items.size() ? items.get(i + 1).line() - 1 : lines.size();
                Collections.fill(lines.subList(items.get(i).line() - 1, end), "");
            }
        }
        return String.join("\n", lines);
    }

    private static YamlNode place(RouteFile file, Exception e) {
        int line = file.root().line();
        if (e instanceof MarkedYamlEngineException marked) {
            line = marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(line);
        }
        return YamlNode.atLine(file.name(), line);
    }

    private static String message(Exception e) {
        String message = e instanceof MarkedYamlEngineException marked ? marked.getProblem() : e.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
