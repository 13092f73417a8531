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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A number that no file knows: from Meta's dialog to a number that sends, hears, outlives a crash and goes again; what may stand
 * in its way; and how it is lost when nobody uses the phone. The clocks of engine and simulator go together.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
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
                        .with("tandem.watch.look-millis=200", "tandem.meta.countries-not-allowed=NG")
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

    /** Those that the sends of a number named, in their order. */
    private static List<String> messagingAccounts(String id) {
        return tandem.control().get("/numbers/" + id + "/received").findValuesAsText("messaging_account_id");
    }

    @Test
    @Order(1)
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
                    + ",\"alias\":\"berlin\",\"confirmed\":true,\"autoHistory\":\"never\",\"messagingAccountId\":"
                    + ended.path("wabaId") + ","
                    + "\"limits\":{\"pairSeconds\":\"off\",\"combinedPerSecond\":\"off\"}}";
            Http.Answer linked = call("POST", "/numbers", wish);
            assertThat(linked.status()).as(linked.text()).isEqualTo(201);
            assertThat(linked.json().path("next").asText())
                    .startsWith("Keep WhatsApp Business open on the phone until the past has come");
            assertThat(call("POST", "/numbers", wish).json().path("id"))
                    .as("the same code again")
                    .isEqualTo(linked.json().path("id"));
            tandem.control().call("PUT", "/signup", "{\"tokenSeconds\":0}");
            String token = tandem.control().get("/numbers/" + id).path("token").asText();
            assertThat(token).startsWith("EAAsim");
            assertThat(subscribedAccounts()).contains(ended.path("wabaId").asText());

            sendsFrom("berlin", "one");
            assertThat(messagingAccounts(id))
                    .containsExactly(ended.path("wabaId").asText());
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
        advance("25h");
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

    /** What Meta's dialog says when it refuses, and how the words begin that say what to do. */
    @ParameterizedTest
    @Order(2)
    @CsvSource(
            delimiter = '|',
            value = {
                "credit-line|credit_line_shared|A former partner still shares its line of credit with the account.",
                "country|country_not_allowed|Meta does not open this for numbers of every country.",
                "app-version|number_not_in_app|Only a number that is in use in the WhatsApp Business app can be linked.",
                "closed|signup_cancelled|Nothing was linked."
            })
    void theDialogEndsWithoutANumber(String error, String reason, String advice) {
        JsonNode left = dialog("{\"number\":\"4915244000002\",\"error\":\"" + error + "\"}");
        Http.Answer refused = call("POST", "/numbers", "{\"event\":" + left.path("event") + "}");
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.json().path("detail").asText())
                .contains(left.path("event").path("data").path("error_message").asText(), advice);
        assertNowhere("4915244000002", "hamburg");
    }

    /** A number that finishes the dialog and cannot be linked all the same. */
    @ParameterizedTest
    @Order(2)
    @CsvSource(
            delimiter = '|',
            value = {
                "4915244000003|not-in-app|number_not_in_app|No number of the account|Move it there, update the app, then go",
                "2348012345678||country_not_allowed|+2348012345678 is a number of NG|Link a number of another country"
            })
    void theWrongNumberIsNotTaken(String digits, String error, String reason, String words, String remedy) {
        JsonNode ended =
                dialog("{\"number\":\"" + digits + "\"" + (error == null ? "" : ",\"error\":\"" + error + "\"") + "}");
        Http.Answer refused = link(ended, "hamburg");
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.json().path("detail").asText()).contains(words, remedy);
        assertNowhere(ended.path("phoneNumberId").asText(), "hamburg");
        assertThat(alerts()).doesNotContain("linking_waits");
    }

    /** Somebody gave the id of another number with the token: Meta does not know it, and the linking waits for the right one. */
    @Test
    @Order(2)
    void anIdThatIsNotTheAccountsWaitsForTheRightOne() {
        JsonNode ended = dialog("{\"number\":\"4915244000004\"}");
        String id = ended.path("phoneNumberId").asText();
        String token = tandem.control().get("/numbers/" + id).path("token").asText();
        Http.Answer waits = call(
                "POST",
                "/numbers",
                "{\"accessToken\":\"" + token + "\",\"wabaId\":\""
                        + ended.path("wabaId").asText()
                        + "\",\"phoneNumberId\":\"123456789012345\",\"alias\":\"kiel\",\"confirmed\":true}");
        assertThat(waits.status()).as(waits.text()).isEqualTo(202);
        assertThat(waits.json().path("problem").path("detail").asText()).contains("123456789012345");
        assertThat(alerts()).contains("linking_waits");
        assertNowhere("123456789012345", "kiel");
        String linking = "/linking/" + waits.json().path("id").asText();
        Http.Answer helped = call("POST", linking + "/retry", "{\"phoneNumberId\":\"" + id + "\"}");
        assertThat(helped.status()).as(helped.text()).isEqualTo(201);
        assertThat(alerts()).doesNotContain("linking_waits");
        sendsFrom("kiel", "the right one");
        assertThat(call("DELETE", "/numbers/kiel", "").status()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void aCreditLineThatShowsLaterHoldsTheLinkingUntilItIsRevoked() {
        JsonNode ended = dialog("{\"number\":\"4915244000005\",\"error\":\"credit-line-later\"}");
        Http.Answer waits = link(ended, "bremen");
        assertThat(waits.status()).as(waits.text()).isEqualTo(202);
        JsonNode problem = waits.json().path("problem");
        assertThat(problem.path("reason").asText()).isEqualTo("credit_line_shared");
        assertThat(problem.path("detail").asText()).contains("Have the partner revoke it, then try again.");
        assertThat(alerts()).contains("linking_waits", "Have the partner revoke it");
        assertNowhere(ended.path("phoneNumberId").asText(), "bremen");
        sendsFrom(SHOP.alias(), "others go on");

        tandem.control()
                .call(
                        "PUT",
                        "/signup",
                        "{\"creditLineRevoked\":\"" + ended.path("wabaId").asText() + "\"}");
        advance("6m");
        await("it goes on by itself")
                .atMost(Duration.ofSeconds(20))
                .until(() -> call("GET", "/numbers/bremen", "").status() == 200);
        await("its alert is over").until(() -> !alerts().contains("linking_waits"));
        sendsFrom("bremen", "no credit line in the way");
        assertThat(call("DELETE", "/numbers/bremen", "").status()).isEqualTo(200);
    }

    private Http.Answer link(JsonNode ended, String alias) {
        return call(
                "POST",
                "/numbers",
                "{\"code\":\"" + ended.path("code").asText() + "\",\"event\":" + ended.path("event") + ",\"alias\":\""
                        + alias + "\",\"confirmed\":true,\"autoHistory\":\"never\","
                        + "\"limits\":{\"pairSeconds\":\"off\",\"combinedPerSecond\":\"off\"}}");
    }

    /** Nothing can be sent from a number that was not linked. */
    private void assertNowhere(String id, String alias) {
        assertThat(call("GET", "/numbers", "").text()).doesNotContain(id);
        Http.Answer refused = call("POST", "/sends", Sends.order("from-" + alias, alias, MINA));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("unknown_number");
    }

    private static Instant simulatedTime() {
        return Instant.parse(tandem.control().get("/clock").path("now").asText());
    }

    private static void advance(String by) {
        tandem.control().advanceClock(by);
        tandem.api().advanceClock(by);
    }

    /** After 10 and 13 days without the phone, and before the 30 of a linked device; then it happens. */
    @Test
    @Order(3)
    void nobodyUsesThePhone() {
        JsonNode ended = dialog("{\"number\":\"4915244000006\"}");
        String id = ended.path("phoneNumberId").asText();
        assertThat(link(ended, "harbour").status()).isEqualTo(201);
        advance("239h");
        assertThat(standing(id)).as("nine days and 23 hours").isEmpty();
        advance("2h");
        awaitStanding(id, "phone_idle");
        assertThat(text(id, "phone_idle"))
                .contains(
                        "nothing was seen of the phone for 10 days",
                        "Open WhatsApp Business on the primary phone or the link will be cut at about 14 days");
        tandem.control()
                .call("POST", "/numbers/" + id + "/app-message", "{\"to\":\"" + MINA + "\",\"message\":\"hi\"}");
        awaitStanding(id);
        advance("311h");
        awaitStanding(id, "phone_idle");
        advance("2h");
        awaitStanding(id, "phone_idle", "phone_idle_last");
        assertThat(text(id, "phone_idle_last")).contains("for 13 days", "will be cut at about 14 days");
        assertThat(call("GET", "/numbers/harbour", "").json().path("state").asText())
                .isEqualTo("linked");
        sendsFrom("harbour", "still linked");

        advance("24h");
        isCutAndLinkedAgain(id, "PRIMARY_INACTIVITY", "Open WhatsApp Business on the primary phone");

        advance("647h");
        tandem.control()
                .call("POST", "/numbers/" + id + "/app-message", "{\"to\":\"" + MINA + "\",\"message\":\"hi\"}");
        awaitStanding(id);
        advance("2h");
        awaitStanding(id, "companions_idle");
        assertThat(text(id, "companions_idle"))
                .contains("not used for about 30 days cuts the whole link", "use each of them, or remove it");
        advance("72h");
        isCutAndLinkedAgain(id, "COMPANION_INACTIVITY", "Use the idle device again or remove it in the app");
    }

    /** Meta reconnects the phone a day later: what was written for an open window is decided anew (R66). */
    @Test
    @Order(4)
    void thePhoneIsAwayForADay() {
        String id = SHOP.id();
        tandem.control().inbound(SHOP, MINA, "Are you open?");
        Waits.windowOpen(tandem.api(), SHOP, MINA);
        assertThat(call("POST", "/numbers/shop/pause", "").status()).isEqualTo(200);
        String later = "\"expiresAt\":\"" + simulatedTime().plus(Duration.ofDays(3)) + "\"";
        String text = tandem.api().accepted(Sends.with(Sends.text("in-the-window", "shop", MINA, "Yes!"), later));
        String template = tandem.api().accepted(Sends.with(Sends.order("whenever", "shop", MINA), later));
        tandem.control().call("POST", "/numbers/" + id + "/offboard", "");
        awaitStanding(id, "number_offboarded");
        call("POST", "/numbers/shop/resume", "");
        tandem.api().awaitHeld(text, "number_offboarded");
        tandem.api().awaitHeld(template, "number_offboarded");
        advance("25h");
        tandem.control().call("POST", "/numbers/" + id + "/reconnect", "");
        assertThat(tandem.api().awaitState(text, "rejected").path("reason").asText())
                .isEqualTo("window_closed_no_template");
        tandem.api().awaitSubmitted(template);
        awaitStanding(id);
    }

    /** The file's token must work, and the app is subscribed to the account again. */
    @Test
    @Order(5)
    void aNumberOfTheFileIsLinkedAgain() {
        String id = SHOP.id();
        tandem.control().call("POST", "/numbers/" + id + "/unlink", "{\"reason\":\"PRIMARY_INACTIVITY\"}");
        awaitStanding(id, "number_disconnected");
        tandem.control().call("POST", "/numbers/" + id + "/link", "{}");
        tandem.control().call("PUT", "/numbers/" + id, "{\"token\":\"EAAsim-of-somebody-else\"}");
        Http.Answer waits = call("POST", "/numbers", "{\"phoneNumberId\":\"" + id + "\"}");
        assertThat(waits.status()).as(waits.text()).isEqualTo(202);
        assertThat(waits.json().path("problem").path("detail").asText()).contains("config/numbers.yaml");
        assertThat(subscribedAccounts()).doesNotContain(SHOP.waba());

        tandem.control().call("PUT", "/numbers/" + id, "{\"token\":\"" + SHOP.token() + "\"}");
        Http.Answer linked = call("POST", "/linking/" + waits.json().path("id").asText() + "/retry", "");
        assertThat(linked.status()).as(linked.text()).isEqualTo(201);
        assertThat(subscribedAccounts()).contains(SHOP.waba());
        awaitStanding(id);
        sendsFrom(SHOP.alias(), "linked again");
    }

    private static String subscribedAccounts() {
        return tandem.control().get("/signup").path("subscribedAccounts").toString();
    }

    /** What waits when Meta cuts the link leaves when the number was linked again, and the warnings are over. */
    private void isCutAndLinkedAgain(String id, String cause, String remedy) {
        assertThat(call("POST", "/numbers/harbour/pause", "").status()).isEqualTo(200);
        String waiting = tandem.api().accepted(Sends.order(cause, "harbour", MINA));
        tandem.control().call("POST", "/numbers/" + id + "/unlink", "{\"reason\":\"" + cause + "\"}");
        awaitStanding(id, "number_disconnected");
        assertThat(text(id, "number_disconnected")).contains(remedy);
        JsonNode number = call("GET", "/numbers/harbour", "").json();
        assertThat(number.path("state").asText()).isEqualTo("disconnected");
        assertThat(number.path("connection").path("cause").asText()).isEqualTo(cause);
        assertThat(number.path("connection").path("remedy").asText()).startsWith(remedy);
        call("POST", "/numbers/harbour/resume", "");
        tandem.api().awaitHeld(waiting, "number_disconnected");

        assertThat(link(dialog("{\"number\":\"4915244000006\"}"), "harbour").status())
                .isEqualTo(201);
        tandem.api().awaitSubmitted(waiting);
        awaitStanding(id);
    }

    private void awaitStanding(String id, String... codes) {
        await("alerts of " + id + ": " + List.of(codes))
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(standing(id))
                        .extracting(alert -> alert.path("code").asText())
                        .containsExactlyInAnyOrder(codes));
    }

    private String text(String id, String code) {
        return standing(id).stream()
                .filter(alert -> alert.path("code").asText().equals(code))
                .findFirst()
                .orElseThrow()
                .path("text")
                .asText();
    }

    /** Alerts about its link; that a phone with an empty phone book has no contacts to share is another matter. */
    private List<JsonNode> standing(String id) {
        List<JsonNode> alerts = new ArrayList<>();
        call("GET", "/alerts", "").json().path("alerts").forEach(alert -> {
            if (alert.path("phoneNumberId").asText().equals(id)
                    && !alert.path("code").asText().startsWith("sync_")) {
                alerts.add(alert);
            }
        });
        return alerts;
    }
}
