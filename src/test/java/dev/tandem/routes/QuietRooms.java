package dev.tandem.routes;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.TemplateChange;
import dev.tandem.steps.DatabaseSteps;
import dev.tandem.steps.NewsSteps;
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
        camel.getRegistry().bind("webhookArchive", new NoArchive());
        camel.getRegistry().bind("webhookQueue", new NoRush());
        camel.getRegistry().bind("database", new DatabaseSteps(() -> true));
    }

    /** Nothing arrives beside what is worked off. */
    public static final class NoRush {
        /** Returns at once. */
        public void letPass() {
            // Nobody is let pass.
        }
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
