package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.coexistence.linking.MetaNumber;
import dev.tandem.coexistence.watch.NumberNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads number nodes, {@code GET /{phone_number_id}} (R5): what a linking and the watch know of a number. Thread-safe; waits
 * for the network.
 */
final class NumberNodes {

    /** What is asked of a node. */
    static final String FIELDS = "id,display_phone_number,is_on_biz_app,platform_type,last_onboarded_time";

    /** Meta writes +0000; other forms of an offset may come. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private final GraphClient graph;

    NumberNodes(GraphClient graph) {
        this.graph = graph;
    }

    /**
     * One number.
     *
     * @param graphUrl base URL and version
     * @throws IOException as {@link GraphClient#get(String, String)}
     */
    MetaNumber read(String graphUrl, String phoneNumberId, String token) throws IOException {
        return number(node(graphUrl, phoneNumberId, token, FIELDS));
    }

    /**
     * What the watch wants to know of one number.
     *
     * @throws IOException as {@link GraphClient#get(String, String)}
     */
    NumberNode.Said said(String graphUrl, String phoneNumberId, String token) throws IOException {
        JsonNode node = node(graphUrl, phoneNumberId, token, FIELDS + ",quality_rating");
        return new NumberNode.Said(
                number(node).isOnBoth(), node.path("quality_rating").asText("").toUpperCase(Locale.ROOT));
    }

    private JsonNode node(String graphUrl, String phoneNumberId, String token, String fields) throws IOException {
        String id = URLEncoder.encode(phoneNumberId, StandardCharsets.UTF_8);
        return graph.get(graphUrl + "/" + id + "?fields=" + fields, token);
    }

    /** A node, or an element of an account's list of them. A field that is missing or unlike what Meta writes says nothing. */
    static MetaNumber number(JsonNode node) {
        JsonNode onBizApp = node.path("is_on_biz_app");
        return new MetaNumber(
                node.path("id").asText(),
                node.path("display_phone_number").asText().replaceAll("[^0-9]", ""),
                onBizApp.isBoolean() ? onBizApp.asBoolean() : null,
                node.path("platform_type").asText(""),
                time(node.path("last_onboarded_time")));
    }

    private static @Nullable Instant time(JsonNode written) {
        if (written.isIntegralNumber()) {
            return Instant.ofEpochSecond(written.asLong());
        }
        try {
            return written.isTextual()
                    ? OffsetDateTime.parse(written.asText(), TIME).toInstant()
                    : null;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
