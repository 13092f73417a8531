package dev.tandem.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.domain.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.apache.camel.http.common.DefaultHttpBinding;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RawBodyTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private byte[] read(Object body) {
        exchange.getMessage().setBody(body);
        return RawBody.read(exchange);
    }

    private static void assertProblem(int status, Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.status()).isEqualTo(status);
            assertThat(problem.reason()).isEqualTo(reason);
        });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theBytesComeAsTheyAre() {
        byte[] invalid = {'{', (byte) 0xff, 0, '}'};
        assertThat(read(new ByteArrayInputStream(invalid))).isEqualTo(invalid);
        assertThat(read("ü")).isEqualTo(utf8("ü"));
        assertThat(read(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "100,100",
        "65536,65536",
        "65537,65537",
        "3000000,3000000",
        "3000000,-1",
        "3000000,70000",
        "70000,3000000"
    })
    void theAnnouncedLengthIsOnlyAHint(int real, int announced) {
        byte[] body = new byte[real];
        new Random(1).nextBytes(body);
        MockHttpServletRequest request = new MockHttpServletRequest() {
            @Override
            public long getContentLengthLong() {
                return announced;
            }
        };
        PlatformHttpMessage message =
                new PlatformHttpMessage(exchange, new DefaultHttpBinding(), request, new MockHttpServletResponse());
        message.setBody(new ByteArrayInputStream(body));
        exchange.setMessage(message);
        assertThat(RawBody.read(exchange)).isEqualTo(body);
    }

    @Test
    void fourMebibytesAndNotOneByteMore() {
        assertThat(read(new ByteArrayInputStream(new byte[RawBody.LIMIT]))).hasSize(4 << 20);
        assertProblem(413, Reason.BODY_TOO_LARGE, () -> read(new ByteArrayInputStream(new byte[RawBody.LIMIT + 1])));
    }

    @Test
    void aBodyThatBreaksOffIsSaidSo() {
        assertProblem(
                400,
                Reason.INVALID_REQUEST,
                () -> read(new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                }));
    }

    @Test
    void jsonIsRead() {
        assertThat(RawBody.json(utf8("{\"a\":\"Grüße 🎉\"}")).path("a").asText())
                .isEqualTo("Grüße 🎉");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{", "{\"a\":1,}", "{\"a\":1} {}", "{\"a\":1,\"a\":2}", "hello", "{'a':1}"})
    void whatIsNotExactlyOneJsonIsRefused(String text) {
        assertProblem(422, Reason.INVALID_REQUEST, () -> RawBody.json(utf8(text)));
    }

    @Test
    void invalidUtf8IsRefused() {
        assertProblem(422, Reason.INVALID_REQUEST, () -> RawBody.json(new byte[] {'"', (byte) 0xc3, '"'}));
        assertProblem(
                422, Reason.INVALID_REQUEST, () -> RawBody.json("{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_16)));
    }

    @Test
    void jsonNestedWithoutEndIsRefused() {
        assertProblem(422, Reason.INVALID_REQUEST, () -> RawBody.json(utf8("[".repeat(100_000))));
    }
}
