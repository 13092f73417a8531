package dev.tandem.steps;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.send.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/** Answers of kind {@code application/problem+json}: what went wrong, in words, with a reason of the closed list. */
@Component("problems")
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    static final String TYPE = "application/problem+json";
    private static final int RETRY_AFTER_SECONDS = 5;

    private final AtomicReference<String> lastCause = new AtomicReference<>("");

    /** Answers with one reason. */
    public static void answer(Exchange exchange, int status, Reason reason, String detail) {
        Answers.raw(exchange, status, TYPE, Answers.text(body(status, reason, detail)));
    }

    /** Answers with one cause, with Meta's code in its reason. */
    static void answer(Exchange exchange, int status, Cause cause) {
        Map<String, Object> body = body(status, cause.reason(), cause.detail());
        body.put("reason", cause.code());
        Answers.raw(exchange, status, TYPE, Answers.text(body));
    }

    /** Answers with everything that is wrong with a request. */
    static void answer(Exchange exchange, int status, List<Problem> problems) {
        Problem first = problems.get(0);
        Map<String, Object> body =
                body(status, first.cause().reason(), first.cause().detail());
        body.put("errors", problems.stream().map(Problems::error).toList());
        Answers.raw(exchange, status, TYPE, Answers.text(body));
    }

    static Map<String, Object> error(Problem problem) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("field", problem.field());
        error.put("reason", problem.cause().code());
        error.put("detail", problem.cause().detail());
        return error;
    }

    /** A problem's body, also for answers that are not written by a route. */
    public static Map<String, Object> body(int status, Reason reason, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", reason.advice());
        body.put("status", status);
        body.put("reason", reason.code());
        body.put("detail", detail);
        return body;
    }

    /** The step for an exception on a route that answers HTTP. */
    public void ofException(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (failure instanceof ProblemException problem) {
            answer(exchange, problem.status(), problem.reason(), String.valueOf(problem.getMessage()));
            return;
        }
        log(failure);
        answer(exchange, 503, Reason.NOT_DURABLE, Reason.NOT_DURABLE.advice());
        exchange.getMessage().setHeader("Retry-After", RETRY_AFTER_SECONDS);
    }

    /** A full disk fails every request for the same cause: its trace once, then a line for each. */
    private void log(Exception failure) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        String cause = root.toString();
        if (cause.equals(lastCause.getAndSet(cause))) {
            LOG.error("A request could not be worked off and was answered with 503, again by: {}", cause);
        } else {
            LOG.error("A request could not be worked off and was answered with 503", failure);
        }
    }
}
