package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.TemplateChange;

/** What the way back tells of templates; told again for the same change when it comes again. Thread-safe. */
public interface TemplateNews {

    /** The status of a template of the number's account changed. */
    void changed(BusinessNumber number, TemplateChange change);

    /** Something else of the account's templates changed: category, components or quality. */
    void outdated(BusinessNumber number);
}
