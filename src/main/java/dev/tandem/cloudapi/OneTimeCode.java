package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Tells from its parameters whether a template is one for authentication. Meta wants the code twice there, as the only
 * parameter of the body and as that of the button, for copy-code, one-tap and zero-tap alike. Such a template is refused for a
 * user id (R92, 131062).
 *
 * <p>A template of another kind that is filled in the same way is taken for one, too: it reaches the same person.
 */
final class OneTimeCode {

    private OneTimeCode() {}

    /** @param components Meta's components of a template */
    static boolean isIn(JsonNode components) {
        String inBody = "";
        String inButton = "";
        for (JsonNode component : components) {
            switch (component.path("type").asText().toLowerCase(java.util.Locale.ROOT)) {
                case "body" -> inBody = onlyText(component);
                case "button" ->
                    inButton = component.path("sub_type").asText().equalsIgnoreCase("url")
                            ? onlyText(component)
                            : inButton;
                default -> {
                    // A header carries no code.
                }
            }
        }
        return !inBody.isEmpty() && inBody.equals(inButton);
    }

    private static String onlyText(JsonNode component) {
        JsonNode parameters = component.path("parameters");
        return parameters.size() == 1 ? parameters.path(0).path("text").asText("") : "";
    }
}
