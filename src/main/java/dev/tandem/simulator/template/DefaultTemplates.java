package dev.tandem.simulator.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The templates of the default profile, from {@code simulator-templates.json}. */
final class DefaultTemplates {
    private static final String RESOURCE = "/simulator-templates.json";
    private static final List<Template> ALL = load();

    private DefaultTemplates() {}

    static List<Template> all() {
        return ALL;
    }

    private static List<Template> load() {
        try (InputStream in = DefaultTemplates.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return TemplateJson.readAll(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
