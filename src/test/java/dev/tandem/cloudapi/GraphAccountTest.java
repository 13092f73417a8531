package dev.tandem.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.coexistence.linking.LinkTrouble;
import dev.tandem.coexistence.linking.LinkTroubleException;
import dev.tandem.coexistence.linking.MetaNumber;
import dev.tandem.coexistence.linking.Secret;
import dev.tandem.domain.Reason;
import dev.tandem.simulator.SimulatorApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The calls of a linking, as the simulated Meta answers them. */
class GraphAccountTest {

    private static final String APP = "700000000000001";

    private static ConfigurableApplicationContext simulator;
    private static String url;

    private final GraphAccount account = account("simulator-app-secret");

    @BeforeAll
    static void start() {
        simulator = SimulatorApplication.start(
                "--tandem.simulator.port=0", "--tandem.simulator.webhook-url=http://127.0.0.1:9/nobody");
        url = SimulatorApplication.baseUrl(simulator);
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    private static GraphAccount account(String secret) {
        return new GraphAccount(new GraphClient(), url + "/v25.0", APP, new Secret(secret));
    }

    private static JsonNode control(String method, String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url + "/control" + path))
                                .method(method, HttpRequest.BodyPublishers.ofString(json))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static JsonNode dialog(String json) throws IOException, InterruptedException {
        return control("POST", "/signup", json);
    }

    private static LinkTrouble trouble(ThrowableAssert.ThrowingCallable work) {
        return ((LinkTroubleException) Assertions.catchThrowable(work)).trouble();
    }

    @Test
    void fromTheCodeToTheNumber() throws Exception {
        JsonNode ended = dialog("{\"number\":\"4915266000001\"}");
        String waba = ended.path("wabaId").asText();
        Secret token = account.exchange(new Secret(ended.path("code").asText())).token();
        account.subscribe(waba, token);
        assertThat(control("GET", "/signup", "").path("subscribedAccounts").toString())
                .contains(waba);
        assertThat(account.missingFields()).isEmpty();
        MetaNumber number = account.numbers(waba, token).get(0);
        assertThat(number.id()).isEqualTo(ended.path("phoneNumberId").asText());
        assertThat(number.digits()).isEqualTo("4915266000001");
        assertThat(number.onBizApp()).isTrue();
        assertThat(number.platformType()).isEqualTo("CLOUD_API");
        assertThat(Duration.between(number.onboardedAt(), Instant.now()).abs()).isLessThan(Duration.ofSeconds(30));
        assertThat(account.number(number.id(), token)).isEqualTo(number);
        assertThat(control("GET", "/signup", "").path("registerCalls").asInt())
                .as("R4")
                .isZero();
    }

    @Test
    void aTokenComesWithItsLifeWhenItHasOne() throws Exception {
        String dialog = "{\"number\":\"4915266000005\"}";
        Secret code = new Secret(dialog(dialog).path("code").asText());
        assertThat(account.exchange(code).livesFor()).as("for ever").isNull();
        control("PUT", "/signup", "{\"tokenSeconds\":5184000}");
        try {
            Secret next = new Secret(dialog(dialog).path("code").asText());
            assertThat(account.exchange(next).livesFor()).isEqualTo(Duration.ofDays(60));
        } finally {
            control("PUT", "/signup", "{\"tokenSeconds\":0}");
        }
    }

    @Test
    void aCodeThatIsNoneEndsIt() throws Exception {
        Secret code =
                new Secret(dialog("{\"number\":\"4915266000002\"}").path("code").asText());
        LinkTrouble wrongSecret = trouble(() -> account("wrong-secret").exchange(code));
        assertThat(wrongSecret.isLast()).isTrue();
        assertThat(wrongSecret.cause().detail()).contains("client secret").doesNotContain("wrong-secret");
        account.exchange(code);
        LinkTrouble used = trouble(() -> account.exchange(code));
        assertThat(used.cause().reason()).isEqualTo(Reason.CODE_REFUSED);
        assertThat(used.isLast()).isTrue();
        assertThat(used.cause().detail())
                .contains("has been used", "dialog again")
                .doesNotContain(code.value());
    }

    @Test
    void whatCanBePutRightPasses() throws Exception {
        JsonNode ended = dialog("{\"number\":\"4915266000003\",\"error\":\"credit-line-later\"}");
        String waba = ended.path("wabaId").asText();
        Secret token = account.exchange(new Secret(ended.path("code").asText())).token();
        LinkTrouble credit = trouble(() -> account.subscribe(waba, token));
        assertThat(credit.cause().reason()).isEqualTo(Reason.CREDIT_LINE_SHARED);
        assertThat(credit.isLast()).isFalse();
        control("PUT", "/signup", "{\"creditLineRevoked\":\"" + waba + "\"}");
        account.subscribe(waba, token);

        LinkTrouble wrong = trouble(() -> account.numbers(waba, new Secret("certainly-not-this-token")));
        assertThat(wrong.cause().code()).isEqualTo("cloud_api_190");
        assertThat(wrong.cause().detail()).doesNotContain("certainly-not-this-token");
        GraphAccount away = new GraphAccount(new GraphClient(), "http://127.0.0.1:9/v25.0", APP, new Secret("s"));
        assertThat(trouble(() -> away.number("1", token)).cause().reason()).isEqualTo(Reason.CLOUD_UNREACHABLE);
        LinkTrouble unanswered = trouble(() -> away.exchange(new Secret("AQ")));
        assertThat(unanswered.cause().reason()).isEqualTo(Reason.CLOUD_UNREACHABLE);
        assertThat(unanswered.cause().detail()).contains("did not refuse the code", "dialog again");
        assertThat(unanswered.isLast())
                .as("a code is exchanged once, whatever came of it")
                .isTrue();
    }

