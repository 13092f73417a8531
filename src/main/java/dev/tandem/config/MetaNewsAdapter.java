package dev.tandem.config;

import dev.tandem.coexistence.watch.Silence;
import dev.tandem.consent.ConsentDesk;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.MetaNews;
import dev.tandem.template.TemplateDesk;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** What Meta's answers tell of persons, templates and statuses that must come: the only thread from the sends to the rooms that keep them. */
@Component
class MetaNewsAdapter implements MetaNews {

    private final ConsentDesk consent;
    private final TemplateDesk templates;
    private final Silence silence;

    MetaNewsAdapter(ConsentDesk consent, TemplateDesk templates, Silence silence) {
        this.consent = consent;
        this.templates = templates;
        this.silence = silence;
    }

    @Override
    public void optedOut(BusinessNumber number, String contact, Instant at) {
        consent.optedOutAtMeta(number, contact, at);
    }

    @Override
    public void templatePaused(BusinessNumber number, TemplateName template, Instant until) {
        templates.pausedByMeta(number, template, until);
    }

    @Override
    public void templatesOutdated(BusinessNumber number) {
        templates.refetch(number);
    }

    @Override
    public void taken(BusinessNumber number) {
        silence.taken(number.phoneNumberId());
    }
}
