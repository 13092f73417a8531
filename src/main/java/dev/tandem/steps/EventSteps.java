package dev.tandem.steps;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Channel;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.webhook.KeptItems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What routes can read of the events that belong to no conversation. Thread-safe. */
@Component("events")
public final class EventSteps {

    /** Messages, echoes and statuses stand in conversations, results in sends. */
    private static final List<Channel> KEPT =
            List.of(Channel.ACCOUNT, Channel.TEMPLATE, Channel.CONTACT, Channel.HISTORY, Channel.OTHER);

    private final KeptItems items;
    private final NumberDirectory numbers;

    public EventSteps(KeptItems items, NumberDirectory numbers) {
        this.items = items;
        this.numbers = numbers;
    }

    /** A page of what Meta told about a number on one channel, the latest first. */
    public Map<String, Object> list(
            @Header("n") String name,
            @Header("channel") @Nullable String channel,
            @Header("before") @Nullable String before,
            @Header("limit") @Nullable String limit,
            Exchange exchange) {
        BusinessNumber number = NumberInPath.of(numbers, name, exchange);
        Channel wanted = channel(channel);
        int max = Page.max(limit);
        List<KeptItems.KeptItem> page = items.newest(number, wanted, Page.before(before), max);
        return ConversationJson.page(
                "events",
                page.stream().map(item -> json(wanted, item)).toList(),
                page.size() < max ? null : page.get(max - 1).cursor());
    }

    private static Channel channel(@Nullable String written) {
        return KEPT.stream()
                .filter(channel -> channel.code().equals(written == null ? Channel.ACCOUNT.code() : written))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        400,
                        Reason.INVALID_REQUEST,
                        "channel: '" + written + "' is none of "
                                + KEPT.stream().map(Channel::code).collect(Collectors.joining(", "))
                                + ". Messages, echoes and statuses are in /conversations, results in /sends."));
    }

    private static Map<String, Object> json(Channel channel, KeptItems.KeptItem item) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", item.eventId());
        json.put("channel", channel.code());
        json.put("field", item.field());
        json.put("occurredAt", item.occurredAt().toString());
        json.put("receivedAt", item.receivedAt().toString());
        json.put("item", item.json());
        return json;
    }
}
