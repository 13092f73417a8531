package dev.tandem.steps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.http.ContentDisposition;

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

    /** Answers with a file to be saved; the stream is closed when it was sent. */
    static void file(Exchange exchange, String contentType, String fileName, InputStream bytes) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
        message.setHeader("Content-Disposition", disposition(fileName));
        message.setBody(bytes);
    }

    /** Tells a browser to save what comes under this name. */
    static String disposition(String name) {
        ContentDisposition.Builder attachment = ContentDisposition.attachment();
        boolean plain = StandardCharsets.US_ASCII.newEncoder().canEncode(name);
        return (plain ? attachment.filename(name) : attachment.filename(name, StandardCharsets.UTF_8))
                .build()
                .toString();
    }

    static String text(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer cannot be written as JSON", e);
        }
    }
}
