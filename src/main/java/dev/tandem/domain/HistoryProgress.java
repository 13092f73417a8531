package dev.tandem.domain;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How far the past of a number came, by the parts that are stored. It depends on the set of parts alone, not on their order.
 * Pure.
 *
 * @param phases those of which something came, in order; an empty one is never told of (R23)
 * @param progress the largest that Meta said, 0 to 100
 */
public record HistoryProgress(List<Phase> phases, int progress) {

    /** So many missing parts are named; of a wild number nobody wants them all. */
    private static final int NAMED = 50;

    private static final int DONE = 100;

    /**
     * One phase.
     *
     * @param number 0, 1 or 2
     * @param chunks how many parts of it are stored
     * @param last the largest place of one
     * @param missing the first places before the last that nothing came for, at most 50
     */
    public record Phase(int number, int chunks, int last, List<Integer> missing, long messages) {

        /** Whether a part is missing before the last one that came. */
        public boolean hasGap() {
            return !missing.isEmpty();
        }
    }

    /** Of the parts of one linking. */
    public static HistoryProgress of(Collection<HistoryChunk> chunks) {
        List<Phase> phases = chunks.stream()
                .collect(Collectors.groupingBy(HistoryChunk::phase, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(phase -> phase(phase.getKey(), phase.getValue()))
                .toList();
        return new HistoryProgress(
                phases, chunks.stream().mapToInt(HistoryChunk::progress).max().orElse(0));
    }

    private static Phase phase(int number, List<HistoryChunk> chunks) {
        TreeSet<Integer> orders =
                chunks.stream().map(HistoryChunk::order).collect(Collectors.toCollection(TreeSet::new));
        List<Integer> missing = IntStream.range(1, orders.last())
                .filter(order -> !orders.contains(order))
                .limit(NAMED)
                .boxed()
                .toList();
        return new Phase(
                number,
                orders.size(),
                orders.last(),
                missing,
                chunks.stream().mapToLong(HistoryChunk::messages).sum());
    }

    /** How many messages were in all parts. */
    public long messages() {
        return phases.stream().mapToLong(Phase::messages).sum();
    }

    /** Whether a part is missing before a later one of its phase. */
    public boolean hasGap() {
        return phases.stream().anyMatch(Phase::hasGap);
    }

    /** Whether Meta said that it is done; parts may still be on their way. */
    public boolean isDone() {
        return progress >= DONE;
    }

    /** Whether Meta is done and nothing is known to be missing. */
    public boolean isComplete() {
        return isDone() && !hasGap();
    }
}
