package dev.tandem.config;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.TemplateChange;
import dev.tandem.template.TemplateDesk;
import dev.tandem.webhook.TemplateNews;
import org.springframework.stereotype.Component;

/** What the way back tells of templates: the only thread between the two rooms. */
@Component
class TemplateNewsAdapter implements TemplateNews {

    private final TemplateDesk desk;

    TemplateNewsAdapter(TemplateDesk desk) {
        this.desk = desk;
    }

    @Override
    public void changed(BusinessNumber number, TemplateChange change) {
        desk.changed(number, change);
    }

    @Override
    public void outdated(BusinessNumber number) {
        desk.refetch(number);
    }
}
