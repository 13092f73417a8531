package dev.tandem.template;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Template;
import dev.tandem.domain.TemplateName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Meta's lists of templates in memory, one per account. A list is read by threads of its own: one reading at a time per
 * account, and never sooner after the last one than the given pace (R50). Who asks waits for it at most a few seconds; while
 * there is a list, even an old one, nobody waits for a newer one unless they insist. Thread-safe.
 */
public final class TemplateCatalogue {

    /** The alert's code; its subject is the account. */
    public static final String UNREADABLE = "templates_unreadable";

    /** How long anybody waits for one reading, counted from its start. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** An older list is read anew in the background. */
    private static final Duration FRESH = Duration.ofMinutes(30);

    private static final int MOST_ACCOUNTS = 10_000;

    private final TemplateSource source;
    private final Alerts alerts;
    private final Executor threads;
    private final Duration pace;
    private final Clock clock;
    private final Cache<String, Account> accounts =
            Caffeine.newBuilder().maximumSize(MOST_ACCOUNTS).build();

    /**
     * @param threads on which lists are read
     * @param pace how long after the beginning of a reading the next one may begin
     */
    public TemplateCatalogue(TemplateSource source, Alerts alerts, Executor threads, Duration pace, Clock clock) {
        this.source = source;
        this.alerts = alerts;
        this.threads = threads;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * An account's list.
     *
     * @param readAt when its reading began: what changed later may not stand in it
     */
    public record Listing(Map<TemplateName, Template> templates, Instant readAt) {

        /** By name and language. */
        public Optional<Template> find(TemplateName name) {
            return Optional.ofNullable(templates.get(name));
        }

        /** All of them. */
        public Collection<Template> all() {
            return templates.values();
        }
    }

    /** The list as it is known; it is read when nothing is. Empty when it cannot be read now. */
    public Optional<Listing> known(BusinessNumber number) {
        Account account = account(number);
        Listing listing = account.listing;
        if (listing == null) {
            return newer(number, Instant.MIN);
        }
        if (listing.readAt().isBefore(clock.instant().minus(FRESH))) {
            account.read(number);
        }
        return Optional.of(listing);
    }

    /**
     * The list, read at or after the given moment.
     *
     * @return empty when there is none and the next reading must wait, or fails, or takes too long
     */
    public Optional<Listing> newer(BusinessNumber number, Instant since) {
        Account account = account(number);
        if (!isSince(account.listing, since)) {
            account.read(number).join();
        }
        return Optional.ofNullable(account.listing).filter(listing -> isSince(listing, since));
    }

    /** Whether the last reading failed, so that nobody can know better at the moment. */
    public boolean isUnreadable(BusinessNumber number) {
        return account(number).isUnreadable;
    }

    /** When the list may be read again at the earliest. */
    public Instant nextReading(BusinessNumber number) {
        return account(number).begunAt.plus(pace);
    }

    /** Reads the list in the background, if its pace allows. */
    public void refresh(BusinessNumber number) {
        account(number).read(number);
    }

    private static boolean isSince(@Nullable Listing listing, Instant since) {
        return listing != null && !listing.readAt().isBefore(since);
    }

    private Account account(BusinessNumber number) {
        return accounts.get(number.wabaId(), any -> new Account());
    }

    /** One account; its lock is held only for moments. */
    private final class Account {

        private volatile @Nullable Listing listing;
        private volatile boolean isUnreadable;
        private volatile boolean isFirst = true;
        private volatile Instant begunAt = Instant.EPOCH;
        private boolean isUnderWay;
        private CompletableFuture<Boolean> reading = CompletableFuture.completedFuture(true);

        /** The reading that is under way, or a new one if the pace allows; done at the latest when patience ends. */
        private synchronized CompletableFuture<Boolean> read(BusinessNumber number) {
            Instant now = clock.instant();
            if (!isUnderWay && !now.isBefore(begunAt.plus(pace))) {
                begunAt = now;
                isUnderWay = true;
                reading = CompletableFuture.supplyAsync(() -> readNow(number, now), threads)
                        .completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(failure -> false);
            }
            return reading;
        }

        private boolean readNow(BusinessNumber number, Instant began) {
            try {
                Map<TemplateName, Template> templates = new HashMap<>();
                source.all(number).forEach(template -> templates.put(template.key(), template));
                listing = new Listing(Map.copyOf(templates), began);
                // Also the first time: the alert may stand from before a restart.
                if (isUnreadable || isFirst) {
                    alerts.clear(UNREADABLE, number.wabaId());
                }
                isUnreadable = false;
                isFirst = false;
                return true;
            } catch (UnreadableTemplatesException e) {
                return failed(number, String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                return failed(number, "A fault inside the engine: " + e + ".");
            } finally {
                done();
            }
        }

        private boolean failed(BusinessNumber number, String why) {
            isUnreadable = true;
            alerts.raise(UNREADABLE, number.wabaId(), number.phoneNumberId(), text(number, why));
            return false;
        }

        private synchronized void done() {
            isUnderWay = false;
        }
    }

    private static String text(BusinessNumber number, String why) {
        return "The templates of the account " + number.wabaId() + " cannot be read for " + number + ": " + why
                + " Until they can, templates are sent without being checked, and Meta judges them. Check the token and its"
                + " permission whatsapp_business_management.";
    }
}
