package dev.tandem.consent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.Priority;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.LaneCheck.Leaving;
import java.util.Optional;

/** Whether a send that is about to leave is marketing. */
final class LeavingTemplate {

    private LeavingTemplate() {}

    /**
     * Whether it leaves as a marketing template. Where the category cannot be told, a campaign counts as marketing: a person
     * who asked for none must not get any only because Meta's list could not be read.
     */
    static boolean isMarketing(Leaving leaving, Categories categories) {
        boolean otherwise = leaving.send().acceptance().priority() == Priority.CAMPAIGN;
        return of(leaving)
                .map(template -> categories
                        .of(leaving.number(), template)
                        .map(category -> category == TemplateCategory.MARKETING)
                        .orElse(otherwise))
                .orElse(false);
    }

    /** Whether Meta's list says that it leaves as a marketing template. */
    static boolean isKnownMarketing(Leaving leaving, Categories categories) {
        return of(leaving)
                .flatMap(template -> categories.of(leaving.number(), template))
                .filter(category -> category == TemplateCategory.MARKETING)
                .isPresent();
    }

    /** The template as which it leaves, empty when it leaves free-form. */
    private static Optional<TemplateName> of(Leaving leaving) {
        if (leaving.decision() == LateDecision.DEFAULT_TEMPLATE) {
            return Optional.ofNullable(leaving.number().defaultTemplate());
        }
        JsonNode template = leaving.content().template();
        if (leaving.decision() != LateDecision.TEMPLATE || template == null) {
            return Optional.empty();
        }
        return Optional.of(new TemplateName(
                template.path("name").asText(), template.path("language").asText()));
    }
}
