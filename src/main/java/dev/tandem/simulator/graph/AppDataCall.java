package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Fault;
import dev.tandem.simulator.behaviour.Faults;
import dev.tandem.simulator.graph.shape.AppDataShape;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.past.Linkings;
import dev.tandem.simulator.past.Sync;
import dev.tandem.simulator.past.SyncCall;
import dev.tandem.simulator.past.SyncType;
import dev.tandem.simulator.received.ReceivedRequest.Loss;
import dev.tandem.simulator.server.Pause;
import dev.tandem.simulator.server.RawAnswer;
import dev.tandem.simulator.time.SimulatorClock;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@code POST /{version}/{phone_number_id}/smb_app_data}: asks for contacts or history (R14 to R18). Meets the same
 * injected faults as a send; every call that names what it asks for is noted, also one whose answer is lost. Thread-safe.
 */
final class AppDataCall {
    private final SimulatorClock clock;
    private final Numbers numbers;
    private final Faults faults;
    private final Dice dice;
    private final Strikes strikes;
    private final Sync sync;
    private final Linkings linkings;

    AppDataCall(SimulatorClock clock, Numbers numbers, Faults faults, Dice dice, Sync sync, Linkings linkings) {
        this.clock = clock;
        this.numbers = numbers;
        this.faults = faults;
        this.dice = dice;
        this.strikes = new Strikes(dice);
        this.sync = sync;
        this.linkings = linkings;
    }

    /** What becomes of a call: the answer, what is noted of it, and what of the answer gets lost. */
    private record End(
            RawAnswer answer, String outcome, @Nullable String requestId, Loss loss) {}

    ServerResponse handle(ServerRequest http) throws IOException {
        String id = http.pathVariable("id");
        SimulatedNumber number = numbers.byId(id);
        if (number == null) {
            return GraphErrors.unknownObject(id);
        }
        Fault fault = faults.meet(id);
        if (strikes.refuse(fault)) {
            return RawAnswer.none();
        }
        ObjectNode body =
                MetaJson.readObject(http.servletRequest().getInputStream().readAllBytes());
        Pause.nanos(fault.beforeStamp().drawNanos(dice));
        if (strikes.resets(fault)) {
            note(number, body, "reset", null, true);
            return Strikes.reset();
        }
        End end = end(number, http.headers().firstHeader("Authorization"), body, fault);
        note(number, body, end.outcome(), end.requestId(), end.loss() != Loss.NONE);
        Pause.nanos(fault.latency().drawNanos(dice));
        return Strikes.arriving(end.answer(), end.loss(), fault);
    }

    private End end(SimulatedNumber number, @Nullable String authorization, @Nullable ObjectNode body, Fault fault) {
        Optional<Strikes.Struck> struck = strikes.instead(fault);
        if (struck.isPresent()) {
            return new End(struck.get().answer(), struck.get().outcome(), null, Loss.NONE);
        }
        try {
            Tokens.check(number, authorization);
            if (body == null) {
                throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, "the body is not a JSON object");
            }
            AppDataShape.check(body);
            if (!number.link().isLinked()) {
                throw new MetaException(MetaError.NOT_REGISTERED, "the number is not linked");
            }
            sync.ask(number, SyncType.named(body.path("sync_type").asText()));
            String requestId = UUID.randomUUID().toString();
            ObjectNode json =
                    MetaJson.object().put("messaging_product", "whatsapp").put("request_id", requestId);
            RawAnswer answer = new RawAnswer(200, RawAnswer.JSON, MetaJson.write(json));
            return new End(answer, SyncCall.ACCEPTED, requestId, strikes.loss(fault.answer()));
        } catch (MetaException refusal) {
            String code = Integer.toString(refusal.error().code());
            return new End(GraphErrors.answer(refusal), code, null, Loss.NONE);
        }
    }

    private void note(
            SimulatedNumber number,
            @Nullable ObjectNode body,
            String outcome,
            @Nullable String requestId,
            boolean answerLost) {
        String asked = body == null ? "" : body.path("sync_type").asText();
        for (SyncType type : SyncType.values()) {
            if (type.metaName().equalsIgnoreCase(asked)) {
                linkings.note(
                        number,
                        new SyncCall(type, clock.now(), number.profile().linkedAt(), outcome, requestId, answerLost));
            }
        }
    }
}
