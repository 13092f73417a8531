package dev.tandem.steps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Answers over HTTP: nothing of the request or of the route's inner life leaks into their headers. Thread-safe. */
public final class Answers {

    private static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();

    private Answers() {}

    /** Answers with JSON. */
    public static void json(Exchange exchange, int status, Object body) {
        raw(exchange, status, "application/json", text(body));
    }

    /** Answers with a text of any type. */
    public static void raw(Exchange exchange, int status, String contentType, String body) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
        message.setBody(body);
    }

    static String text(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer cannot be written as JSON", e);
        }
    }
}
