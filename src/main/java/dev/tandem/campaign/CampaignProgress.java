package dev.tandem.campaign;

import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.SendState;
import dev.tandem.send.PaceBook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How far campaigns are, always counted from their rows, and how fast that changed in the last minutes. Counting a million rows takes
 * seconds, so a count is shown again for twenty times as long as it took. Thread-safe.
 */
public final class CampaignProgress {

    private static final Duration LOOK_BACK = Duration.ofMinutes(5);
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(15);

    /** Over less than this a rate says nothing. */
    private static final Duration SHORTEST = Duration.ofSeconds(3);

    private static final int COST = 20;

    private final Campaigns campaigns;
    private final CampaignControls controls;
    private final NumberDirectory numbers;
    private final PaceBook paces;
    private final Clock clock;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    public CampaignProgress(
            Campaigns campaigns, CampaignControls controls, NumberDirectory numbers, PaceBook paces, Clock clock) {
        this.campaigns = campaigns;
        this.controls = controls;
        this.numbers = numbers;
        this.paces = paces;
        this.clock = clock;
    }

    /**
     * How far a campaign is.
     *
     * @param groups its rows by state and reason, the most first
     * @param countedAt when they were counted
     * @param perMinute how many rows a minute got an outcome lately; empty when nothing was measured yet
     * @param eta when the last row has an outcome at this rate, or at the pace of its numbers before there is one; null when nothing is
     *     open or it does not go on
     */
    public record Progress(
            List<Campaigns.Group> groups,
            Instant countedAt,
            OptionalDouble perMinute,
            @Nullable Instant eta) {

        /** Rows by state. */
        public Map<String, Long> states() {
            Map<String, Long> states = new TreeMap<>();
            groups.forEach(group -> states.merge(group.state(), group.rows(), Long::sum));
            return states;
        }

        /** Rows that still have something before them. */
        public long open() {
            return CampaignProgress.open(groups);
        }
    }

    private record Sample(Instant at, long done) {}

    /** What is remembered of one campaign: nothing that may not be lost. */
    private static final class Watched {
        private final Deque<Sample> samples = new ArrayDeque<>();
        private List<Campaigns.Group> groups = List.of();
        private @Nullable Instant countedAt;
        private @Nullable CampaignState state;
        private Duration took = Duration.ZERO;
    }

    /** How far it is. */
    public Progress of(Campaign campaign, CampaignControl control) {
        Watched known = watched.computeIfAbsent(campaign.id(), id -> new Watched());
        synchronized (known) {
            Instant countedAt = count(campaign, known, Duration.ZERO);
            OptionalDouble rate = rate(known, control);
            return new Progress(known.groups, countedAt, rate, eta(campaign, control, open(known.groups), rate));
        }
    }

    /** Looks at campaigns that go on, so that there is a rate when somebody asks; forgets the others. */
    public void sample() {
        List<Campaign> running = campaigns.inState(CampaignState.RUNNING);
        watched.keySet().retainAll(running.stream().map(Campaign::id).toList());
        for (Campaign campaign : running) {
            Watched known = watched.computeIfAbsent(campaign.id(), id -> new Watched());
            synchronized (known) {
                count(campaign, known, SAMPLE_EVERY);
            }
        }
    }

    private Instant count(Campaign campaign, Watched known, Duration atLeast) {
        Instant begin = clock.instant();
        Duration keep = known.took.multipliedBy(COST);
        Instant last = known.countedAt;
        // What has just ended is never shown as it was before.
        boolean same = known.state == campaign.state();
        if (last != null && same && begin.isBefore(last.plus(keep.compareTo(atLeast) > 0 ? keep : atLeast))) {
            return last;
        }
        known.groups = campaigns.groups(campaign.id());
        Instant end = clock.instant();
        known.took = Duration.between(begin, end);
        known.countedAt = end;
        known.state = campaign.state();
        long open = open(known.groups);
        known.samples.add(new Sample(
                end, known.groups.stream().mapToLong(Campaigns.Group::rows).sum() - open));
        while (known.samples.peekFirst() != null
                && known.samples.peekFirst().at().isBefore(end.minus(LOOK_BACK))) {
            known.samples.removeFirst();
        }
        return end;
    }

    private static OptionalDouble rate(Watched known, CampaignControl control) {
        Instant judgedFrom = Objects.requireNonNullElse(control.judgedFrom(), Instant.MIN);
        Optional<Sample> first = known.samples.stream()
                .filter(sample -> !sample.at().isBefore(judgedFrom))
                .findFirst();
        Sample last = known.samples.peekLast();
        if (first.isEmpty() || last == null) {
            return OptionalDouble.empty();
        }
        Duration between = Duration.between(first.get().at(), last.at());
        return between.compareTo(SHORTEST) < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, last.done() - first.get().done()) * 60_000.0 / between.toMillis());
    }

    private @Nullable Instant eta(Campaign campaign, CampaignControl control, long open, OptionalDouble rate) {
        if (open == 0 || control.isHeld() || campaign.state() != CampaignState.RUNNING) {
            return null;
        }
        double perMinute =
                rate.isPresent() && rate.getAsDouble() > 0 ? rate.getAsDouble() : 60 * pace(campaign, control);
        return perMinute <= 0 ? null : clock.instant().plusMillis(Math.round(open * 60_000.0 / perMinute));
    }

    /** Sends per second that its numbers may send, by its share. */
    private double pace(Campaign campaign, CampaignControl control) {
        return control.share()
                * controls.uses(campaign.id()).stream()
                        .map(CampaignControls.Use::phoneNumberId)
                        .distinct()
                        .flatMap(id -> numbers.find(id).stream())
                        .mapToDouble(paces::perSecond)
                        .sum();
    }

    private static long open(List<Campaigns.Group> groups) {
        return groups.stream()
                .filter(group -> isOpen(group.state()))
                .mapToLong(Campaigns.Group::rows)
                .sum();
    }

    private static boolean isOpen(String state) {
        return !state.equals(RowResult.REFUSED) && !SendState.parse(state).isSettled();
    }
}
