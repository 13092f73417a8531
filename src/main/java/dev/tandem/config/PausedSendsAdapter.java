package dev.tandem.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.HeldSends;
import dev.tandem.send.SendContent;
import dev.tandem.template.PausedSends;
import org.springframework.stereotype.Component;

/** The sends that wait for a template: the only thread between the two rooms beside the check. */
@Component
class PausedSendsAdapter implements PausedSends {

    private final HeldSends held;

    PausedSendsAdapter(HeldSends held) {
        this.held = held;
    }

    @Override
    public void wake(BusinessNumber number, TemplateName template) {
        held.release(number, Reason.TEMPLATE_PAUSED, send -> wants(send, number, template));
    }

    private static boolean wants(Send send, BusinessNumber number, TemplateName template) {
        JsonNode wanted = SendContent.of(send).template();
        return wanted == null
                ? template.equals(number.defaultTemplate())
                : template.name().equals(wanted.path("name").asText())
                        && template.language().equals(wanted.path("language").asText());
    }
}
