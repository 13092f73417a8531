package dev.tandem.coexistence.watch;

import dev.tandem.domain.Alerts;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Asks Meta now and then whether a number is still on the app: a cross-check for a webhook that was lost (R5); and how it rates the
 * number's quality, which no webhook tells. Only an explicit answer counts. A few numbers at a time, so that many of them do not
 * ask at once; what Meta allows in an hour (R50) is kept where it is asked.
 * Thread-safe; one round at a time.
 */
public final class NodePoll {

    /** The alert of a number whose quality Meta rates as low; its subject is the number's id. */
    public static final String QUALITY_LOW = "quality_low";

    private static final Set<String> RATINGS = Set.of("GREEN", "YELLOW", "RED");
    private static final int AT_A_TIME = 10;

    /** A number whose sends Meta refuses is asked for sooner: 60 times an hour of the 200 that Meta allows. */
    private static final Duration IN_DOUBT_EVERY = Duration.ofMinutes(1);

    private final NumberDirectory numbers;
    private final NumberNode node;
    private final ConnectionDesk desk;
    private final Predicate<BusinessNumber> inDoubt;
    private final Alerts alerts;
    private final Duration every;
    private final Clock clock;
    private final Map<String, Instant> asked = new ConcurrentHashMap<>();

    /**
     * @param inDoubt whether an answer of Meta's has stopped a number: perhaps it is no longer linked
     * @param every how long after an answer, or none, a number is asked again
     */
    public NodePoll(
            NumberDirectory numbers,
            NumberNode node,
            ConnectionDesk desk,
            Predicate<BusinessNumber> inDoubt,
            Alerts alerts,
            Duration every,
            Clock clock) {
        this.numbers = numbers;
        this.node = node;
        this.desk = desk;
        this.inDoubt = inDoubt;
        this.alerts = alerts;
        this.every = every;
        this.clock = clock;
    }

    /** Asks for the numbers whose turn it is, the one that waits longest first. */
    public synchronized void look() {
        Instant now = clock.instant();
        List<BusinessNumber> due = numbers.all().stream()
                .filter(number -> !now.isBefore(lastAsked(number).plus(pause(number))))
                .sorted(Comparator.comparing(this::lastAsked))
                .limit(AT_A_TIME)
                .toList();
        for (BusinessNumber number : due) {
            asked.put(number.phoneNumberId(), now);
            NumberNode.Said said = node.ask(number);
            said.isOnApp().ifPresent(isOnApp -> desk.node(number, isOnApp, now));
            quality(number, said.quality());
        }
    }

    /** Low is RED; a word that says nothing changes nothing. */
    private void quality(BusinessNumber number, String rating) {
        if (RATINGS.contains(rating)) {
            new Standing(alerts)
                    .set(
                            rating.equals("RED"),
                            QUALITY_LOW,
                            number.phoneNumberId(),
                            () -> number
                                    + ": Meta rates its quality as low, because people block or report what it sends."
                                    + " Send to those who want it, and less; it gets better within days.");
        }
    }

    private Duration pause(BusinessNumber number) {
        return inDoubt.test(number) && IN_DOUBT_EVERY.compareTo(every) < 0 ? IN_DOUBT_EVERY : every;
    }

    private Instant lastAsked(BusinessNumber number) {
        return asked.getOrDefault(number.phoneNumberId(), Instant.EPOCH);
    }
}
