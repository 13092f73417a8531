package dev.tandem.webhook;

import dev.tandem.TestNumbers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Composes webhooks for tests. */
public final class Webhooks {

    public static final Instant RECEIVED = Instant.parse("2026-10-26T08:00:00Z");

    /** Seconds of {@link #RECEIVED}. */
    public static final long NOW = RECEIVED.getEpochSecond();

    private Webhooks() {}

    /** One change. */
    public static String change(String field, String value) {
        return "{\"field\":\"" + field + "\",\"value\":" + value + "}";
    }

    /** A value of the shop's number with the given members. */
    public static String value(String members) {
        return valueOf(TestNumbers.SHOP.phoneNumberId(), members);
    }

    /** A value of any number with the given members. */
    public static String valueOf(String phoneNumberId, String members) {
        return "{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"15550100001\","
                + "\"phone_number_id\":\"" + phoneNumberId + "\"}," + members + "}";
    }

    /** A whole body with these changes in one entry of the shop's account. */
    public static String body(String... changes) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"900000000000001\",\"time\":1793000000,"
                + "\"changes\":[" + String.join(",", changes) + "]}]}";
    }

    /** Inbound messages of Mina. */
    public static String inbound(String... messages) {
        return body(change(
                "messages",
                value("\"contacts\":[{\"profile\":{\"name\":\"Mina Example\"},\"wa_id\":\"15550100077\","
                        + "\"user_id\":\"US.4f00aa11bb22\"}],\"messages\":[" + String.join(",", messages) + "]")));
    }

    /** A text of Mina. */
    public static String text(String id, long seconds, String text) {
        return "{\"from\":\"15550100077\",\"from_user_id\":\"US.4f00aa11bb22\",\"id\":\"" + id + "\",\"timestamp\":\""
                + seconds + "\",\"type\":\"text\",\"text\":{\"body\":\"" + text + "\"}}";
    }

    /** A message of Mina of any type. */
    public static String message(String id, long seconds, String type, String content) {
        return "{\"from\":\"15550100077\",\"id\":\"" + id + "\",\"timestamp\":\"" + seconds + "\",\"type\":\"" + type
                + "\",\"" + type + "\":" + content + "}";
    }

    /** Statuses of the shop's number. */
    public static String statuses(String... statuses) {
        return body(change("messages", value("\"statuses\":[" + String.join(",", statuses) + "]")));
    }

    /** A status without more. */
    public static String status(String id, String status) {
        return "{\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"timestamp\":\"" + NOW
                + "\",\"recipient_id\":\"15550100077\"}";
    }

    /** Echoes of the shop's phone. */
    public static String echoes(String... echoes) {
        return body(change("smb_message_echoes", value("\"message_echoes\":[" + String.join(",", echoes) + "]")));
    }

    /** An echo to Mina. */
    public static String echo(String id, long seconds, String type, String content) {
        return "{\"from\":\"15550100001\",\"to\":\"15550100077\",\"id\":\"" + id + "\",\"timestamp\":\"" + seconds
                + "\",\"type\":\"" + type + "\",\"" + type + "\":" + content + "}";
    }

    /** The items of a body. */
    static List<WebhookItem> split(String body) {
        return new WebhookSplitter(TestNumbers.DIRECTORY, Newcomers.NONE)
                .split(body.getBytes(StandardCharsets.UTF_8), RECEIVED, false);
    }

    /** The first item of a body. */
    public static WebhookItem first(String body) {
        return split(body).get(0);
    }

    /** The only item of a body. */
    public static WebhookItem item(String body) {
        List<WebhookItem> items = split(body);
        if (items.size() != 1) {
            throw new AssertionError(items.size() + " items in " + body);
        }
        return items.get(0);
    }
}
