package dev.tandem.steps;

import dev.tandem.operation.QuarantineShelf;
import dev.tandem.operation.WebhookArchive;
import dev.tandem.operation.WebhookCopies;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Steps of the webhooks that were kept: copies of all, and what nobody could understand. Thread-safe. */
@Component("webhookArchive")
public final class WebhookArchiveSteps {

    private static final String ID = "archiveId";

    private final WebhookCopies copies;
    private final WebhookArchive archive;
    private final QuarantineShelf shelf;
    private final Clock clock;

    public WebhookArchiveSteps(WebhookCopies copies, WebhookArchive archive, QuarantineShelf shelf, Clock clock) {
        this.copies = copies;
        this.archive = archive;
        this.shelf = shelf;
        this.clock = clock;
    }

    /** Keeps a copy; returns at once. */
    public void keep(@Body byte[] body, @Header("receivedAt") long receivedAt) {
        copies.take(new WebhookArchive.Copy(body, Instant.ofEpochMilli(receivedAt)));
    }

    /** The newest copies, or those before one. */
    public void list(
            @Header("before") @Nullable String before, @Header("limit") @Nullable String limit, Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        int max = OperatorCall.max(limit);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (WebhookArchive.Summary each : archive.newest(OperatorCall.before(before), max)) {
            Map<String, Object> row = head(each.id(), each.receivedAt());
            row.put("size", each.size());
            row.put("beginning", each.beginning());
            rows.add(row);
        }
        Answers.json(exchange, 200, page("webhooks", rows, max));
    }

    /** One copy with its body. */
    public void show(@Header("id") String id, Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        WebhookArchive.Copy copy = copy(id);
        Map<String, Object> json = head(OperatorCall.id(id), copy.receivedAt());
        json.put("size", copy.body().length);
        json.putAll(body(copy.body()));
        Answers.json(exchange, 200, json);
    }

    /** Makes the message that goes into the queue once more: the bytes and the time of their arrival, nothing else. */
    public void copyAgain(@Header("id") String id, Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        message(exchange, id, copy(id));
    }

    /** The same for an item of the quarantine, which leaves it when it is understood. */
    public void itemAgain(@Header("id") String id, Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        long item = OperatorCall.id(id);
        message(exchange, id, shelf.retry(item, clock.instant()).orElseThrow(() -> OperatorCall.unknown(id)));
        exchange.getMessage().setHeader("quarantineId", item);
    }

    /** It is in the queue. */
    public void answerReplayed(Exchange exchange) {
        Answers.json(exchange, 202, Map.of("id", String.valueOf(exchange.getProperty(ID))));
    }

    /** The items that nobody could understand, the newest first. */
    public void quarantined(
            @Header("before") @Nullable String before, @Header("limit") @Nullable String limit, Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        int max = OperatorCall.max(limit);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (QuarantineShelf.Item each : shelf.newest(OperatorCall.before(before), max)) {
            Map<String, Object> row = head(each.id(), each.receivedAt());
            row.put("reason", each.reason());
            row.put("detail", each.detail());
            row.put("field", each.field());
            row.put("phoneNumberId", each.phoneNumberId());
            row.put("beginning", each.beginning());
            if (each.triedAt() != null) {
                row.put("triedAt", each.triedAt().toString());
            }
            rows.add(row);
        }
        Answers.json(exchange, 200, page("items", rows, max));
    }

    /** After all items of a webhook: an item of the quarantine that was not put aside again was understood. */
    public void settle(@Header("quarantineId") @Nullable Long quarantineId) {
        if (quarantineId != null) {
            shelf.understood(quarantineId);
        }
    }

    private static void message(Exchange exchange, String id, WebhookArchive.Copy copy) {
        exchange.setProperty(ID, id);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader("receivedAt", copy.receivedAt().toEpochMilli());
        message.setBody(copy.body());
    }

    private WebhookArchive.Copy copy(String id) {
        return archive.find(OperatorCall.id(id)).orElseThrow(() -> OperatorCall.unknown(id));
    }

    private static Map<String, Object> head(long id, Instant receivedAt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", String.valueOf(id));
        json.put("receivedAt", receivedAt.toString());
        return json;
    }

    private static Map<String, Object> page(String name, List<Map<String, Object>> rows, int max) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(name, rows);
        if (rows.size() == max) {
            json.put("next", String.valueOf(rows.get(max - 1).get("id")));
        }
        return json;
    }

    private static Map<String, Object> body(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Map.of("encoding", "text", "body", text);
        } catch (CharacterCodingException noText) {
            return Map.of("encoding", "base64", "body", Base64.getEncoder().encodeToString(bytes));
        }
    }
}
