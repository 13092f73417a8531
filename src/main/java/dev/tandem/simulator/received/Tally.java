package dev.tandem.simulator.received;

import dev.tandem.simulator.delivery.DeliveryEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts of received requests. */
final class Tally {
    private static final long SECOND = 1_000_000_000L;

    private Tally() {}

    /** How often each key occurs, in the order they first do; requests without the key are left out. */
    static Map<String, Integer> of(List<ReceivedRequest> requests, Function<ReceivedRequest, @Nullable String> key) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (ReceivedRequest request : requests) {
            String found = key.apply(request);
            if (found != null) {
                counts.merge(found, 1, Integer::sum);
            }
        }
        return counts;
    }

    /** For each status how many were made, acknowledged by the engine, lost, and still wait. */
    static Map<String, Map<String, Integer>> ofStatuses(List<ReceivedRequest> requests) {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        for (ReceivedRequest request : requests) {
            for (DeliveryEvent event : request.statuses()) {
                Map<String, Integer> ofStatus = counts.computeIfAbsent(event.status(), status -> new TreeMap<>());
                ofStatus.merge("made", 1, Integer::sum);
                ofStatus.merge(event.state().jsonName(), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Requests and accepted ones per whole second since the start; seconds without any are left out. */
    static Map<Long, int[]> perSecond(List<ReceivedRequest> requests) {
        Map<Long, int[]> buckets = new TreeMap<>();
        for (ReceivedRequest request : requests) {
            int[] bucket = buckets.computeIfAbsent(request.stamp() / SECOND, second -> new int[2]);
            bucket[0]++;
            if (request.isAccepted()) {
                bucket[1]++;
            }
        }
        return buckets;
    }
}
