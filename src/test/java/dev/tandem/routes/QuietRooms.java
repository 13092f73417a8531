package dev.tandem.routes;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Event;
import dev.tandem.domain.HistoryChunk;
import dev.tandem.domain.Restriction;
import dev.tandem.domain.TemplateChange;
import dev.tandem.steps.DatabaseSteps;
import dev.tandem.steps.HistorySteps;
import dev.tandem.steps.NewsSteps;
import dev.tandem.steps.WatchSteps;
import dev.tandem.webhook.AccountIntake;
import dev.tandem.webhook.AccountNews;
import dev.tandem.webhook.ConsentNews;
import dev.tandem.webhook.ContactIntake;
import dev.tandem.webhook.HistoryIntake;
import dev.tandem.webhook.Message;
import dev.tandem.webhook.PastMessage;
import dev.tandem.webhook.PastMessages;
import dev.tandem.webhook.Person;
import dev.tandem.webhook.PhoneBook;
import dev.tandem.webhook.PortfolioIntake;
import dev.tandem.webhook.PreferenceIntake;
import dev.tandem.webhook.Quarantine;
import dev.tandem.webhook.RawIntake;
import dev.tandem.webhook.SyncNews;
import dev.tandem.webhook.TemplateIntake;
import dev.tandem.webhook.TemplateNews;
import dev.tandem.webhook.WebhookItem;
import dev.tandem.webhook.WebhookItems;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

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
        camel.getRegistry()
                .bind("past", past(new RawIntake(new NoItems()), new CopyOnWriteArrayList<>(), new NoSync()));
        camel.getRegistry().bind("webhookArchive", new NoArchive());
        camel.getRegistry().bind("webhookQueue", new NoRush());
        camel.getRegistry().bind("database", new DatabaseSteps(() -> true));
    }

    /** Of the past it is only remembered what would be stored; what is no message is kept by {@code raw}. */
    static HistorySteps past(RawIntake raw, List<String> stored, SyncNews sync) {
        PastMessages remembered = new PastMessages() {
            @Override
            public boolean keep(BusinessNumber number, Person person, List<PastMessage> slice, Event event) {
                return stored.add(person.key() + " " + slice.size() + " " + event.type());
            }

            @Override
            public boolean join(
                    BusinessNumber number, @Nullable Person person, Message withFile, Function<Place, Event> event) {
                return stored.add(withFile.id() + " " + withFile.type());
            }
        };
        PhoneBook book = (number, person, name, at) -> stored.add(person.key() + " is " + name);
        return new HistorySteps(
                new HistoryIntake(remembered, (number, chunk) -> chunk, raw, new Quarantine(new NoItems()), sync),
                new ContactIntake(book, raw, sync));
    }

    private static final class NoItems implements WebhookItems {
        @Override
        public boolean keep(WebhookItem item, Instant occurredAt, Event event) {
            return false;
        }

        @Override
        public void quarantine(Quarantined item) {
            // Nothing is kept.
        }
    }

    private static final class NoSync implements SyncNews {
        @Override
        public boolean awaits(BusinessNumber number, Instant at) {
            return true;
        }

        @Override
        public void chunk(BusinessNumber number, HistoryChunk chunk) {
            // Nobody listens.
        }

        @Override
        public void declined(BusinessNumber number, Instant at) {
            // Nobody listens.
        }

        @Override
        public void contacts(BusinessNumber number, Instant at, boolean noEdit) {
            // Nobody listens.
        }
    }

    /** Nothing arrives beside what is worked off. */
    public static final class NoRush {
        /** Nobody asks for it. */
        public void takeInHand() {
            // Nothing is noted.
        }

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
