package dev.tandem.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerReaderTest {

    @Test
    void takenWithTheIdOfThePerson() {
        assertThat(AnswerReader.ofHttp(200, """
                {"messaging_product":"whatsapp","contacts":[{"input":"+4915112345678","wa_id":"4915112345679"}],
                 "messages":[{"id":"wamid.1","message_status":"accepted"}]}""")).isEqualTo(new Answer.Accepted("wamid.1", "4915112345679", false));
    }

    @Test
    void takenAndHeldForItsQuality() {
        assertThat(AnswerReader.ofHttp(
                        200,
                        "{\"messages\":[{\"id\":\"wamid.1\",\"message_status\":\"held_for_quality_assessment\"}]}"))
                .isEqualTo(new Answer.Accepted("wamid.1", null, true));
    }

    @Test
    void refusedWithMetasCodeAndWords() {
        assertThat(AnswerReader.ofHttp(400, """
                {"error":{"message":"(#131047) Re-engagement message","type":"OAuthException","code":131047,
                 "error_data":{"messaging_product":"whatsapp","details":"More than 24 hours have passed"},
                 "error_subcode":2494010,"fbtrace_id":"A"}}"""))
                .isEqualTo(new Answer.Refused(
                        400, 131047, "(#131047) Re-engagement message – More than 24 hours have passed", false));
        assertThat(AnswerReader.ofHttp(500, "{\"error\":{\"message\":\"Service\",\"code\":2,\"is_transient\":true}}"))
                .isEqualTo(new Answer.Refused(500, 2, "Service", true));
        assertThat(AnswerReader.ofHttp(200, "{\"error\":{\"code\":\"190\",\"type\":\"OAuthException\"}}"))
                .as("Meta's code first, whatever the status and its type")
                .isEqualTo(new Answer.Refused(200, 190, "", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "200 | {}",
                "200 | {'messages':[]}",
                "200 | {'messages':[{'id':''}]}",
                "200 | {'messages':[{'id':'wamid.1'}",
                "202 | {'messages':[{'id':'wamid.1'}]}",
                "200 | []",
                "200 | null",
                "200 | 17",
                "400 | {'error':'a text'}",
                "400 | {'error':{'message':'no code'}}",
                "504 | {'error':{'code':504,'message':'upstream timeout'}}",
                "401 | {'error':{'code':'invalid_token','type':'proxy'}}",
                "502 | <html><body>Bad Gateway</body></html>",
                "503 | ''",
                "302 | moved"
            })
    void anythingElseIsUnreadable(int status, String body) {
        assertThat(AnswerReader.ofHttp(status, body.replace('\'', '"')))
                .isInstanceOfSatisfying(Answer.Unreadable.class, answer -> {
                    assertThat(answer.httpStatus()).isEqualTo(status);
                    assertThat(answer.text()).contains("HTTP " + status);
                });
        assertThat(AnswerReader.ofHttp(status, "")).isInstanceOf(Answer.Unreadable.class);
    }

    @Test
    void aLongPageIsCut() {
        assertThat(((Answer.Unreadable) AnswerReader.ofHttp(502, "x".repeat(100_000))).text())
                .hasSizeLessThan(500)
                .endsWith("…");
    }

    static Stream<Exception> beforeItLeft() throws Exception {
        return Stream.of(
                new ConnectException("Connection refused"),
                new HttpHostConnectException("Connect to graph failed"),
                new ConnectTimeoutException("Connect timed out"),
                new ConnectionRequestTimeoutException("Timeout deadline: 180000 MILLISECONDS"),
                new UnknownHostException("graph.facebook.com"),
                new NoRouteToHostException("No route"),
                new SSLHandshakeException("certificate expired"),
                new IOException("wrapped", new ConnectException("Connection refused")));
    }

    @ParameterizedTest
    @MethodSource("beforeItLeft")
    void whatNeverLeftWasNotSent(Exception failure) {
        assertThat(AnswerReader.ofFailure(failure))
                .isInstanceOfSatisfying(Answer.NotSent.class, answer -> assertThat(answer.text())
                        .contains("nothing was sent")
                        .contains(failure.getClass().getSimpleName()));
    }

    static List<Exception> afterItLeft() {
        return List.of(
                new SocketTimeoutException("Read timed out"),
                new SocketException("Connection reset"),
                new NoHttpResponseException("failed to respond"),
                new IOException("Stream closed"),
                new IOException("wrapped", new SocketTimeoutException("Read timed out")),
                new IllegalStateException("whatever"));
    }

    @ParameterizedTest
    @MethodSource("afterItLeft")
    void whatMayHaveLeftIsLost(Exception failure) {
        assertThat(AnswerReader.ofFailure(failure)).isInstanceOf(Answer.Lost.class);
    }
}
