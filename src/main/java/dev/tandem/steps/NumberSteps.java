package dev.tandem.steps;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Limits;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.send.Aftermath;
import dev.tandem.send.NumberStates;
import dev.tandem.send.PaceBook;
import dev.tandem.send.PortfolioBook;
import dev.tandem.send.WaitingSends;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;

/** Steps of what operators ask and do about numbers. */
@Component("numbers")
public final class NumberSteps {

    private final NumberDirectory numbers;
    private final NumberStates states;
    private final Aftermath aftermath;
    private final WaitingSends waiting;
    private final PaceBook paces;
    private final PortfolioBook portfolio;
    private final MovableClock clock;
    private final boolean movable;
    private final List<NumberPart> parts;

    public NumberSteps(
            NumberDirectory numbers,
            NumberStates states,
            Aftermath aftermath,
            WaitingSends waiting,
            PaceBook paces,
            PortfolioBook portfolio,
            MovableClock clock,
            @Value("${tandem.clock.movable}") boolean movable,
            ObjectProvider<NumberPart> parts) {
        this.numbers = numbers;
        this.states = states;
        this.aftermath = aftermath;
        this.waiting = waiting;
        this.paces = paces;
        this.portfolio = portfolio;
        this.clock = clock;
        this.movable = movable;
        this.parts = parts.orderedStream().toList();
    }

    /** All numbers that the caller may see. */
    public void list(Exchange exchange) {
        Caller caller = Caller.of(exchange);
        List<Map<String, Object>> shown = numbers.all().stream()
                .filter(number -> caller.mayUse(number.phoneNumberId()))
                .map(this::json)
                .toList();
        Answers.json(exchange, 200, Map.of("numbers", shown));
    }

    /** One number. */
    public void find(@Header("n") String name, Exchange exchange) {
        Answers.json(exchange, 200, json(number(name, exchange)));
    }

    /** Nothing more leaves until it is resumed. */
    public void pause(@Header("n") String name, Exchange exchange) {
        BusinessNumber number = number(name, exchange);
        states.pause(number, "Paused by '" + Caller.of(exchange).name() + "' through the API.");
        Answers.json(exchange, 200, json(number));
    }

    /** Sends what waits. */
    public void resume(@Header("n") String name, Exchange exchange) {
        BusinessNumber number = number(name, exchange);
        aftermath.resume(number);
        Answers.json(exchange, 200, json(number));
    }

    /** Moves the engine's clock forward, outside production. */
    public void advanceClock(Exchange exchange) {
        if (!movable) {
            throw new ProblemException(404, Reason.NOT_FOUND, "The clock cannot be moved in production.");
        }
        String step = RawBody.json(RawBody.read(exchange)).path("advance").asText("");
        try {
            Duration duration = DurationStyle.detectAndParse(step);
            clock.advance(duration);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    422,
                    Reason.INVALID_REQUEST,
                    "'" + step + "' is no step forward: write {\"advance\": \"24h\"} or PT24H.");
        }
        Answers.json(exchange, 200, Map.of("now", clock.instant().toString()));
    }

    private BusinessNumber number(String name, Exchange exchange) {
        return numbers.find(PathName.of(name))
                .filter(number -> Caller.of(exchange).mayUse(number.phoneNumberId()))
                .orElseThrow(() -> new ProblemException(
                        404,
                        Reason.UNKNOWN_NUMBER,
                        "No number is called '" + name + "'. Configured are: "
                                + numbers.all().stream()
                                        .map(BusinessNumber::alias)
                                        .toList()));
    }

    private Map<String, Object> json(BusinessNumber number) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("alias", number.alias());
        json.put("phoneNumberId", number.phoneNumberId());
        json.put("displayPhoneNumber", number.displayPhoneNumber());
        json.put("wabaId", number.wabaId());
        json.put("linkedAt", number.linkedAt().toString());
        states.pause(number)
                .ifPresentOrElse(
                        pause -> {
                            json.put("state", "paused");
                            json.put("why", pause.why());
                            json.put("since", pause.since().toString());
                        },
                        () -> json.put("state", "linked"));
        json.put(
                "pauses",
                states.pauses(number).stream()
                        .map(pause -> Map.of(
                                "scope", pause.scope().code(),
                                "why", pause.why(),
                                "byMeta", pause.byMeta(),
                                "since", pause.since().toString()))
                        .toList());
        json.put("limits", json(number.limits()));
        paces.slowedTo(number).ifPresent(rate -> json.put("slowedToPerSecond", rate));
        json.put("portfolio", portfolio());
        json.put("backlog", backlog(number));
        json.put("lastMinute", paces.lastMinute(number));
        parts.forEach(part -> json.putAll(part.of(number)));
        return json;
    }

    private static Map<String, Object> json(Limits limits) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("throughputPerSecond", orOff(limits.throughputPerSecond()));
        json.put("combinedPerSecond", orOff(limits.combinedPerSecond()));
        json.put("countInbound", limits.countInbound());
        json.put("countApp", limits.countApp());
        json.put("pairSeconds", limits.pairSeconds());
        json.put("pairBurst", limits.pairBurst());
        json.put("binding", limits.bindingInWords());
        return json;
    }

    /** The same for every number: the limit belongs to all of them together. */
    private Map<String, Object> portfolio() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("peopleIn24Hours", portfolio.used());
        portfolio.limit().ifPresent(people -> json.put("limit", people));
        return json;
    }

    private static Object orOff(OptionalInt limit) {
        return limit.isPresent() ? limit.getAsInt() : "off";
    }

    private Map<String, Long> backlog(BusinessNumber number) {
        Map<Priority, Long> backlog = waiting.backlog(number.phoneNumberId());
        Map<String, Long> json = new LinkedHashMap<>();
        for (Priority priority : Priority.values()) {
            json.put(priority.code(), backlog.getOrDefault(priority, 0L));
        }
        return json;
    }
}
