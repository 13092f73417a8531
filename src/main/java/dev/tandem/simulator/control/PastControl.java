package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.past.Delivery;
import dev.tandem.simulator.past.Linking;
import dev.tandem.simulator.past.Linkings;
import dev.tandem.simulator.past.PastReport;
import dev.tandem.simulator.past.Sync;
import dev.tandem.simulator.past.SyncCall;
import dev.tandem.simulator.past.SyncType;
import dev.tandem.simulator.server.RawAnswer;
import dev.tandem.simulator.time.SimulatorClock;
import java.time.Duration;
import java.util.List;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Links a number, shows the past it shares, and what was asked for and delivered. */
final class PastControl {
    private static final Duration ASK_WITHIN = Duration.ofHours(24);

    private final SimulatorClock clock;
    private final Lookup lookup;
    private final Linkings linkings;
    private final Sync sync;

    PastControl(SimulatorClock clock, Lookup lookup, Linkings linkings, Sync sync) {
        this.clock = clock;
        this.lookup = lookup;
        this.linkings = linkings;
        this.sync = sync;
    }

    /** Links the number now: its phone gets a past, and contacts and history may be asked for once more. */
    ServerResponse link(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Linking linking = linkings.link(number, LinkJson.read(Fields.of(http)));
        return Answers.ok(MetaJson.object()
                .put("phoneNumberId", number.phoneNumberId())
                .put("linkedAt", linking.linkedAt().toString())
                .put("seed", linking.options().seed())
                .put("shareHistory", linking.options().shareHistory())
                .put("messages", linking.past().size())
                .put("mediaToFollow", linking.past().followUps())
                .put("contacts", linkings.book(number).entries().size()));
    }

    /** The past, all of it unless {@code from} and {@code limit} ask for a part; written as it is read. */
    ServerResponse get(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        long from = whole(http, "from", 0);
        long limit = whole(http, "limit", Long.MAX_VALUE);
        return ServerResponse.ok().header("Content-Type", RawAnswer.JSON).build((request, response) -> {
            PastReport.write(response.getOutputStream(), linkings.current(number), linkings.book(number), from, limit);
            return null;
        });
    }

    /** Everything that came since the linking is delivered once more; the answer shows how much that is. */
    ServerResponse again(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        sync.deliverAgain(number);
        return report(number);
    }

    /** The calls of {@code smb_app_data} and how far their webhooks have come. */
    ServerResponse sync(ServerRequest http) {
        return report(lookup.number(http));
    }

    private ServerResponse report(SimulatedNumber number) {
        Linking linking = linkings.current(number);
        List<SyncCall> calls = linkings.calls(number);
        ObjectNode json = MetaJson.object()
                .put("linkedAt", linking.linkedAt().toString())
                .put("askUntil", linking.linkedAt().plus(ASK_WITHIN).toString())
                .put("now", clock.now().toString());
        for (SyncType type : SyncType.values()) {
            json.set(type.jsonName(), sinceLinking(linking, type, calls));
        }
        ArrayNode list = json.putArray("calls");
        calls.forEach(call -> list.add(json(call)));
        return Answers.ok(json);
    }

    private static ObjectNode sinceLinking(Linking linking, SyncType type, List<SyncCall> calls) {
        List<SyncCall> mine = calls.stream()
                .filter(call -> call.type() == type && call.linkedAt().equals(linking.linkedAt()))
                .toList();
        ObjectNode json = MetaJson.object()
                .put("calls", mine.size())
                .put("accepted", mine.stream().filter(SyncCall::isAccepted).count());
        Delivery delivery = linking.delivery(type);
        if (delivery != null) {
            json.putObject("webhooks")
                    .put("planned", delivery.planned())
                    .put("posted", delivery.posted())
                    .put("settled", delivery.settled());
        }
        return json;
    }

    private static ObjectNode json(SyncCall call) {
        return MetaJson.object()
                .put("type", call.type().jsonName())
                .put("at", call.at().toString())
                .put("linkedAt", call.linkedAt().toString())
                .put("code", call.outcome())
                .put("requestId", call.requestId())
                .put("answerLost", call.answerLost());
    }

    private static long whole(ServerRequest http, String name, long otherwise) {
        String given = http.param(name).orElse("");
        if (given.isEmpty()) {
            return otherwise;
        }
        try {
            return Math.max(0, Long.parseLong(given));
        } catch (NumberFormatException e) {
            throw ControlException.badRequest(name + " must be a whole number");
        }
    }
}
