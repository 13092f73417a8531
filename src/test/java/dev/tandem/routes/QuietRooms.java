package dev.tandem.routes;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Restriction;
import dev.tandem.domain.TemplateChange;
import dev.tandem.steps.DatabaseSteps;
import dev.tandem.steps.NewsSteps;
import dev.tandem.steps.WatchSteps;
import dev.tandem.webhook.AccountIntake;
import dev.tandem.webhook.AccountNews;
import dev.tandem.webhook.ConsentNews;
import dev.tandem.webhook.PortfolioIntake;
import dev.tandem.webhook.PreferenceIntake;
import dev.tandem.webhook.TemplateIntake;
import dev.tandem.webhook.TemplateNews;
import java.time.Instant;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Rooms that hear of webhooks and do nothing, for tests of routes that are about something else. */
public final class QuietRooms {

    private QuietRooms() {}

    /** Binds them under the names that the webhook routes call. */
    public static void bind(CamelContext camel) {
        camel.getRegistry()
                .bind(
                        "news",
                        new NewsSteps(
                                new PreferenceIntake(new NoWishes()),
                                new TemplateIntake(new NoTemplates()),
                                new PortfolioIntake(people -> {})));
        camel.getRegistry().bind("watch", new WatchSteps(new AccountIntake(new NoWatch())));
        camel.getRegistry().bind("webhookArchive", new NoArchive());
        camel.getRegistry().bind("database", new DatabaseSteps(() -> true));
    }

    private static final class NoWishes implements ConsentNews {
        @Override
        public void preference(BusinessNumber number, Set<String> names, boolean stop, Instant at) {
            // Nobody listens.
        }

        @Override
        public void wrote(BusinessNumber number, Set<String> names, String text, Instant at) {
            // Nobody listens.
        }
    }

    private static final class NoTemplates implements TemplateNews {
        @Override
        public void changed(BusinessNumber number, TemplateChange change) {
            // Nobody listens.
        }

        @Override
        public void outdated(BusinessNumber number) {
            // Nobody listens.
        }
    }

    static class NoWatch implements AccountNews {
        @Override
        public void removed(BusinessNumber number, ConnectionFacts.Removal removal) {
            // Nobody listens.
        }

        @Override
        public void offboarded(BusinessNumber number, Instant at) {
            // Nobody listens.
        }

        @Override
        public void reconnected(BusinessNumber number, Instant at) {
            // Nobody listens.
        }

        @Override
        public void restricted(BusinessNumber number, Restriction restriction) {
            // Nobody listens.
        }

        @Override
        public void notice(BusinessNumber number, String code, String what, String text, Instant at) {
            // Nobody listens.
        }

        @Override
        public void noticeOver(BusinessNumber number, String code, String what) {
            // Nobody listens.
        }

        @Override
        public void phoneActed(BusinessNumber number, Instant at) {
            // Nobody listens.
        }
    }

    /** Keeps nothing. */
    public static final class NoArchive {
        public void keep(Object body) {
            // Nothing is kept.
        }

        public void settle() {
            // Nothing is settled.
        }
    }
}
