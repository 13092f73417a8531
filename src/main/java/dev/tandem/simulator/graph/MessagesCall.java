package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Fault;
import dev.tandem.simulator.behaviour.Faults;
import dev.tandem.simulator.graph.MessageSends.Accepted;
import dev.tandem.simulator.graph.shape.MessageShapes;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Chat;
import dev.tandem.simulator.number.ChatMessage;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.Person;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.received.ReceivedBook;
import dev.tandem.simulator.received.ReceivedRequest;
import dev.tandem.simulator.received.ReceivedRequest.Loss;
import dev.tandem.simulator.received.ReceivedRequest.Result;
import dev.tandem.simulator.server.Pause;
import dev.tandem.simulator.server.RawAnswer;
import dev.tandem.simulator.time.SimulatorClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@code POST /{version}/{phone_number_id}/messages}: reads the body, stamps the arrival before anything is parsed or
 * locked, keeps the evidence, and lets injected faults strike where they would in a network. Thread-safe.
 */
final class MessagesCall {
    /** How long an answer waits for the status that is to come before it. */
    private static final long EARLY_STATUS_WITHIN_MILLIS = 500;

    /** How long the user sees at most that the business types. */
    private static final Duration TYPING = Duration.ofSeconds(25);

    private static final Duration OLDEST_READ = Duration.ofDays(30);

    private final SimulatorClock clock;
    private final Numbers numbers;
    private final Faults faults;
    private final Dice dice;
    private final Strikes strikes;
    private final ReceivedBook received;
    private final MessageSends sends;

    MessagesCall(
            SimulatorClock clock,
            Numbers numbers,
            Faults faults,
            Dice dice,
            ReceivedBook received,
            MessageSends sends) {
        this.clock = clock;
        this.numbers = numbers;
        this.faults = faults;
        this.dice = dice;
        this.strikes = new Strikes(dice);
        this.received = received;
        this.sends = sends;
    }

    ServerResponse handle(ServerRequest http) throws IOException {
        String id = http.pathVariable("id");
        SimulatedNumber number = numbers.byId(id);
        Fault fault = number == null ? Fault.NONE : faults.meet(id);
        if (strikes.refuse(fault)) {
            return RawAnswer.none();
        }
        byte[] body = http.servletRequest().getInputStream().readAllBytes();
        Pause.nanos(fault.beforeStamp().drawNanos(dice));
        long stamp = clock.stamp();

        if (number == null) {
            return GraphErrors.unknownObject(id);
        }
        ObjectNode json = MetaJson.readObject(body);
        ReceivedRequest request = new ReceivedRequest(stamp, body, json);
        received.of(id).add(request);
        if (strikes.resets(fault)) {
            request.settle(new Result("reset", null, 0, new byte[0], Loss.DROPPED));
            return Strikes.reset();
        }
        RawAnswer answer = answer(number, http.headers().firstHeader("Authorization"), json, request, fault);
        Pause.nanos(fault.latency().drawNanos(dice));
        return Strikes.arriving(answer, request.result().loss(), fault);
    }

    private RawAnswer answer(
            SimulatedNumber number,
            @Nullable String authorization,
            @Nullable ObjectNode json,
            ReceivedRequest request,
            Fault fault) {
        Optional<Strikes.Struck> struck = strikes.instead(fault);
        if (struck.isPresent()) {
            return settled(request, struck.get().outcome(), null, struck.get().answer(), fault);
        }
        try {
            Tokens.check(number, authorization);
            if (!number.link().isLinked()) {
                throw new MetaException(
                        MetaError.NOT_REGISTERED,
                        "the number is not registered: its phone is disconnected or offboarded");
            }
            if (json == null) {
                throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, "the body is not a JSON object");
            }
            return MessageShapes.isReadReceipt(json)
                    ? read(number, json, request, fault)
                    : accept(number, json, request, fault);
        } catch (MetaException refusal) {
            return settled(request, Integer.toString(refusal.error().code()), null, GraphErrors.answer(refusal), fault);
        }
    }

    private RawAnswer read(SimulatedNumber number, ObjectNode json, ReceivedRequest request, Fault fault) {
        MessageShapes.checkReadReceipt(json);
        String id = json.path("message_id").asText();
        Chat chat = number.chatOfMessage(id);
        ChatMessage message = chat == null ? null : chat.message(id);
        if (chat == null || message == null || message.origin() != ChatMessage.Origin.USER) {
            throw new MetaException(MetaError.VALUE_INVALID, "message_id " + id + " is not a message to this number");
        }
        Instant now = clock.now();
        if (message.timestamp() < now.minus(OLDEST_READ).getEpochSecond()) {
            throw new MetaException(MetaError.VALUE_INVALID, "message_id " + id + " is older than 30 days");
        }
        chat.read(message);
        if (json.has("typing_indicator")) {
            chat.typesUntil(now.plus(TYPING));
        }
        byte[] success = MetaJson.write(MetaJson.object().put("success", true));
        return settled(request, ReceivedRequest.READ, null, new RawAnswer(200, RawAnswer.JSON, success), fault);
    }

    private RawAnswer accept(SimulatedNumber number, ObjectNode json, ReceivedRequest request, Fault fault) {
        MetaException later = dice.chance(fault.later().rate())
                ? new MetaException(MetaError.of(fault.later().code()), "an injected failure")
                : null;
        Accepted accepted = sends.accept(number, json, request, later);
        RawAnswer answer = new RawAnswer(200, RawAnswer.JSON, MetaJson.write(success(accepted)));
        settled(request, ReceivedRequest.ACCEPTED, accepted.wamid(), answer, fault);
        if (accepted.earlyStatus() != null) {
            accepted.earlyStatus()
                    .completeOnTimeout(null, EARLY_STATUS_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        }
        return answer;
    }

    private RawAnswer settled(
            ReceivedRequest request, String outcome, @Nullable String wamid, RawAnswer answer, Fault fault) {
        Loss loss = wamid == null ? Loss.NONE : strikes.loss(fault.answer());
        int status = loss == Loss.DROPPED ? 0 : answer.status();
        request.settle(new Result(outcome, wamid, status, answer.body(), loss));
        return answer;
    }

    private static ObjectNode success(Accepted accepted) {
        Person person = accepted.recipient().person();
        ObjectNode json = MetaJson.object().put("messaging_product", "whatsapp");
        ObjectNode contact = json.putArray("contacts")
                .addObject()
                .put("input", accepted.recipient().input());
        String waId = accepted.recipient().byUserId() ? person.shownWaId() : person.waId();
        if (waId != null) {
            contact.put("wa_id", waId);
        }
        contact.put("user_id", person.userId());
        ObjectNode message = json.putArray("messages").addObject().put("id", accepted.wamid());
        if (accepted.messageStatus() != null) {
            message.put("message_status", accepted.messageStatus());
        }
        return json;
    }
}
