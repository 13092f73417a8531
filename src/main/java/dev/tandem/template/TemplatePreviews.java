package dev.tandem.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Template;
import dev.tandem.domain.TemplateName;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges a template as a send with it would be judged, before there is a send. Thread-safe. */
public final class TemplatePreviews {

    private final TemplateCheck check;
    private final TemplateDesk desk;
    private final FillReader fills;
    private final Clock clock;

    public TemplatePreviews(TemplateCheck check, TemplateDesk desk, FillReader fills, Clock clock) {
        this.check = check;
        this.desk = desk;
        this.fills = fills;
        this.clock = clock;
    }

    /**
     * What would become of it.
     *
     * @param template as Meta lists it; null when it does not
     * @param refused why it would never leave; null when it would
     * @param waits why it would leave later; null when it would leave now
     */
    public record Judgement(
            @Nullable Template template,
            @Nullable Cause refused,
            @Nullable Cause waits) {}

    /**
     * Judges by Meta's list as it is known.
     *
     * @param wanted the {@code template} of a request, in a form that the schema let through
     * @return empty when the list cannot be read now
     */
    public Optional<Judgement> judge(BusinessNumber number, JsonNode wanted) {
        TemplateName name = new TemplateName(
                wanted.path("name").asText(), wanted.path("language").asText());
        return desk.listing(number).map(listing -> {
            Template template = desk.current(listing, number, name).orElse(null);
            Cause pause = desk.pause(number, name, clock.instant())
                    .map(told -> Cause.of(
                            Reason.TEMPLATE_PAUSED,
                            "Meta paused it for its quality; a send would wait until " + told.until() + "."))
                    .orElse(null);
            Cause fault = check.fault(listing, number, name, fills.read(wanted)).orElse(null);
            if (fault != null && fault.reason() == Reason.TEMPLATE_PAUSED) {
                return new Judgement(template, null, pause == null ? fault : pause);
            }
            return new Judgement(template, fault, pause);
        });
    }
}
