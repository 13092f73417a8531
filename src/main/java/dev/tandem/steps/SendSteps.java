package dev.tandem.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.send.Incoming;
import dev.tandem.send.Recipients;
import dev.tandem.send.SendAccept;
import dev.tandem.send.SendDesk;
import dev.tandem.send.SendIds;
import dev.tandem.send.SendLedger;
import dev.tandem.send.Verdict;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Steps of the ways in for single sends, and of what clients ask about them. */
@Component("sends")
public final class SendSteps {

    private static final int BATCH_LIMIT = 500;
    private static final int PAGE = 50;
    private static final int PAGE_LIMIT = 500;
    private static final int DEFAULT_JMS_PRIORITY = 4;

    private final SendAccept accept;
    private final SendDesk desk;
    private final NumberDirectory numbers;
    private final Clock clock;

    public SendSteps(SendAccept accept, SendDesk desk, NumberDirectory numbers, Clock clock) {
        this.clock = clock;
        this.accept = accept;
        this.desk = desk;
        this.numbers = numbers;
    }

    /** From the body of a REST call to an {@link Incoming}. */
    public Incoming readRest(Exchange exchange) {
        String key = exchange.getMessage().getHeader("Idempotency-Key", String.class);
        Caller caller = Caller.of(exchange);
        JsonNode request = RawBody.json(RawBody.read(exchange));
        return Incoming.single(request, key, true, Priority.TRANSACTIONAL, caller.name(), caller.numbers());
    }

    /** From the body of a batch call to its {@link Incoming}s. */
    public List<Incoming> readBatch(Exchange exchange) {
        Caller caller = Caller.of(exchange);
        JsonNode batch = RawBody.json(RawBody.read(exchange));
        JsonNode items = batch.isArray() ? batch : batch.path("sends");
        if (!items.isArray() || items.isEmpty() || items.size() > BATCH_LIMIT) {
            throw new ProblemException(
                    422, Reason.INVALID_REQUEST, "A batch is a list of 1 to " + BATCH_LIMIT + " send requests.");
        }
        List<Incoming> requests = new ArrayList<>(items.size());
        items.forEach(item -> requests.add(
                Incoming.single(item, null, true, Priority.TRANSACTIONAL, caller.name(), caller.numbers())));
        return requests;
    }

    /** From a JMS message to an {@link Incoming}; a body that is no JSON becomes a request that is refused in words. */
    public Incoming readJms(
            @Body Object body,
            @Header("JMSCorrelationID") @Nullable String correlationId,
            @Header("JMSMessageID") @Nullable String messageId,
            @Header("JMSPriority") @Nullable Integer priority,
            @Header("JMSXUserID") @Nullable String user) {
        byte[] bytes = body instanceof byte[] raw
                ? raw
                : String.valueOf(body).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String key = correlationId != null && !correlationId.isBlank() ? correlationId : messageId;
        return Incoming.single(
                RawBody.json(bytes),
                key,
                false,
                Priority.ofJms(priority == null ? DEFAULT_JMS_PRIORITY : priority),
                user == null ? "jms" : user,
                null);
    }

    /** The one door; a list in, a list out. What was typed on the phone and caused a request stands in it from here on. */
    public Object accept(@Body Object incoming, Exchange exchange) {
        Optional<String> cause = EchoTrail.cause(exchange);
        if (incoming instanceof Incoming one) {
            return accept.accept(marked(one, cause));
        }
        List<Incoming> many = new ArrayList<>();
        ((List<?>) incoming).forEach(item -> many.add(marked((Incoming) item, cause)));
        return accept.acceptAll(many);
    }

    private static Incoming marked(Incoming request, Optional<String> cause) {
        return cause.map(request::causedBy).orElse(request);
    }

    /** From a verdict to the answer of the REST call. */
    public void answerRest(@Body Verdict verdict, Exchange exchange) {
        if (verdict instanceof Verdict.Accepted accepted) {
            Answers.json(exchange, accepted.isNew() ? 202 : 200, SendJson.accepted(accepted.send()));
        } else if (verdict instanceof Verdict.Conflict conflict) {
            Answers.raw(exchange, 409, "application/problem+json", Answers.text(SendJson.conflict(conflict.earlier())));
        } else if (verdict instanceof Verdict.Refused refused) {
            Problems.answer(exchange, 422, refused.problems());
        } else {
            Problems.answer(exchange, 403, Reason.NOT_ALLOWED, ((Verdict.Forbidden) verdict).detail());
        }
    }

    /** From verdicts to the answer of the batch call: one answer per item, in order. */
    public void answerBatch(@Body List<Verdict> verdicts, Exchange exchange) {
        Answers.json(
                exchange,
                200,
                Map.of("results", verdicts.stream().map(SendJson::verdict).toList()));
    }

    /** From a verdict to the reply of the JMS request; the property {@code refused} says that it was refused. */
    public String answerJms(@Body Verdict verdict, Exchange exchange) {
        Map<String, Object> reply = SendJson.verdict(verdict);
        boolean refused = !(verdict instanceof Verdict.Accepted);
        if (refused) {
            exchange.setProperty("reason", reply.get("reason"));
        }
        exchange.setProperty("refused", refused);
        return Answers.text(reply);
    }

