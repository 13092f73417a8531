package dev.tandem.steps;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.domain.WindowBook;
import dev.tandem.webhook.Automations;
import dev.tandem.webhook.ContactName;
import dev.tandem.webhook.Conversations;
import dev.tandem.webhook.Search;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What routes can read of conversations. Thread-safe. */
@Component("conversations")
public class ConversationSteps {

    private final Conversations conversations;
    private final WindowBook windows;
    private final Automations automations;
    private final NumberDirectory numbers;
    private final Clock clock;

    public ConversationSteps(
            Conversations conversations,
            WindowBook windows,
            Automations automations,
            NumberDirectory numbers,
            Clock clock) {
        this.conversations = conversations;
        this.windows = windows;
        this.automations = automations;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** A page of the conversations of a number, the latest first. */
    public Map<String, Object> list(
            @Header("n") String name,
            @Header("before") @Nullable String before,
            @Header("limit") @Nullable String limit,
            Exchange exchange) {
        int max = Page.max(limit);
        List<Conversations.Conversation> page =
                conversations.list(number(name, exchange), search(exchange), Page.before(before), max);
        return ConversationJson.page(
                "conversations",
                page.stream().map(ConversationJson::of).toList(),
                page.size() < max ? null : page.get(max - 1).cursor());
    }

    /** One conversation with its window. */
    public Map<String, Object> show(@Header("n") String name, @Header("contact") String contact, Exchange exchange) {
        BusinessNumber number = number(name, exchange);
        Conversations.Conversation conversation = conversations
                .find(number, ContactName.of(PathName.of(contact)))
                .orElseThrow(() -> new ProblemException(
                        404,
                        Reason.NOT_FOUND,
                        "The number " + number + " has no conversation with '" + contact + "'."));
        Map<String, Object> json = ConversationJson.of(conversation);
        json.put("window", ConversationJson.of(windows.at(number, conversation.contact(), clock.instant())));
        json.put(
                "automation", AutomationSteps.json(automations.pause(number, conversation.contact(), clock.instant())));
        return json;
    }

    /** A page of what was said, in and out, from phone and API, the latest first. */
    public Map<String, Object> messages(
            @Header("n") String name,
            @Header("contact") String contact,
            @Header("before") @Nullable String before,
            @Header("limit") @Nullable String limit,
            Exchange exchange) {
        int max = Page.max(limit);
        BusinessNumber number = number(name, exchange);
        Instant now = clock.instant();
        List<Conversations.Line> page = conversations.lines(
                number, ContactName.of(PathName.of(contact)), search(exchange), Page.before(before), max);
        return ConversationJson.page(
                "messages",
                page.stream()
                        .map(line -> ConversationJson.of(line, number.linkedAt(), now))
                        .toList(),
                page.size() < max ? null : page.get(max - 1).cursor());
    }

    /** The window with a person, also with one who never wrote. */
    public Map<String, Object> window(@Header("n") String name, @Header("contact") String contact, Exchange exchange) {
        return ConversationJson.of(
                windows.at(number(name, exchange), ContactName.of(PathName.of(contact)), clock.instant()));
    }

    private BusinessNumber number(String name, Exchange exchange) {
        Caller caller = Caller.of(exchange);
        return numbers.find(PathName.of(name))
                .filter(number -> caller.mayUse(number.phoneNumberId()))
                .orElseThrow(() -> new ProblemException(
                        404,
                        Reason.UNKNOWN_NUMBER,
                        "No number is called '" + name + "'. This key may ask for: "
                                + String.join(
                                        ", ",
                                        numbers.all().stream()
                                                .filter(number -> caller.mayUse(number.phoneNumberId()))
                                                .map(BusinessNumber::alias)
                                                .toList())));
    }

    /** What {@code q}, {@code from} and {@code to} ask for. */
    private static Search search(Exchange exchange) {
        return new Search(
                exchange.getMessage().getHeader("q", String.class), time("from", exchange), time("to", exchange));
    }

    private static @Nullable Instant time(String name, Exchange exchange) {
        String text = exchange.getMessage().getHeader(name, String.class);
        try {
            // A plus in a query may have come as a blank.
            return text == null || text.isEmpty()
                    ? null
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw new ProblemException(
                    400,
                    Reason.INVALID_REQUEST,
                    name + ": '" + text + "' is no time, as in 2026-11-20T08:00:00Z or 2026-11-20T09:00:00+01:00");
        }
    }
}
