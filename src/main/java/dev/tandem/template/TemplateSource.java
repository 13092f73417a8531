package dev.tandem.template;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Template;
import java.util.List;

/** Meta's list of templates. Thread-safe. */
@FunctionalInterface
public interface TemplateSource {

    /**
     * All templates of the number's account, all pages. Waits for the network, with a timeout.
     *
     * @throws UnreadableTemplatesException when they cannot be read; nothing is known then
     */
    List<Template> all(BusinessNumber number);
}
