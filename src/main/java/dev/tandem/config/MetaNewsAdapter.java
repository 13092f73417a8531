package dev.tandem.config;

import dev.tandem.consent.ConsentDesk;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.MetaNews;
import dev.tandem.template.TemplateDesk;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** What Meta's errors tell of persons and templates: the only thread from the sends to the rooms that keep them. */
@Component
class MetaNewsAdapter implements MetaNews {

    private final ConsentDesk consent;
    private final TemplateDesk templates;

    MetaNewsAdapter(ConsentDesk consent, TemplateDesk templates) {
        this.consent = consent;
        this.templates = templates;
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
}
