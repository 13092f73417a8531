package dev.tandem.steps;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.jspecify.annotations.Nullable;

/** Reads bodies as the bytes they are, up to the API's limit. Thread-safe. */
public final class RawBody {

    /** The largest body that is read: 4 MiB. */
    public static final int LIMIT = 4 << 20;

    /** The name of the servlet request's attribute that holds the content type as the client said it. */
    public static final String CONTENT_TYPE = RawBody.class.getName() + ".contentType";

    /** Room is made for so much before anything came, whatever length the caller announces. */
    private static final int FIRST = 64 << 10;

    /** A tenth of the memory, or one body: Meta sends up to 3 MB, and many at once after a linking. */
    private static final BodyRoom ROOM =
            new BodyRoom(Math.max(LIMIT, Runtime.getRuntime().maxMemory() / 10), Duration.ofSeconds(20));

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private RawBody() {}

    /**
     * The bytes of the body.
     *
     * @throws ProblemException 413 when there are more than {@link #LIMIT}; 503 when too many large ones come at once
     */
    public static byte[] read(Exchange exchange) {
        try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
            return in == null ? new byte[0] : read(in, exchange);
        } catch (IOException e) {
            throw new ProblemException(
                    400, Reason.INVALID_REQUEST, "The body broke off while it was read: send it again.");
        }
    }

    /** Reads into an array of the announced length, so that a large body is never copied. */
    private static byte[] read(InputStream in, Exchange exchange) throws IOException {
        byte[] first = in.readNBytes(FIRST);
        if (first.length < FIRST) {
            return first;
        }
        long announced = announced(exchange);
        ROOM.take(exchange, announced < 0 ? LIMIT : Math.min(announced, LIMIT));
        byte[] bytes = Arrays.copyOf(first, (int) Math.max(FIRST, Math.min(announced, LIMIT)));
        int length = FIRST + in.readNBytes(bytes, FIRST, bytes.length - FIRST);
        if (length < bytes.length) {
            return Arrays.copyOf(bytes, length);
        }
        byte[] rest = in.readNBytes(LIMIT + 1 - length);
        if (length + rest.length > LIMIT) {
            throw new ProblemException(413, Reason.BODY_TOO_LARGE, Reason.BODY_TOO_LARGE.advice());
        }
        if (rest.length == 0) {
            return bytes;
        }
        byte[] whole = Arrays.copyOf(bytes, length + rest.length);
        System.arraycopy(rest, 0, whole, length, rest.length);
        return whole;
    }

    /** The length that the caller announced, -1 when he announced none. */
    private static long announced(Exchange exchange) {
        return exchange.getMessage() instanceof PlatformHttpMessage message && message.getRequest() != null
                ? message.getRequest().getContentLengthLong()
                : -1;
    }

    /** The content type as the client said it, null when there is none: for what reads bodies, all are only bytes. */
    static @Nullable String contentType(Exchange exchange) {
        return exchange.getMessage() instanceof PlatformHttpMessage message
                        && message.getRequest() != null
                        && message.getRequest().getAttribute(CONTENT_TYPE) instanceof String said
                ? said
                : null;
    }

    /**
     * The body as JSON.
     *
     * @throws ProblemException 422 when it is no UTF-8 or no JSON; the text says where
     */
    public static JsonNode json(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode json = JSON.readTree(text);
            if (json.isMissingNode()) {
                throw new ProblemException(422, Reason.INVALID_REQUEST, "The body is empty: it should be JSON.");
            }
            return json;
        } catch (CharacterCodingException e) {
            throw new ProblemException(
                    422, Reason.INVALID_REQUEST, "The body is not valid UTF-8: write JSON in UTF-8.");
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw new ProblemException(
                    422, Reason.INVALID_REQUEST, "The body is not JSON" + where + ": " + e.getOriginalMessage());
        }
    }
}