    /** The reply to a JMS message that is no JSON at all. */
    public String refuseJms(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        exchange.setProperty("refused", true);
        exchange.setProperty("reason", Reason.INVALID_REQUEST.code());
        return Answers.text(Problems.body(422, Reason.INVALID_REQUEST, String.valueOf(failure.getMessage())));
    }

    /** The properties of a dead letter: why, from where, when. */
    public void labelDeadLetter(@ExchangeProperty("reason") String reason, Exchange exchange) {
        exchange.getMessage().setHeader("reason", reason);
        exchange.getMessage().setHeader("origin", "wa.send");
        exchange.getMessage().setHeader("failedAt", clock.instant().toString());
    }

    /** One send with its time line. */
    public void find(@Header("sendId") String sendId, Exchange exchange) {
        Answers.json(exchange, 200, SendJson.story(story(sendId, exchange)));
    }

    /** The sends that fit the query, newest first. */
    public void search(
            @Header("from") @Nullable String from,
            @Header("id") @Nullable String id,
            @Header("state") @Nullable String state,
            @Header("to") @Nullable String to,
            @Header("before") @Nullable String before,
            @Header("limit") @Nullable String limit,
            Exchange exchange) {
        Caller caller = Caller.of(exchange);
        int max = max(limit);
        Set<String> allowed =
                from == null ? caller.numbers() : Set.of(number(from, caller).phoneNumberId());
        List<Send> found = desk.search(new SendLedger.Filter(
                allowed,
                id,
                state == null ? null : state(state),
                to == null ? null : contact(to),
                before == null ? null : SendIds.parse(before).orElseThrow(() -> unknownSend(before)),
                max));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("sends", found.stream().map(SendJson::send).toList());
        if (found.size() == max) {
            answer.put("before", SendIds.text(found.get(max - 1).id()));
        }
        Answers.json(exchange, 200, answer);
    }

    /** Calls a send back. */
    public void cancel(@Header("sendId") String sendId, Exchange exchange) {
        String known = SendIds.text(story(sendId, exchange).send().id());
        Send send = desk.cancel(known).orElseThrow(() -> unknownSend(sendId));
        if (send.state() == SendState.CANCELLED) {
            Answers.json(exchange, 200, SendJson.send(send));
        } else {
            Problems.answer(
                    exchange,
                    409,
                    Reason.CANCELLED,
                    "It is " + send.state().code() + " already, so it cannot be called back.");
        }
    }

    /** Sends a request again, as a person decided. */
    public void resend(@Header("sendId") String sendId, Exchange exchange) {
        decided(exchange, 202, desk.resend(known(sendId, exchange)), "sent again", sendId);
    }

    /** Leaves an unknown send as it is, as a person decided. */
    public void close(@Header("sendId") String sendId, Exchange exchange) {
        decided(exchange, 200, desk.close(known(sendId, exchange)), "closed", sendId);
    }

    private String known(String sendId, Exchange exchange) {
        return SendIds.text(story(sendId, exchange).send().id());
    }

    private static void decided(
            Exchange exchange, int status, Optional<SendDesk.Decided> decided, String verb, String sendId) {
        if (decided.orElseThrow(() -> unknownSend(sendId)) instanceof SendDesk.Decided.Done done) {
            Answers.json(exchange, status, SendJson.send(done.send()));
        } else {
            Send send = ((SendDesk.Decided.NotNow) decided.get()).send();
            Problems.answer(
                    exchange,
                    409,
                    Reason.WRONG_STATE,
                    "It is " + send.state().code() + ", so it cannot be " + verb + ".");
        }
    }

    private SendDesk.Story story(String sendId, Exchange exchange) {
        Caller caller = Caller.of(exchange);
        return desk.find(sendId)
                .filter(story -> caller.mayUse(story.send().acceptance().phoneNumberId()))
                .orElseThrow(() -> unknownSend(sendId));
    }

    private BusinessNumber number(String name, Caller caller) {
        return numbers.find(name)
                .filter(number -> caller.mayUse(number.phoneNumberId()))
                .orElseThrow(
                        () -> new ProblemException(404, Reason.UNKNOWN_NUMBER, "No number is called '" + name + "'."));
    }

    private static int max(@Nullable String limit) {
        if (limit == null || limit.isEmpty()) {
            return PAGE;
        }
        if (!limit.matches("[1-9][0-9]{0,8}")) {
            throw new ProblemException(422, Reason.INVALID_REQUEST, "limit: a number from 1 to " + PAGE_LIMIT);
        }
        return Math.min(PAGE_LIMIT, Integer.parseInt(limit));
    }

    private static SendState state(String state) {
        try {
            return SendState.parse(state);
        } catch (IllegalArgumentException e) {
            List<String> states = java.util.Arrays.stream(SendState.values())
                    .map(one -> one.name().toLowerCase(Locale.ROOT))
                    .toList();
            throw new ProblemException(
                    422, Reason.INVALID_REQUEST, "'" + state + "' is no state; the states are " + states);
        }
    }

    private static String contact(String to) {
        try {
            return to.contains(".") ? to : Recipients.ofPhone(to).contact();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(422, Reason.INVALID_RECIPIENT, String.valueOf(e.getMessage()));
        }
    }

    private static ProblemException unknownSend(String sendId) {
        return new ProblemException(404, Reason.NOT_FOUND, "There is no send '" + sendId + "'.");
    }
}
