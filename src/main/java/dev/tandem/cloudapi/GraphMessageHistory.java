package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Reason;
import dev.tandem.domain.StatusReport;
import dev.tandem.send.MessageHistory;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Meta's message history: {@code GET /{phone_number_id}/message_history?message_id=…}, then the events of what it names. An
 * event stands there bare or as the node of an edge, its status in the words of webhooks or in capitals, its time under one of
 * two names: Meta's pages say each. Thread-safe.
 *
 * <p>Source: Meta's reference of the message history API, v23 to v25.
 */
public final class GraphMessageHistory implements MessageHistory {

    private final GraphClient graph;

    public GraphMessageHistory(GraphClient graph) {
        this.graph = graph;
    }

    @Override
    public List<StatusReport> of(BusinessNumber number, String wamid) throws IOException {
        String query = "?message_id=" + URLEncoder.encode(wamid, StandardCharsets.UTF_8);
        JsonNode histories = graph.get(number, "/" + number.phoneNumberId() + "/message_history" + query)
                .path("data");
        List<StatusReport> reports = new ArrayList<>();
        for (JsonNode history : histories) {
            for (JsonNode event : graph.get(number, "/" + history.path("id").asText() + "/events")
                    .path("data")) {
                report(number, wamid, event.has("node") ? event.path("node") : event)
                        .ifPresent(reports::add);
            }
        }
        reports.sort(Comparator.comparing(StatusReport::at));
        return reports;
    }

    private static Optional<StatusReport> report(BusinessNumber number, String wamid, JsonNode event) {
        String word = event.path("delivery_status").asText().toLowerCase(Locale.ROOT);
        long seconds = event.path(event.has("timestamp") ? "timestamp" : "occurrence_timestamp")
                .asLong();
        String error = event.path("error_description").asText("");
        return DeliveryStatus.parse(word.equals("error") ? "failed" : word)
                .filter(status -> seconds > 0)
                .map(status -> new StatusReport(
                        number.phoneNumberId(),
                        wamid,
                        status,
                        Instant.ofEpochSecond(seconds),
                        null,
                        status == DeliveryStatus.FAILED
                                ? Cause.of(
                                        Reason.CLOUD_API,
                                        error.isEmpty() ? "Meta's message history says that it failed." : error)
                                : null,
                        null));
    }
}
