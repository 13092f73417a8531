package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.delivery.Histories;
import dev.tandem.simulator.delivery.MessageHistory;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@code GET /{version}/{phone_number_id}/message_history} and {@code GET /{version}/{message_history_id}/events}: what
 * happened to sent messages, and whether the webhooks that told of it were taken. Thread-safe.
 */
final class HistoryCalls {
    private static final int MOST_OF_A_PAGE = 100;

    private final Behaviour behaviour;
    private final Numbers numbers;
    private final Histories histories;

    HistoryCalls(Behaviour behaviour, Numbers numbers, Histories histories) {
        this.behaviour = behaviour;
        this.numbers = numbers;
        this.histories = histories;
    }

    /** The histories of a number, or of the one message {@code message_id} names; an unknown one is an empty list. */
    ServerResponse messages(ServerRequest http) {
        String id = http.pathVariable("id");
        SimulatedNumber number = numbers.byId(id);
        if (number == null) {
            return GraphErrors.unknownObject(id);
        }
        Tokens.check(number, http.headers().firstHeader("Authorization"));
        boolean documented = behaviour.on(Switch.HISTORY_AS_DOCUMENTED);
        FieldTree fields = fields(http, documented ? "id,message_id" : "");
        List<MessageHistory> found = http.param("message_id")
                .map(wamid ->
                        Optional.ofNullable(histories.of(id, wamid)).stream().toList())
                .orElseGet(() -> histories.of(id));
        return Page.of(http, found, MOST_OF_A_PAGE, history -> message(history, fields, documented));
    }

    /** The events of one message, each as it is or, as Meta's page has them, as an edge with its node. */
    ServerResponse events(ServerRequest http) {
        String id = http.pathVariable("id");
        MessageHistory history = histories.byId(id);
        SimulatedNumber number = history == null ? null : numbers.byId(history.phoneNumberId());
        if (history == null || number == null) {
            return GraphErrors.unknownObject(id);
        }
        Tokens.check(number, http.headers().firstHeader("Authorization"));
        boolean documented = behaviour.on(Switch.HISTORY_AS_DOCUMENTED);
        FieldTree fields = fields(http, documented ? "cursor,node{id,delivery_status,occurrence_timestamp}" : "");
        List<Integer> positions =
                IntStream.range(0, history.events().size()).boxed().toList();
        return Page.of(
                http,
                positions,
                MOST_OF_A_PAGE,
                at -> documented ? edge(history, at, fields) : event(history, at, fields, false));
    }

    private static ObjectNode message(MessageHistory history, FieldTree fields, boolean documented) {
        ObjectNode json = MetaJson.object().put("id", history.id()).put("message_id", history.wamid());
        ObjectNode events = json.putObject("events");
        events.putArray("data")
                .addAll(IntStream.range(0, history.events().size())
                        .mapToObj(at -> event(history, at, fields.inside("events"), documented))
                        .toList());
        return fields.cut(json, "a message history");
    }

    private static ObjectNode event(MessageHistory history, int at, FieldTree fields, boolean documented) {
        return fields.cut(HistoryJson.event(history, at, documented), "a delivery event");
    }

    private static ObjectNode edge(MessageHistory history, int at, FieldTree fields) {
        ObjectNode node = fields.inside("node").cut(HistoryJson.node(history, at), "a delivery event's node");
        ObjectNode edge = MetaJson.object().put("cursor", Page.cursor(at));
        edge.set("node", node);
        return fields.cut(edge, "a delivery event");
    }

    private static FieldTree fields(ServerRequest http, String otherwise) {
        return FieldTree.parse(
                http.param("fields").filter(given -> !given.isBlank()).orElse(otherwise));
    }
}
