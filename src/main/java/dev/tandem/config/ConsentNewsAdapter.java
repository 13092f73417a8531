package dev.tandem.config;

import dev.tandem.consent.ConsentDesk;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.webhook.ConsentNews;
import java.time.Instant;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What the way back tells of persons' wishes: the only thread between the two rooms. */
@Component
class ConsentNewsAdapter implements ConsentNews {

    private final ConsentDesk desk;

    ConsentNewsAdapter(ConsentDesk desk) {
        this.desk = desk;
    }

    @Override
    public void preference(BusinessNumber number, Set<String> names, boolean stop, Instant at) {
        desk.preference(number, names, stop, at);
    }

    @Override
    public void wrote(BusinessNumber number, Set<String> names, String text, Instant at) {
        desk.wrote(number, names, text, at);
    }
}
