package dev.tandem.operation;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The figures that health and metrics show, counted at most every few seconds however often they are asked for. Thread-safe. */
public final class Figures {

    private static final Logger LOG = LoggerFactory.getLogger(Figures.class);

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final NumberDirectory numbers;
    private final LaneFigures lanes;
    private final DeadLetterBox deadLetters;
    private final File dataDir;
    private final Clock clock;
    private @Nullable Snapshot last;

    public Figures(NumberDirectory numbers, LaneFigures lanes, DeadLetterBox deadLetters, Path dataDir, Clock clock) {
        this.numbers = numbers;
        this.lanes = lanes;
        this.deadLetters = deadLetters;
        this.dataDir = dataDir.toFile();
        this.clock = clock;
    }

    /**
     * The figures of one moment.
     *
     * @param lanes by the number's alias
     * @param unknown sends that left and of which nobody knows whether they arrived
     * @param deadLetters by room; empty when the broker does not answer
     * @param diskFreeBytes where the data are
     */
    public record Snapshot(
            Instant at, Map<String, Lane> lanes, long unknown, Map<String, Long> deadLetters, long diskFreeBytes) {}

    /**
     * A number's lane.
     *
     * @param backlog sends that wait or are in the lane
     * @param age how long the oldest that could leave has been waiting; zero when there is none
     */
    public record Lane(long backlog, Duration age) {}

    /** The figures, a few seconds old at most. */
    public synchronized Snapshot snapshot() {
        Instant now = clock.instant();
        if (last == null || Duration.between(last.at(), now).compareTo(FRESH) >= 0) {
            last = count(now);
        }
        return last;
    }

    private Snapshot count(Instant now) {
        Map<String, Lane> counted = new LinkedHashMap<>();
        for (BusinessNumber number : numbers.all()) {
            LaneFigures.Lane lane = lanes.lane(number.phoneNumberId());
            Instant since = lane.oldestReady();
            Duration age = since == null || since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
            counted.put(number.alias(), new Lane(lane.backlog(), age));
        }
        return new Snapshot(now, counted, lanes.unknown(), countDeadLetters(), dataDir.getUsableSpace());
    }

    private Map<String, Long> countDeadLetters() {
        Map<String, Long> counts = new LinkedHashMap<>();
        try {
            deadLetters.rooms().forEach(room -> counts.put(room, deadLetters.count(room)));
        } catch (RuntimeException e) {
            LOG.debug("The broker does not say how many dead letters there are", e);
            counts.clear();
        }
        return counts;
    }
}
