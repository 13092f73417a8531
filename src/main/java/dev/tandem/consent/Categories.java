package dev.tandem.consent;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.domain.TemplateName;
import java.util.Optional;

/** What Meta takes a number's templates for. Thread-safe. */
@FunctionalInterface
public interface Categories {

    /** The category; empty when it cannot be told at the moment. May wait a few seconds the first time. */
    Optional<TemplateCategory> of(BusinessNumber number, TemplateName template);
}
