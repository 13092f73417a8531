package dev.tandem.steps;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.MediaState;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.media.FileDesk;
import dev.tandem.media.MediaBook;
import dev.tandem.media.MediaFault;
import dev.tandem.media.MediaItem;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Steps of files over HTTP: reading what somebody sent, and taking what is to be sent. Thread-safe. */
@Component("media")
public final class MediaSteps {

    private static final String ITEM = "mediaItem";
    private static final String OCTETS = "application/octet-stream";

    private final MediaBook book;
    private final FileDesk files;
    private final NumberDirectory numbers;

    public MediaSteps(MediaBook book, FileDesk files, NumberDirectory numbers) {
        this.book = book;
        this.files = files;
        this.numbers = numbers;
    }

    /**
     * Finds a file. One whose bytes are wanted and there goes on in the property {@code mediaItem}; every other answer is
     * given here, and the route stops.
     */
    public void find(
            @Header("id") String id,
            @Header("meta") @Nullable String meta,
            @Header("Accept") @Nullable String accept,
            Exchange exchange) {
        Caller caller = Caller.of(exchange);
        MediaItem item = book.find(PathName.of(id))
                .filter(known -> caller.mayUse(known.phoneNumberId()))
                .orElseThrow(() -> new ProblemException(404, Reason.NOT_FOUND, "There is no file '" + id + "'."));
        boolean wantsState = (meta != null && !meta.equals("false"))
                || (accept != null && accept.strip().startsWith("application/json"));
        if (item.state() == MediaState.GONE && !wantsState) {
            Cause cause = item.cause();
            Problems.answer(
                    exchange,
                    410,
                    cause == null ? Reason.MEDIA_EXPIRED : cause.reason(),
                    cause == null ? Reason.MEDIA_EXPIRED.advice() : cause.detail());
            exchange.setRouteStop(true);
        } else if (wantsState || item.state() == MediaState.FETCHING) {
            Answers.json(exchange, item.state() == MediaState.FETCHING ? 202 : 200, json(item));
            exchange.setRouteStop(true);
        } else {
            exchange.setProperty(ITEM, item);
            exchange.getMessage().removeHeaders("*");
            exchange.getMessage().setHeader(Exchange.FILE_NAME, item.shelfName());
            exchange.getMessage().setBody(null);
        }
    }

    /** Answers with the bytes that were read from the shelf. They are a stranger's: a browser saves them and runs nothing. */
    public void answerBytes(@ExchangeProperty(ITEM) MediaItem item, @Body @Nullable Object bytes, Exchange exchange) {
        if (bytes == null) {
            throw new ProblemException(410, Reason.MEDIA_NOT_KEPT, Reason.MEDIA_NOT_KEPT.advice());
        }
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, contentType(item));
        message.setHeader("Content-Disposition", Answers.disposition(fileName(item)));
    }

    private static String contentType(MediaItem item) {
        return item.contentType().matches("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(; ?[A-Za-z0-9=._-]+)*")
                ? item.contentType()
                : OCTETS;
    }

    private static String fileName(MediaItem item) {
        String name = item.fileName();
        return name != null ? name : item.shelfName().substring(item.shelfName().lastIndexOf('/') + 1);
    }

    private Map<String, Object> json(MediaItem item) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", item.id());
        json.put("url", "/api/v1/media/" + PathName.write(item.id()));
        json.put("state", item.state().code());
        json.put(
                "number",
                numbers.find(item.phoneNumberId()).map(BusinessNumber::alias).orElse(item.phoneNumberId()));
        json.put("messageId", item.messageId());
        json.put("contentType", item.contentType());
        put(json, "fileName", item.fileName());
        put(json, "size", item.size());
        put(json, "sha256", item.sha256());
        Cause cause = item.cause();
        if (cause != null) {
            json.put("reason", cause.code());
            json.put("detail", cause.detail());
        }
        if (item.state() == MediaState.FETCHING) {
            json.put("failures", item.failures());
            put(json, "nextTryAt", text(item.dueAt()));
        }
        json.put("writtenAt", item.writtenAt().toString());
        return json;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static void put(Map<String, Object> json, String field, @Nullable Object value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    /** Takes a file that is to be sent, bare or in a form, and uploads it to Meta at once. */
    public void upload(@Header("n") String name, @Header("type") @Nullable String type, Exchange exchange) {
        Caller caller = Caller.of(exchange);
        BusinessNumber number = numbers.find(PathName.of(name))
                .filter(known -> caller.mayUse(known.phoneNumberId()))
                .orElseThrow(
                        () -> new ProblemException(404, Reason.UNKNOWN_NUMBER, "No number is called '" + name + "'."));
        try (InputStream body = body(exchange)) {
            FileForm file = file(type, body, exchange);
            FileDesk.Taken taken = files.take(number, file.contentType(), file.bytes());
            Answers.json(
                    exchange,
                    201,
                    Map.of(
                            "file", taken.file(),
                            "contentType", taken.contentType(),
                            "size", taken.size(),
                            "metaId", taken.metaId()));
        } catch (MediaFault fault) {
            Reason reason = fault.why().reason();
            throw new ProblemException(
                    fault.isLasting() ? 422 : 503, reason, fault.why().detail());
        } catch (IOException e) {
            throw new ProblemException(
                    503, Reason.NOT_DURABLE, "The bytes could not be read or written down: send them again.");
        }
    }

    private static InputStream body(Exchange exchange) {
        InputStream body = exchange.getMessage().getBody(InputStream.class);
        return body == null ? InputStream.nullInputStream() : body;
    }

    /** The file as the body has it: in a form, or bare. */
    private static FileForm file(@Nullable String type, InputStream body, Exchange exchange) throws IOException {
        String said = RawBody.contentType(exchange);
        String told = type == null || type.isBlank() ? null : type;
        if (said == null || !said.strip().toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return new FileForm(told != null ? told : said != null ? said : OCTETS, body);
        }
        FileForm form = FileForm.read(said, body);
        return told != null ? new FileForm(told, form.bytes()) : form;
    }
}
