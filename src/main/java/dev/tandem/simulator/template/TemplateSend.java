package dev.tandem.simulator.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;

/** The template of a send: found, sendable, and its parameters fit. */
public final class TemplateSend {
    private TemplateSend() {}

    /**
     * Finds the template a send names and checks its parameters.
     *
     * @param content what the send says of it, in a form already checked
     * @throws MetaException 132xxx, or 131008 for a button without its parameter
     */
    public static Template check(Templates templates, String wabaId, JsonNode content) {
        String name = content.path("name").asText();
        String language = content.path("language").path("code").asText();
        Template template = templates.find(wabaId, name, language);
        if (template == null) {
            throw new MetaException(
                    MetaError.TEMPLATE_UNKNOWN, "template name (" + name + ") does not exist in " + language);
        }
        switch (template.status()) {
            case "APPROVED" -> TemplateCheck.check(template, content.path("components"));
            case "PAUSED" ->
                throw new MetaException(
                        MetaError.TEMPLATE_PAUSED,
                        "template " + name + " in " + language + " is paused for low quality");
            case "DISABLED" ->
                throw new MetaException(
                        MetaError.TEMPLATE_DISABLED, "template " + name + " in " + language + " is disabled for good");
            default ->
                throw new MetaException(
                        MetaError.TEMPLATE_UNKNOWN,
                        "template " + name + " in " + language + " is not approved, but " + template.status());
        }
        return template;
    }
}
