package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A number that no file knows: from Meta's dialog to a number that sends, hears, outlives a crash and goes again. */
class LinkingIT {

    private static final TestNumber SHOP = TestNumber.unlimited("shop", 131);
    private static final String MINA = "491701234599";
    private static final long EIGHT_DAYS = Duration.ofDays(8).toSeconds();
    private static final String ALL_KEY = "key-for-all-numbers";
    private static final String BERLIN_KEY = "key-for-berlin-alone";

    private static Installation tandem;

    private final List<String> answers = new ArrayList<>();

    @BeforeAll
    static void start() {
        tandem = Installation.start(
                "Linking",
                engine -> engine.withoutTeamRoutes()
                        .withApiKey(ALL_KEY, "all", Set.of("send", "read", "operate"), "")
                        .withApiKey(BERLIN_KEY, "berlin", Set.of("send", "read"), "berlin"),
                SHOP);
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    private Http.Answer call(String method, String path, String json) {
        Http.Answer answer = tandem.api().call(method, path, Api.bytes(json), Map.of());
        answers.add(answer.text());
        return answer;
    }

    private Http.Answer asBerlin(String path) {
        return Http.call(
                "GET",
                tandem.engine().baseUrl() + "/api/v1" + path,
                Map.of("Authorization", "Bearer " + BERLIN_KEY),
                new byte[0]);
    }

    private JsonNode dialog(String json) {
        return tandem.control().call("POST", "/signup", json);
    }

    private void sendsFrom(String alias, String id) {
        String send = tandem.api().accepted("""
                {"id":"%s","from":"%s","to":"+%s","template":{"name":"hello_world","language":"en_US"}}""".formatted(id, alias, MINA));
        tandem.api().awaitSubmitted(send);
    }

    @Test
    void fromTheDialogToTheEnd() throws IOException {
        try (ChannelReader events = new ChannelReader(tandem.engine(), "linking")) {
            assertThat(call("GET", "/linking", "").json().path("checklist").toString())
                    .contains("webhook_fields");
            JsonNode left = dialog("{\"number\":\"4915244000001\",\"confirm\":false}");
            assertThat(call("POST", "/numbers", "{\"event\":" + left.path("event") + "}")
                            .text())
                    .contains("signup_cancelled");

            tandem.control().call("PUT", "/signup", "{\"tokenSeconds\":" + EIGHT_DAYS + "}");
            JsonNode ended = dialog("{\"number\":\"4915244000001\",\"scan\":\"code\"}");
            String code = ended.path("code").asText();
            String id = ended.path("phoneNumberId").asText();
            assertThat(asBerlin("/numbers").text()).doesNotContain(id);
            String wish = "{\"code\":\"" + code + "\",\"event\":" + ended.path("event")
                    + ",\"alias\":\"berlin\",\"confirmed\":true,\"autoHistory\":\"never\","
                    + "\"limits\":{\"pairSeconds\":\"off\",\"combinedPerSecond\":\"off\"}}";
            Http.Answer linked = call("POST", "/numbers", wish);
            assertThat(linked.status()).as(linked.text()).isEqualTo(201);
            assertThat(call("POST", "/numbers", wish).json().path("id"))
                    .as("the same code again")
                    .isEqualTo(linked.json().path("id"));
            String token = tandem.control().get("/numbers/" + id).path("token").asText();
            assertThat(token).startsWith("EAAsim");
            assertThat(tandem.control()
                            .get("/signup")
                            .path("subscribedAccounts")
                            .toString())
                    .contains(ended.path("wabaId").asText());

            sendsFrom("berlin", "one");
            tandem.control()
                    .call(
                            "POST",
                            "/numbers/" + id + "/inbound",
                            "{\"from\":\"" + MINA + "\",\"message\":\"Is this Berlin?\"}");
            JsonNode heard = events.await(
                    "Mina's message", event -> event.path("text").asText().equals("Is this Berlin?"));
            assertThat(heard.path("number").path("alias").asText()).isEqualTo("berlin");
            await().until(() -> call("GET", "/numbers/berlin/windows/" + MINA, "")
                    .json()
                    .path("open")
                    .asBoolean());
            assertThat(asBerlin("/numbers").text()).contains(id).doesNotContain(SHOP.id());
            refusedForItsToken(id, token);

            tandem.engine().kill9();
            tandem.engine().start();
            assertThat(call("GET", "/numbers/berlin", "")
                            .json()
                            .path("linking")
                            .path("owner")
                            .asText())
                    .isEqualTo("database");
            sendsFrom("berlin", "two");
            assertThat(asBerlin("/numbers/berlin").status()).isEqualTo(200);

            String second = theTokenExpires(id);
            sendsFrom("berlin", "renewed");

            assertThat(call("DELETE", "/numbers/" + SHOP.alias(), "").status()).isEqualTo(409);
            assertThat(call("DELETE", "/numbers/berlin", "").status()).isEqualTo(200);
            assertThat(call("GET", "/numbers/berlin", "").status()).isEqualTo(404);
            assertThat(call("POST", "/sends", "{\"from\":\"berlin\",\"to\":\"+" + MINA + "\"}")
                            .text())
                    .contains("unknown_number");
            sendsFrom(SHOP.alias(), "three");

            JsonNode app = tandem.control().get("/signup");
            assertThat(app.path("registerCalls").asInt()
                            + app.path("deregisterCalls").asInt())
                    .as("R4")
                    .isZero();
            nowhere(token, code);
            nowhere(second, code);
            assertThat(answers.toString())
                    .doesNotContain(token)
                    .doesNotContain(second)
                    .doesNotContain(code);
            assertThat(events.all(event -> event.toString().contains(token))).isEmpty();
        }
    }

    /** A week before its end an alert tells of it, until there is another token; returns that one. */
    private String theTokenExpires(String id) {
        Instant end = Instant.parse(linkingOfBerlin().path("expiresAt").asText());
        Duration left = Duration.between(Instant.now(), end);
        assertThat(left).isBetween(Duration.ofDays(8).minusMinutes(10), Duration.ofDays(8));
        assertThat(alerts()).doesNotContain("token_expires");
        assertThat(call("POST", "/clock", "{\"advance\":\"25h\"}").status()).isEqualTo(200);
        await("the alert").atMost(Duration.ofSeconds(30)).until(() -> alerts().contains("token_expires"));
        assertThat(alerts()).contains("its access token expires at " + end, "/token", id);

        String second = "EAAsim-the-second-token-of-berlin";
        tandem.control().call("PUT", "/numbers/" + id, "{\"token\":\"" + second + "\"}");
        Http.Answer renewed = call("PUT", "/numbers/berlin/token", "{\"accessToken\":\"" + second + "\"}");
        assertThat(renewed.status()).as(renewed.text()).isEqualTo(200);
        await("its end").atMost(Duration.ofSeconds(30)).until(() -> !alerts().contains("token_expires"));
        assertThat(linkingOfBerlin().has("expiresAt")).isFalse();
        return second;
    }

    private JsonNode linkingOfBerlin() {
        return call("GET", "/numbers/berlin", "").json().path("linking");
    }

    private String alerts() {
        return call("GET", "/alerts", "").text();
    }

    /** Meta's words about a token that it does not know repeat it. */
    private void refusedForItsToken(String id, String token) {
        tandem.control().call("PUT", "/numbers/" + id, "{\"token\":\"EAAsim-of-somebody-else\"}");
        String send = tandem.api().accepted("""
                {"id":"refused","from":"berlin","to":"+%s","template":{"name":"hello_world","language":"en_US"}}""".formatted(MINA));
        await().until(() ->
                call("GET", "/sends/" + send, "").text().contains("wrong or expired for number " + id + ": ***"));
        await().until(() -> call("GET", "/alerts", "").text().contains("wrong or expired for number " + id + ": ***"));
        tandem.control().call("PUT", "/numbers/" + id, "{\"token\":\"" + token + "\"}");
        assertThat(call("POST", "/numbers/berlin/resume", "").status()).isEqualTo(200);
        tandem.api().awaitSubmitted(send);
    }

    /** Neither token nor code lies anywhere in the installation, and the search would find them. */
    private static void nowhere(String token, String code) throws IOException {
        Path home = tandem.engine().folder().getParent();
        List<String> found = new ArrayList<>();
        boolean searches = false;
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (text.contains(token) || text.contains(code)) {
                    found.add(file.toString());
                }
                searches |= file.toString().contains("/db/") && text.contains("Is this Berlin?");
            }
        }
        assertThat(searches).as("the database is searched").isTrue();
        assertThat(found).isEmpty();
    }
}
