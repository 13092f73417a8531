package dev.tandem.config;

import dev.tandem.coexistence.Notices;
import dev.tandem.coexistence.watch.ConnectionDesk;
import dev.tandem.coexistence.watch.SignsOfLife;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Restriction;
import dev.tandem.webhook.AccountNews;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** What the way back tells the watch: the only thread between the two rooms. */
@Component
class AccountNewsAdapter implements AccountNews {

    private final ConnectionDesk desk;
    private final Notices notices;
    private final SignsOfLife signs;

    AccountNewsAdapter(ConnectionDesk desk, Notices notices, SignsOfLife signs) {
        this.desk = desk;
        this.notices = notices;
        this.signs = signs;
    }

    @Override
    public void removed(BusinessNumber number, ConnectionFacts.Removal removal) {
        desk.removed(number, removal);
    }

    @Override
    public void offboarded(BusinessNumber number, Instant at) {
        desk.offboarded(number, at);
    }

    @Override
    public void reconnected(BusinessNumber number, Instant at) {
        desk.reconnected(number, at);
    }

    @Override
    public void restricted(BusinessNumber number, Restriction restriction) {
        desk.restricted(number, restriction);
    }

    @Override
    public void notice(BusinessNumber number, String code, String what, String text, Instant at) {
        notices.raise(number, code, what, text, at);
    }

    @Override
    public void noticeOver(BusinessNumber number, String code, String what) {
        notices.over(number, code, what);
    }

    @Override
    public void phoneActed(BusinessNumber number, Instant at) {
        signs.phoneActed(number.phoneNumberId(), at);
    }
}