    /** Meta's faults and limits say nothing about the code; but Meta refuses a wrong app secret with its code 1, too. */
    @ParameterizedTest
    @CsvSource({
        "500,1,false,cloud_unreachable",
        "500,0,false,cloud_unreachable",
        "503,2,true,cloud_unreachable",
        "400,2,false,cloud_unreachable",
        "400,4,false,cloud_unreachable",
        "400,17,false,cloud_unreachable",
        "400,80007,false,cloud_unreachable",
        "400,1,true,cloud_unreachable",
        "400,1,false,code_refused",
        "400,100,false,code_refused"
    })
    void aCodeIsRefusedOnlyWhereMetaSaysSo(int status, int code, boolean isTransient, String reason) {
        try (TestMeta meta = new TestMeta()) {
            meta.answers(
                    status,
                    "{\"error\":{\"message\":\"Something about AQ1 and s3cret.\",\"code\":" + code
                            + ",\"is_transient\":" + isTransient + "}}");
            GraphAccount other = new GraphAccount(new GraphClient(), meta.graphUrl(), APP, new Secret("s3cret"));
            LinkTrouble trouble = trouble(() -> other.exchange(new Secret("AQ1")));
            assertThat(trouble.cause().code()).isEqualTo(reason);
            assertThat(trouble.isLast()).as("a code is exchanged once").isTrue();
            assertThat(trouble.cause().detail())
                    .contains("Something about", "the dialog again")
                    .doesNotContain("AQ1")
                    .doesNotContain("s3cret");
            if (reason.equals("cloud_unreachable")) {
                assertThat(trouble.cause().detail()).contains("did not refuse the code", "minutes");
            }
            assertThat(meta.asked()).hasSize(1);
        }
    }

    @Test
    void fieldsThatAreMissingAreNamed() throws Exception {
        control("PUT", "/signup", "{\"fields\":[\"messages\",\"history\",\"account_update\"]}");
        try {
            assertThat(account.missingFields()).containsExactlyInAnyOrder("smb_app_state_sync", "smb_message_echoes");
            control("PUT", "/signup", "{\"fields\":[]}");
            assertThat(account.missingFields())
                    .containsExactlyInAnyOrder(
                            "account_update", "history", "messages", "smb_app_state_sync", "smb_message_echoes");
        } finally {
            control(
                    "PUT",
                    "/signup",
                    "{\"fields\":[\"account_update\",\"history\",\"messages\",\"smb_app_state_sync\","
                            + "\"smb_message_echoes\"]}");
        }
    }

    @Test
    void aNumberOnNoPhoneIsSeen() throws Exception {
        JsonNode ended = dialog("{\"number\":\"4915266000004\",\"error\":\"not-in-app\"}");
        Secret token = account.exchange(new Secret(ended.path("code").asText())).token();
        assertThat(account.number(ended.path("phoneNumberId").asText(), token).onBizApp())
                .isFalse();
    }

    /** R4: a number that lives on the phone is never registered, nor is its registration taken away. */
    @Test
    void nothingInTheEngineRegistersANumber() throws IOException {
        Pattern call = Pattern.compile("\"[^\"\\n]*/(de)?register[^\"\\n]*\"");
        assertThat(withIn(call)).isEmpty();
        assertThat(call.matcher(Files.readString(Path.of("src/main/java/dev/tandem/simulator/graph/GraphRoutes.java")))
                        .find())
                .as("the pattern finds such a call")
                .isTrue();
    }

    /** R11: Meta's older names around messaging accounts, which it lets go from December 31, 2026 on. */
    @Test
    void nothingInTheEngineReadsTheAliasesThatEnd() throws IOException {
        Pattern alias = Pattern.compile("\\bpaid_\\w");
        assertThat(withIn(alias)).as("but for columns of our own").allMatch(file -> file.contains("/tandem/store/"));
        assertThat(alias.matcher("json.path(\"paid_messaging_account_id\")").find())
                .as("the pattern finds such a name")
                .isTrue();
    }

    /** The sources and routes of the engine in which something stands; the simulator plays Meta and is none of it. */
    private static List<String> withIn(Pattern words) throws IOException {
        List<String> found = new ArrayList<>();
        for (String folder : List.of("src/main/java/dev/tandem", "routes")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    boolean judge = file.startsWith("src/main/java/dev/tandem/simulator");
                    if (!judge && words.matcher(Files.readString(file)).find()) {
                        found.add(file.toString());
                    }
                }
            }
        }
        return found;
    }
}
