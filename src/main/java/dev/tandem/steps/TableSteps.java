package dev.tandem.steps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.send.Incoming;
import dev.tandem.send.Problem;
import dev.tandem.send.SendAccept;
import dev.tandem.send.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The steps of the CRM's outbox table: from its rows to the door, and from verdicts and results to its columns. */
@Component("crmTable")
public final class TableSteps {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String SOURCE = "table";
    private static final int LONGEST_REASON = 4000;

    private final SendAccept accept;
    private final Clock clock;

    public TableSteps(SendAccept accept, Clock clock) {
        this.accept = accept;
        this.clock = clock;
    }

    /** Accepts or refuses rows; all that can be accepted is written at once. Gives the columns of each row's update. */
    public List<Map<String, @Nullable Object>> accept(@Body List<Map<String, Object>> rows) {
        List<Reading> readings = rows.stream().map(Reading::of).toList();
        List<Incoming> sound = new ArrayList<>();
        for (Reading reading : readings) {
            if (reading.request() != null) {
                sound.add(
                        Incoming.single(reading.request(), reading.id(), false, Priority.TRANSACTIONAL, SOURCE, null));
            }
        }
        List<Verdict> said = accept.acceptAll(sound);
        List<Map<String, @Nullable Object>> updates = new ArrayList<>(rows.size());
        int next = 0;
        for (Reading reading : readings) {
            Verdict verdict = reading.request() != null ? said.get(next++) : new Verdict.Refused(reading.problems());
            updates.add(update(reading.id(), verdict));
        }
        return updates;
    }

    /** The columns of the update that a result event asks for. */
    public Map<String, @Nullable Object> result(@Body String event) throws JsonProcessingException {
        JsonNode item = JSON.readTree(event).path("item");
        String reason = item.hasNonNull("reason")
                ? words(item.get("reason").asText(), item.path("detail").asText(""))
                : null;
        return columns(
                item.path("id").asText(),
                item.path("state").asText(),
                reason,
                item.hasNonNull("messageId") ? item.get("messageId").asText() : null,
                Instant.parse(item.path("at").asText()));
    }

    private Map<String, @Nullable Object> update(String id, Verdict verdict) {
        if (verdict instanceof Verdict.Accepted accepted) {
            Send send = accepted.send();
            Send.Progress progress = send.progress();
            Cause cause = progress.cause();
            return columns(
                    id,
                    send.state().code(),
                    cause == null ? null : words(cause.code(), cause.detail()),
                    progress.wamid(),
                    progress.changedAt());
        }
        return columns(id, SendState.REJECTED.code(), refusal(verdict), null, clock.instant());
    }

    private static String refusal(Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            List<Problem> problems = refused.problems();
            return words(
                    problems.get(0).cause().code(),
                    problems.stream()
                            .map(each -> each.field().isEmpty()
                                    ? each.cause().detail()
                                    : each.field() + ": " + each.cause().detail())
                            .collect(Collectors.joining("; ")));
        }
        if (verdict instanceof Verdict.Forbidden forbidden) {
            return words(Reason.NOT_ALLOWED.code(), forbidden.detail());
        }
        return words(Reason.DUPLICATE_CONFLICT.code(), Reason.DUPLICATE_CONFLICT.advice());
    }

    /** The code first, so that a program can read it, and the sentence behind it for people. */
    private static String words(String code, String detail) {
        String words = detail.isEmpty() ? code : code + ": " + detail;
        return words.length() <= LONGEST_REASON ? words : words.substring(0, LONGEST_REASON - 1) + "…";
    }

    private static Map<String, @Nullable Object> columns(
            String id, String state, @Nullable String reason, @Nullable String wamid, Instant at) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("id", id);
        columns.put("state", state);
        columns.put("reason", reason);
        columns.put("wamid", wamid);
        columns.put("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
        return columns;
    }

    /** A row as a send request, or what is wrong with its JSON. */
    private record Reading(String id, @Nullable ObjectNode request, List<Problem> problems) {

        static Reading of(Map<String, Object> row) {
            // Databases differ in whether they say id or ID.
            Map<String, Object> cells = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            cells.putAll(row);
            String id = String.valueOf(cells.get("id"));
            List<Problem> problems = new ArrayList<>();
            ObjectNode request = request(cells, problems);
            request.put("id", id);
            putIfPresent(request, "from", text(cells, "number"));
            putIfPresent(request, "to", text(cells, "recipient"));
            if (!request.has("template")) {
                template(cells, request, problems);
            }
            return new Reading(id, problems.isEmpty() ? request : null, problems);
        }

        private static ObjectNode request(Map<String, Object> cells, List<Problem> problems) {
            JsonNode json = json(cells, "request", problems);
            if (json instanceof ObjectNode object) {
                return object;
            }
            if (json != null) {
                problems.add(Problem.at("request", Reason.INVALID_REQUEST, "it must be a JSON object"));
            }
            return JSON.createObjectNode();
        }

        private static void template(Map<String, Object> cells, ObjectNode request, List<Problem> problems) {
            String name = text(cells, "template");
            if (name.isEmpty()) {
                return;
            }
            ObjectNode template = request.putObject("template").put("name", name);
            putIfPresent(template, "language", text(cells, "language"));
            JsonNode parameters = json(cells, "parameters", problems);
            if (parameters != null) {
                template.set("parameters", parameters);
            }
        }

        private static @Nullable JsonNode json(Map<String, Object> cells, String column, List<Problem> problems) {
            String text = text(cells, column);
            try {
                return text.isEmpty() ? null : JSON.readTree(text);
            } catch (JsonProcessingException e) {
                problems.add(Problem.at(
                        column, Reason.INVALID_REQUEST, "it is not readable as JSON: " + e.getOriginalMessage()));
                return null;
            }
        }

        private static String text(Map<String, Object> cells, String column) {
            Object cell = cells.get(column);
            return cell == null ? "" : cell.toString().strip();
        }

        private static void putIfPresent(ObjectNode node, String name, String value) {
            if (!value.isEmpty()) {
                node.put(name, value);
            }
        }
    }
}
