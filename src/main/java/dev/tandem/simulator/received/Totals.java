package dev.tandem.simulator.received;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.time.SimulatorClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Figures of all numbers together, for measurements over many of them. */
public final class Totals {
    private final SimulatorClock clock;

    public Totals(SimulatorClock clock) {
        this.clock = clock;
    }

    /** Requests and accepted sends since a stamp: in total, per second, and per number. */
    public ObjectNode of(List<String> phoneNumberIds, ReceivedBook book, long since) {
        ObjectNode byNumber = MetaJson.object();
        List<ReceivedRequest> all = new ArrayList<>();
        for (String id : phoneNumberIds) {
            List<ReceivedRequest> requests = book.of(id).since(since);
            if (!requests.isEmpty()) {
                byNumber.set(id, figures(requests));
                all.addAll(requests);
            }
        }
        ObjectNode json = MetaJson.object().put("nowNanos", clock.stamp());
        json.setAll(figures(all));
        ObjectNode codes = json.putObject("byCode");
        Tally.of(all, r -> r.result().outcome()).forEach(codes::put);
        json.putArray("perSecond")
                .addAll(Tally.perSecond(all).entrySet().stream()
                        .map(Totals::second)
                        .toList());
        json.set("byNumber", byNumber);
        return json;
    }

    private static ObjectNode figures(List<ReceivedRequest> requests) {
        long[] accepted = requests.stream()
                .filter(ReceivedRequest::isAccepted)
                .mapToLong(ReceivedRequest::stamp)
                .sorted()
                .toArray();
        ObjectNode json = MetaJson.object()
                .put("requests", requests.size())
                .put("accepted", accepted.length)
                .put("largestInAnySlidingSecond", Stamps.largestInAnySlidingSecond(accepted));
        if (accepted.length > 0) {
            json.put("firstNanos", accepted[0]).put("lastNanos", accepted[accepted.length - 1]);
        }
        return json;
    }

    private static ObjectNode second(Map.Entry<Long, int[]> bucket) {
        return MetaJson.object()
                .put("second", bucket.getKey())
                .put("requests", bucket.getValue()[0])
                .put("accepted", bucket.getValue()[1]);
    }
}
