package dev.tandem.steps;

import dev.tandem.domain.Reason;
import dev.tandem.operation.DeadLetterBox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Steps of what could not be worked off. */
@Component("deadLetters")
public final class DeadLetterSteps {

    private final DeadLetterBox box;

    public DeadLetterSteps(DeadLetterBox box) {
        this.box = box;
    }

    /** The dead letters that fit, and how many there are in each room. */
    public void list(
            @Header("room") @Nullable String room,
            @Header("reason") @Nullable String reason,
            @Header("limit") @Nullable String limit,
            Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        DeadLetterBox.Filter filter = filter(room, reason);
        Map<String, Long> counts = new LinkedHashMap<>();
        box.rooms().forEach(each -> counts.put(each, box.count(each)));
        List<Map<String, Object>> letters = box.list(filter, OperatorCall.max(limit)).stream()
                .map(DeadLetterSteps::json)
                .toList();
        Answers.json(exchange, 200, Map.of("deadLetters", letters, "counts", counts));
    }

    /** Puts one back into the queue it came from. */
    public void replay(@Header("id") String id, Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        String queue = box.replay(id).orElseThrow(() -> unknown(id));
        Answers.json(exchange, 200, Map.of("replayed", 1, "queue", queue));
    }

    /** Puts back all that fit, up to a bound. */
    public void replayAll(
            @Header("room") @Nullable String room,
            @Header("reason") @Nullable String reason,
            @Header("limit") @Nullable String limit,
            Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        Answers.json(exchange, 200, Map.of("replayed", box.replayAll(filter(room, reason), OperatorCall.max(limit))));
    }

    /** Forgets one for good. */
    public void delete(@Header("id") String id, Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        if (!box.delete(id)) {
            throw unknown(id);
        }
        Answers.json(exchange, 200, Map.of("deleted", 1));
    }

    private DeadLetterBox.Filter filter(@Nullable String room, @Nullable String reason) {
        List<String> reasons =
                java.util.Arrays.stream(Reason.values()).map(Reason::code).toList();
        return new DeadLetterBox.Filter(
                OperatorCall.oneOf("room", room, box.rooms()), OperatorCall.oneOf("reason", reason, reasons));
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(
                404, Reason.NOT_FOUND, "There is no dead letter '" + id + "'. It may have been replayed meanwhile.");
    }

    private static Map<String, Object> json(DeadLetterBox.DeadLetter letter) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", letter.id());
        json.put("room", letter.room());
        json.put("reason", letter.reason());
        json.put("origin", letter.origin());
        json.put("failedAt", letter.failedAt().toString());
        json.put("size", letter.size());
        json.put("beginning", letter.beginning());
        return json;
    }
}
