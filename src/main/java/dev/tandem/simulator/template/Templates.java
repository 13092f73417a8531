package dev.tandem.simulator.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The templates of every WhatsApp Business Account; an account nobody set any for has the default ones. Thread-safe. */
public final class Templates {
    private final Map<String, Map<String, Template>> byWaba = new ConcurrentHashMap<>();

    /** The template of a name and language, null if there is none. */
    public @Nullable Template find(String wabaId, String name, String language) {
        return of(wabaId).get(key(name, language));
    }

    /** All templates of an account in the order they were made. */
    public List<Template> list(String wabaId) {
        return List.copyOf(of(wabaId).values());
    }

    /** Adds templates, each in place of the one with its name and language. */
    public void put(String wabaId, List<Template> templates) {
        byWaba.compute(wabaId, (id, before) -> merged(before == null ? defaults() : before, templates));
    }

    /** Makes these the only templates of an account. */
    public void replace(String wabaId, List<Template> templates) {
        byWaba.put(wabaId, merged(Map.of(), templates));
    }

    private Map<String, Template> of(String wabaId) {
        return byWaba.computeIfAbsent(wabaId, id -> defaults());
    }

    private static Map<String, Template> defaults() {
        return merged(Map.of(), DefaultTemplates.all());
    }

    private static Map<String, Template> merged(Map<String, Template> before, List<Template> added) {
        Map<String, Template> all = new LinkedHashMap<>(before);
        added.forEach(template -> all.put(key(template.name(), template.language()), template));
        return all;
    }

    private static String key(String name, String language) {
        return name + '/' + language;
    }
}
