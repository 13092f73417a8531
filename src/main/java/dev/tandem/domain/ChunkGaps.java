package dev.tandem.domain;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which chunks are certainly missing: those before the last that came of their phase. That a phase lacks its last chunks, or is
 * missing as a whole, shows nowhere: an empty phase has none (R23). Immutable.
 *
 * @param missing the orders that are missing, by phase; only phases that lack some
 */
public record ChunkGaps(Map<Integer, List<Integer>> missing) {

    /** More of a phase than this are not listed one by one; Meta's chunks hold thousands of messages. */
    private static final int MOST = 10_000;

    /** Of the chunks that have come, in any order. */
    public static ChunkGaps of(List<HistoryChunk> chunks) {
        Map<Integer, Set<Integer>> came = new TreeMap<>();
        for (HistoryChunk chunk : chunks) {
            came.computeIfAbsent(chunk.phase(), phase -> new TreeSet<>()).add(chunk.order());
        }
        Map<Integer, List<Integer>> missing = new TreeMap<>();
        came.forEach((phase, orders) -> {
            int last = orders.stream().mapToInt(Integer::intValue).max().orElse(0);
            List<Integer> absent = IntStream.range(1, last)
                    .filter(order -> !orders.contains(order))
                    .limit(MOST)
                    .boxed()
                    .toList();
            if (!absent.isEmpty()) {
                missing.put(phase, absent);
            }
        });
        return new ChunkGaps(missing);
    }

    /** Whether nothing is known to be missing. */
    public boolean isEmpty() {
        return missing.isEmpty();
    }

    /** As in {@code phase 1: 2, 4; phase 2: 1}; at most ten of a phase. */
    public String inWords() {
        return missing.entrySet().stream()
                .map(phase -> "phase " + phase.getKey() + ": " + orders(phase.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String orders(List<Integer> orders) {
        String named = orders.stream().limit(10).map(String::valueOf).collect(Collectors.joining(", "));
        return orders.size() > 10 ? named + " and " + (orders.size() - 10) + " more" : named;
    }
}
