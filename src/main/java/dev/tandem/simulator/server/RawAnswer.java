package dev.tandem.simulator.server;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * An answer whose bytes are known, written without any negotiation.
 *
 * @param slowBytes milliseconds between any two bytes, 0 to write all at once
 * @param breaksOff whether the connection is closed in the middle of the body
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out, changed by nobody
public record RawAnswer(int status, String contentType, byte[] body, int slowBytes, boolean breaksOff)
        implements ServerResponse {
    public static final String JSON = "application/json; charset=UTF-8";
    public static final String HTML = "text/html; charset=UTF-8";

    public RawAnswer(int status, String contentType, byte[] body) {
        this(status, contentType, body, 0, false);
    }

    /** What a handler returns that has ended the connection itself. */
    public static ServerResponse none() {
        return new RawAnswer(500, JSON, new byte[0]);
    }

    public RawAnswer slow(int millisPerByte) {
        return new RawAnswer(status, contentType, body, millisPerByte, breaksOff);
    }

    /** The same answer, of which half arrives before the connection ends. */
    public RawAnswer cut() {
        return new RawAnswer(status, contentType, body, slowBytes, true);
    }

    @Override
    public HttpStatusCode statusCode() {
        return HttpStatusCode.valueOf(status);
    }

    @Override
    @SuppressWarnings("removal") // still abstract in the interface
    public int rawStatusCode() {
        return status;
    }

    @Override
    public HttpHeaders headers() {
        return HttpHeaders.EMPTY;
    }

    @Override
    public MultiValueMap<String, Cookie> cookies() {
        return new LinkedMultiValueMap<>();
    }

    @Override
    public @Nullable ModelAndView writeTo(HttpServletRequest request, HttpServletResponse response, Context context)
            throws IOException {
        response.setStatus(status);
        response.setContentType(contentType);
        response.setContentLength(body.length);
        OutputStream out = response.getOutputStream();
        if (breaksOff) {
            out.write(body, 0, body.length / 2);
            response.flushBuffer();
            CurrentConnection.close();
        } else if (slowBytes == 0) {
            out.write(body);
        } else {
            for (byte each : body) {
                out.write(each);
                out.flush();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(slowBytes));
            }
        }
        return null;
    }
}
