package dev.tandem.coexistence.watch;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Asks Meta now and then whether a number is still on the app: a cross-check for a webhook that was lost (R5). Only an explicit
 * answer counts. A few numbers at a time, so that many of them stay within Meta's 200 management calls an hour (R50).
 * Thread-safe; one round at a time.
 */
public final class NodePoll {

    private static final int AT_A_TIME = 10;

    /** A number whose sends Meta refuses is asked for sooner: 60 times an hour of the 200 that Meta allows. */
    private static final Duration IN_DOUBT_EVERY = Duration.ofMinutes(1);

    private final NumberDirectory numbers;
    private final NumberNode node;
    private final ConnectionDesk desk;
    private final Predicate<BusinessNumber> inDoubt;
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
            Duration every,
            Clock clock) {
        this.numbers = numbers;
        this.node = node;
        this.desk = desk;
        this.inDoubt = inDoubt;
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
            node.isOnApp(number).ifPresent(isOnApp -> desk.node(number, isOnApp, now));
        }
    }

    private Duration pause(BusinessNumber number) {
        return inDoubt.test(number) && IN_DOUBT_EVERY.compareTo(every) < 0 ? IN_DOUBT_EVERY : every;
    }

    private Instant lastAsked(BusinessNumber number) {
        return asked.getOrDefault(number.phoneNumberId(), Instant.EPOCH);
    }
}
