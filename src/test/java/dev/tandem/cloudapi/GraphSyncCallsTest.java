package dev.tandem.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.SyncAnswer;
import dev.tandem.domain.SyncKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphSyncCallsTest {

    private final GraphSyncCalls calls = new GraphSyncCalls(new GraphClient());
    private final TestMeta meta = new TestMeta();

    @AfterEach
    void stop() {
        meta.close();
    }

    private SyncAnswer ask(SyncKind kind) {
        return calls.ask(meta.shop("secret"), kind);
    }

    @Test
    void bothCallsAreMadeAsMetaWritesThem() {
        meta.answers(200, "{\"messaging_product\":\"whatsapp\",\"request_id\":\"req-1\"}");
        assertThat(ask(SyncKind.CONTACTS)).isEqualTo(new SyncAnswer.Accepted("req-1"));
        ask(SyncKind.HISTORY);
        String call = "POST /v25.0/100000000000001/smb_app_data Bearer secret {\"messaging_product\":\"whatsapp\",";
        assertThat(meta.asked())
                .extracting(
                        asked -> asked.method() + " " + asked.uri() + " " + asked.authorization() + " " + asked.body())
                .containsExactly(call + "\"sync_type\":\"smb_app_state_sync\"}", call + "\"sync_type\":\"history\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 2593107, false, AlreadyUsed",
        "400, 2593108, false, Expired",
        "401, 190, false, Refused",
        "400, 100, false, Refused",
        "403, 10, false, Refused",
        "429, 80007, true, Refused", // too many calls: refused at the door, whatever else is said of it
        "400, 4, true, Refused",
        "500, 130429, true, Refused",
        "400, 1, false, Unclear", // Meta's "unknown error"
        "503, 2, true, Unclear",
        "400, 131000, true, Unclear", // it may pass by itself: Meta does not say how far it came
        "500, 131000, false, Unclear",
    })
    void whatMetaRefusesDidOrMayHaveCounted(int http, int code, boolean isTransient, String kind) {
        meta.answers(
                http,
                "{\"error\":{\"message\":\"Some words\",\"type\":\"OAuthException\",\"code\":" + code
                        + ",\"is_transient\":" + isTransient + ",\"fbtrace_id\":\"A\"}}");
        SyncAnswer said = ask(SyncKind.HISTORY);
        assertThat(said.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(said.toString()).contains(code + ": Some words.").doesNotContain("secret");
        if (said instanceof SyncAnswer.Refused refused) {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.reached()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, {}, Unclear",
        "200, <html>, Unclear",
        "200, '', Unclear",
        "302, '', Unclear",
        "502, <html>, Unclear",
        "408, <html>, Unclear",
        "404, <html>, Refused",
        "407, '', Refused",
    })
    void answersWithoutSense(int http, String body, String kind) {
        meta.answers(http, body);
        assertThat(ask(SyncKind.HISTORY).getClass().getSimpleName()).isEqualTo(kind);
    }

    @Test
    void whatNeverLeftDidNotCountAndWhatWasCutMayHave() throws Exception {
        assertThat(calls.ask(TestMeta.shopAt("http://127.0.0.1:1/v25.0", "secret"), SyncKind.HISTORY))
                .isInstanceOfSatisfying(SyncAnswer.Refused.class, refused -> {
                    assertThat(refused.reached()).isFalse();
                    assertThat(refused.text()).contains("could not be reached", "Nothing left");
                });
        assertThat(calls.ask(TestMeta.shopAt("http://127.0.0.1:1/v25.0", "secret\ntoken"), SyncKind.HISTORY))
                .isInstanceOfSatisfying(SyncAnswer.Refused.class, refused -> assertThat(refused.text())
                        .doesNotContain("secret"));
        try (ServerSocket cutting = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread cut = new Thread(() -> takeAndCut(cutting));
            cut.start();
            assertThat(calls.ask(
                            TestMeta.shopAt("http://127.0.0.1:" + cutting.getLocalPort() + "/v25.0", "secret"),
                            SyncKind.HISTORY))
                    .isInstanceOfSatisfying(SyncAnswer.Unclear.class, unclear -> assertThat(unclear.text())
                            .contains("no answer came"));
            cut.join();
        }
    }

    /** Takes a request and closes without a word. */
    private static void takeAndCut(ServerSocket server) {
        try (Socket socket = server.accept();
                InputStream in = socket.getInputStream()) {
            assertThat(in.read(new byte[4096])).isPositive();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatMetaSaysOfATokenIsHandedOnWithoutIt() {
        String token = "EAAsecret0123456";
        meta.answers(
                400,
                "{\"error\":{\"code\":190,\"type\":\"OAuthException\",\"message\":\"Malformed access token " + token
                        + "\"}}");
        SyncAnswer refused = calls.ask(meta.shop(token), SyncKind.HISTORY);
        assertThat(refused.toString()).contains("Malformed access token ***").doesNotContain(token);
    }
}
