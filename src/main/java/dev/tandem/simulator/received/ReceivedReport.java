package dev.tandem.simulator.received;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandem.simulator.delivery.DeliveryEvent;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.time.SimulatorClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Writes a log as JSON, streaming: figures first, then the list. */
public final class ReceivedReport {
    private static final JsonFactory JSON = new JsonFactory();

    private final SimulatorClock clock;

    public ReceivedReport(SimulatorClock clock) {
        this.clock = clock;
    }

    /** Writes the report of one number. */
    public void write(OutputStream out, String phoneNumberId, ReceivedLog log, ReceivedQuery query) throws IOException {
        List<ReceivedRequest> requests = log.since(query.since());
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("phoneNumberId", phoneNumberId);
            json.writeStringField("startedAt", clock.startedAt().toString());
            json.writeNumberField("nowNanos", clock.stamp());
            json.writeNumberField("sinceNanos", query.since());
            arrivals(json, requests, log, query.since());
            json.writeNumberField(
                    "withoutAttempt",
                    requests.stream().filter(r -> r.attempt() == null).count());
            counts(json, "byCode", Tally.of(requests, r -> r.result().outcome()));
            attempts(json, Tally.of(requests, ReceivedRequest::attempt), query.summary());
            messages(
                    json,
                    Tally.of(
                            requests.stream()
                                    .filter(ReceivedRequest::isAccepted)
                                    .toList(),
                            ReceivedRequest::attempt),
                    query.summary());
            persons(json, Tally.of(requests, ReceivedRequest::to), query.summary());
            statuses(json, Tally.ofStatuses(requests));
            perSecond(json, requests);
            if (!query.summary()) {
                list(json, requests, query);
            }
            json.writeEndObject();
        }
    }

    private static void arrivals(JsonGenerator json, List<ReceivedRequest> requests, ReceivedLog log, long since)
            throws IOException {
        long[] all = requests.stream().mapToLong(ReceivedRequest::stamp).toArray();
        long[] accepted = requests.stream()
                .filter(ReceivedRequest::isAccepted)
                .mapToLong(ReceivedRequest::stamp)
                .toArray();
        long[] inbound = log.inbound().sortedSince(since);
        long[] app = log.app().sortedSince(since);
        long[] partner = log.partner().sortedSince(since);
        figures(json, "requests", all);
        figures(json, "accepted", accepted);
        figures(json, "inbound", inbound);
        figures(json, "app", app);
        figures(json, "partner", partner);
        figures(json, "acceptedInboundPartner", sorted(accepted, inbound, partner));
        figures(json, "acceptedApp", sorted(accepted, app));
    }

    private static long[] sorted(long[]... parts) {
        return Arrays.stream(parts).flatMapToLong(LongStream::of).sorted().toArray();
    }

    private static void figures(JsonGenerator json, String name, long[] sorted) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", sorted.length);
        json.writeNumberField("largestInAnySlidingSecond", Stamps.largestInAnySlidingSecond(sorted));
        if (sorted.length > 0) {
            json.writeNumberField("firstNanos", sorted[0]);
            json.writeNumberField("lastNanos", sorted[sorted.length - 1]);
        }
        json.writeEndObject();
    }

    private static void attempts(JsonGenerator json, Map<String, Integer> perAttempt, boolean summary)
            throws IOException {
        json.writeNumberField("attempts", perAttempt.size());
        moreThanOnce(json, "attemptsMoreThanOnce", perAttempt);
        if (!summary) {
            counts(json, "perAttempt", perAttempt);
        }
    }

    /** Accepted requests of each attempt: more than one is a person who got the same message twice. */
    private static void messages(JsonGenerator json, Map<String, Integer> perAttempt, boolean summary)
            throws IOException {
        moreThanOnce(json, "acceptedMoreThanOnce", perAttempt);
        if (!summary) {
            counts(json, "acceptedPerAttempt", perAttempt);
        }
    }

    private static void moreThanOnce(JsonGenerator json, String name, Map<String, Integer> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Integer> each : counts.entrySet()) {
            if (each.getValue() > 1) {
                json.writeNumberField(each.getKey(), each.getValue());
            }
        }
        json.writeEndObject();
    }

    private static void persons(JsonGenerator json, Map<String, Integer> perPerson, boolean summary)
            throws IOException {
        json.writeNumberField("persons", perPerson.size());
        if (!summary) {
            counts(json, "perPerson", perPerson);
        }
    }

    private static void statuses(JsonGenerator json, Map<String, Map<String, Integer>> byStatus) throws IOException {
        json.writeObjectFieldStart("statuses");
        for (Map.Entry<String, Map<String, Integer>> each : byStatus.entrySet()) {
            counts(json, each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }

    private static void perSecond(JsonGenerator json, List<ReceivedRequest> requests) throws IOException {
        json.writeArrayFieldStart("perSecond");
        for (Map.Entry<Long, int[]> each : Tally.perSecond(requests).entrySet()) {
            json.writeStartObject();
            json.writeNumberField("second", each.getKey());
            json.writeNumberField("requests", each.getValue()[0]);
            json.writeNumberField("accepted", each.getValue()[1]);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void list(JsonGenerator json, List<ReceivedRequest> requests, ReceivedQuery query) throws IOException {
        int from = Math.min(query.from(), requests.size());
        int to = (int) Math.min((long) from + query.limit(), requests.size());
        json.writeNumberField("from", from);
        json.writeNumberField("total", requests.size());
        json.writeArrayFieldStart("list");
        for (int index = from; index < to; index++) {
            one(json, index, requests.get(index));
        }
        json.writeEndArray();
    }

    private void one(JsonGenerator json, int index, ReceivedRequest request) throws IOException {
        ReceivedRequest.Result result = request.result();
        json.writeStartObject();
        json.writeNumberField("index", index);
        json.writeNumberField("stampNanos", request.stamp());
        json.writeStringField("at", clock.realTimeOf(request.stamp()).toString());
        json.writeStringField("to", request.to());
        json.writeStringField("attempt", request.attempt());
        json.writeStringField("code", result.outcome());
        json.writeStringField("wamid", result.wamid());
        json.writeNumberField("httpStatus", result.httpStatus());
        json.writeBooleanField("answerLost", result.answerLost());
        body(json, "body", request.body());
        body(json, "answer", result.answer());
        json.writeArrayFieldStart("statuses");
        for (DeliveryEvent event : request.statuses()) {
            json.writeStartObject();
            json.writeStringField("status", event.status());
            json.writeStringField("state", event.state().jsonName());
            json.writeNumberField("timestamp", event.timestamp());
            json.writeNumberField("acknowledgements", event.acknowledgements());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** A body as the JSON object it is, else as text. */
    private static void body(JsonGenerator json, String name, byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        json.writeFieldName(name);
        if (MetaJson.readObject(bytes) != null) {
            json.writeRawValue(text);
        } else {
            json.writeString(text);
        }
    }

    private static void counts(JsonGenerator json, String name, Map<String, Integer> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Integer> each : counts.entrySet()) {
            json.writeNumberField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }
}
