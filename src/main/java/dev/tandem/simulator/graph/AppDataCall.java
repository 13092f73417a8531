package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Fault;
import dev.tandem.simulator.behaviour.Fault.PageFault;
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
import dev.tandem.simulator.server.CurrentConnection;
import dev.tandem.simulator.server.Pause;
import dev.tandem.simulator.server.RawAnswer;
import dev.tandem.simulator.time.SimulatorClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private final Sync sync;
    private final Linkings linkings;

    AppDataCall(SimulatorClock clock, Numbers numbers, Faults faults, Dice dice, Sync sync, Linkings linkings) {
        this.clock = clock;
        this.numbers = numbers;
        this.faults = faults;
        this.dice = dice;
        this.sync = sync;
        this.linkings = linkings;
    }

    /** What becomes of a call: the answer, what is noted of it, and whether the answer arrives. */
    private record End(
            RawAnswer answer, String outcome, @Nullable String requestId, Loss loss) {}

    private enum Loss {
        NONE,
        EMPTY,
        CUT,
        DROPPED,
        RESET
    }

    ServerResponse handle(ServerRequest http) throws IOException {
        String id = http.pathVariable("id");
        SimulatedNumber number = numbers.byId(id);
        if (number == null) {
            return GraphErrors.unknownObject(id);
        }
        Fault fault = faults.meet(id);
        if (dice.chance(fault.refuse())) {
            CurrentConnection.close();
            return RawAnswer.none();
        }
        ObjectNode body =
                MetaJson.readObject(http.servletRequest().getInputStream().readAllBytes());
        Pause.nanos(fault.beforeStamp().drawNanos(dice));
        End end = end(number, http.headers().firstHeader("Authorization"), body, fault);
        note(number, body, end);
        Pause.nanos(fault.latency().drawNanos(dice));
        return arriving(end, fault);
    }

    private static ServerResponse arriving(End end, Fault fault) {
        return switch (end.loss()) {
            case NONE -> end.answer().slow(fault.answer().slowBytes());
            case EMPTY -> new RawAnswer(end.answer().status(), end.answer().contentType(), new byte[0]);
            case CUT -> end.answer().cut();
            case DROPPED -> {
                CurrentConnection.close();
                yield RawAnswer.none();
            }
            case RESET -> {
                CurrentConnection.reset();
                yield RawAnswer.none();
            }
        };
    }

    private End end(SimulatedNumber number, @Nullable String authorization, @Nullable ObjectNode body, Fault fault) {
        if (dice.chance(fault.resetAfterBody())) {
            return new End(page(502), "reset", null, Loss.RESET);
        }
        if (dice.chance(fault.page().badGateway())) {
            return new End(page(PageFault.BAD_GATEWAY), "html" + PageFault.BAD_GATEWAY, null, Loss.NONE);
        }
        if (dice.chance(fault.page().rate())) {
            return new End(page(fault.page().status()), "html" + fault.page().status(), null, Loss.NONE);
        }
        try {
            if (dice.chance(fault.error().rate())) {
                return injected(fault);
            }
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
            return new End(answer, SyncCall.ACCEPTED, requestId, loss(fault.answer()));
        } catch (MetaException refusal) {
            String code = Integer.toString(refusal.error().code());
            return new End(GraphErrors.answer(refusal), code, null, Loss.NONE);
        }
    }

    private static End injected(Fault fault) {
        MetaError error = MetaError.of(fault.error().code());
        Integer status = fault.error().status();
        RawAnswer answer = GraphErrors.answer(
                new MetaException(error, "an injected error"),
                status != null ? status : error.httpStatus(),
                fault.error().isTransient());
        return new End(answer, Integer.toString(error.code()), null, Loss.NONE);
    }

    private Loss loss(Fault.AnswerFault fault) {
        if (dice.chance(fault.drop())) {
            return Loss.DROPPED;
        }
        if (dice.chance(fault.empty())) {
            return Loss.EMPTY;
        }
        return dice.chance(fault.cut()) ? Loss.CUT : Loss.NONE;
    }

    private void note(SimulatedNumber number, @Nullable ObjectNode body, End end) {
        String asked = body == null ? "" : body.path("sync_type").asText();
        for (SyncType type : SyncType.values()) {
            if (type.metaName().equalsIgnoreCase(asked)) {
                linkings.note(
                        number,
                        new SyncCall(
                                type,
                                clock.now(),
                                number.profile().linkedAt(),
                                end.outcome(),
                                end.requestId(),
                                end.loss() != Loss.NONE));
            }
        }
    }

    private static RawAnswer page(int status) {
        byte[] page = ("<html><body><h1>" + status + "</h1></body></html>").getBytes(StandardCharsets.UTF_8);
        return new RawAnswer(status, RawAnswer.HTML, page);
    }
}
