package dev.tandem.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Composes webhooks as Meta does: every sign outside ASCII as {@code \\u00e9} in lower case, every slash as {@code \/}. */
final class MetaWebhook {

    private final TestNumber number;
    private final List<String> changes = new ArrayList<>();

    MetaWebhook(TestNumber number) {
        this.number = number;
    }

    /** One more change whose value has the number's metadata and these members. */
    MetaWebhook with(String field, String members) {
        return whole(field, """
                {"messaging_product":"whatsapp",
                 "metadata":{"display_phone_number":"%s","phone_number_id":"%s"},%s}""".formatted(number.display(), number.id(), members));
    }

    /** One more change with this value. */
    MetaWebhook whole(String field, String value) {
        changes.add("{\"field\":\"%s\",\"value\":%s}".formatted(field, value));
        return this;
    }

    /** The body of a webhook with one entry. */
    byte[] bytes() {
        return Api.bytes(escaped(body(entry())));
    }

    /** What Meta signs, with the escapes taken away: another body. */
    byte[] serializedAnew() {
        return Api.bytes(Http.parse(escaped(body(entry()))).toString());
    }

    String entry() {
        return "{\"id\":\"%s\",\"time\":1793000000,\"changes\":[%s]}"
                .formatted(number.waba(), String.join(",", changes));
    }

    static String body(String... entries) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[" + String.join(",", entries) + "]}";
    }

    /** The same JSON in Meta's spelling. */
    static String escaped(String json) {
        String plain = reparsed(json);
        StringBuilder escaped = new StringBuilder(plain.length());
        for (char sign : plain.toCharArray()) {
            if (sign > 126) {
                escaped.append("\\u").append("%04x".formatted((int) sign));
            } else {
                escaped.append(sign == '/' ? "\\/" : sign);
            }
        }
        return escaped.toString();
    }

    /** Without line breaks and other blanks between its parts. */
    private static String reparsed(String json) {
        JsonNode tree = Http.parse(json);
        return tree.toString();
    }
}
