package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A day of one number: two hundred things that persons, the owner and the API do at random, with a simulator as untidy as
 * Meta that repeats and reorders its webhooks. In the evening the thread with each person is what the owner's phone shows,
 * and no team was told of the engine's own messages. Once with everything about the mirror that Meta's texts leave open one
 * way, and once the other. More days with {@code -Dday.seeds=10}, longer ones with {@code -Dday.actions=2000}.
 */
class ScriptedDayIT {

    private static final TestNumber SHOP = TestNumber.unlimited("day", 131);
    private static final int ACTIONS = Integer.getInteger("day.actions", 200);
    private static final int SEEDS = Integer.getInteger("day.seeds", 1);

    private static Installation tandem;
    private static ChannelReader team;
    private static String file;

    /** What one action needs to know; the actions of a day never run at the same time. */
    private record Day(Random random, List<String> people, List<String> sends) {
        String somebody() {
            return people.get(random.nextInt(people.size()));
        }
    }

    @BeforeAll
    static void start() {
        tandem = Installation.start(ScriptedDayIT.class, SHOP);
        team = new ChannelReader(tandem.engine(), "day");
        Http.Answer taken = tandem.api()
                .call("POST", "/numbers/day/media", Api.bytes("a photo"), Map.of("Content-Type", "image/jpeg"));
        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        file = taken.json().path("file").asText();
    }

    @AfterAll
    static void stop() {
        if (team != null) {
            team.close();
        }
        tandem.close();
    }

    static Stream<Arguments> days() {
        return Stream.of(false, true).flatMap(switches -> Stream.iterate(1, seed -> seed <= SEEDS, seed -> seed + 1)
                .map(seed -> Arguments.of(switches, seed)));
    }

    @ParameterizedTest(name = "switches {0}, seed {1}")
    @MethodSource("days")
    void endsAsThePhoneShowsIt(boolean switches, int seed) {
        tandem.control().behaviour("""
                {"tidy":false,"seed":%d,"echoApiSends":%b,"appMessageStatuses":%b,"countAppMessages":%b,
                 "statusBeforeAnswerRate":%s,"noStatusRate":0,"lateFailedRate":0,"waIdDiffers":true,
                 "statusDelayMs":[1,20]}""".formatted(seed, switches, switches, switches, switches ? 0.5 : 0.1));
        tandem.control().faults(SHOP, "\"webhook\":{\"duplicate\":0.2,\"reorder\":0.3,\"delayMs\":[0,30]}");
        String tail = (switches ? "5" : "4") + (100 + seed);
        Day day = new Day(
                new Random(seed),
                List.of("491701" + tail + "01", "491701" + tail + "02", "5511987" + tail, "491701" + tail + "03"),
                new ArrayList<>());
        day.people().forEach(person -> inbound(person, text("Hello from " + person)));
        day.people().forEach(person -> Waits.windowOpen(tandem.api(), SHOP, name(person)));
        for (int i = 0; i < ACTIONS; i++) {
            act(day, "action " + i + " é 👋 مرحبا");
        }
        day.sends().forEach(ScriptedDayIT::awaitLeft);
        for (String person : day.people()) {
            Awaitility.await("the thread with " + person + " is the phone's")
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(
                            () -> assertThat(thread(person)).as("seed " + seed).isEqualTo(phone(person)));
        }
        assertThatTheTeamHeardOfThePhoneOnly(day);
        assertThatAutomationRestsWhereSomebodyAnswered(day);
    }

    /** The worked example runs as it is delivered. */
    private static void assertThatAutomationRestsWhereSomebodyAnswered(Day day) {
        for (String person : day.people()) {
            boolean answered = StreamSupport.stream(shown(person).spliterator(), false)
                    .anyMatch(message -> message.path("origin").asText().equals("app"));
            Awaitility.await("automation rests with " + person + ": " + answered)
                    .until(() -> automation(person).path("paused").asBoolean() == answered);
            assertThat(automation(person).path("by").asText()).isEqualTo(answered ? "phone" : "");
        }
    }

    private static JsonNode automation(String person) {
        return tandem.api()
                .get("/numbers/day/conversations/" + name(person))
                .json()
                .path("automation");
    }

    @Test
    void aCircleIsStopped() {
        tandem.control().behaviour("{\"hiddenPhoneRate\":0}");
        String person = "491701600001";
        inbound(person, text("Hello"));
        Waits.windowOpen(tandem.api(), SHOP, person);
        String own = caused(person, "own", "wamid.typed");
        awaitLeft(own);
        String wamid = tandem.api().sendOf(own).path("messageId").asText();
        JsonNode answer = tandem.api().awaitState(caused(person, "answer", wamid), "rejected");
        assertThat(answer.path("reason").asText()).isEqualTo("echo_loop");
        assertThat(answer.path("detail").asText()).contains(wamid);
        awaitLeft(caused(person, "second", "wamid.typed-2"));
        awaitLeft(caused(person, "third", "wamid.typed-3"));
        JsonNode fourth = tandem.api().awaitState(caused(person, "fourth", "wamid.typed-4"), "rejected");
        assertThat(fourth.path("reason").asText()).isEqualTo("echo_loop");
    }

    private static String caused(String person, String id, String wamid) {
        return tandem.api()
                .accepted(
                        "{\"id\":\"%s\",\"from\":\"day\",\"to\":\"+%s\",\"metadata\":{\"causedBy\":\"%s\"},\"message\":%s}"
                                .formatted(id, person, wamid, text(id)));
    }

    /** What was typed on the phone is on the channel; what the API sent is not, whether Meta echoes it or not. */
    private static void assertThatTheTeamHeardOfThePhoneOnly(Day day) {
        Set<String> typed = new HashSet<>();
        Set<String> sent = new HashSet<>();
        day.people().forEach(person -> shown(person).forEach(message -> {
            if (message.path("origin").asText().equals("app")) {
                typed.add(message.path("id").asText());
            } else if (message.path("origin").asText().equals("api")) {
                sent.add(message.path("id").asText());
            }
        }));
        assertThat(typed).hasSizeGreaterThan(ACTIONS / 50);
        assertThat(sent).hasSizeGreaterThan(ACTIONS / 50);
        Awaitility.await("every message of the phone is on the channel")
                .until(() -> echoed(event -> true).containsAll(typed));
        assertThat(echoed(event -> true)).doesNotContainAnyElementsOf(sent);
    }

    private static Set<String> echoed(Predicate<JsonNode> fits) {
        Set<String> ids = new HashSet<>();
        team.all(event -> event.path("channel").asText().equals("echo") && fits.test(event))
                .forEach(event -> ids.add(event.path("messageId").asText()));
        return ids;
    }

    /** Every action in a second of its own, because the phone knows what came first and Meta's seconds do not. */
    private static void act(Day day, String words) {
        tandem.control().advanceClock("1s");
        tandem.api().advanceClock("PT1S");
        String person = day.somebody();
        Random random = day.random();
        switch (random.nextInt(14)) {
            case 0, 1 -> inbound(person, text(words));
            case 2 -> inbound(person, image(words));
            case 3 -> inbound(person, reply(person, random, words));
            case 4, 5 -> app(person, text(words));
            case 6 -> app(person, image(words));
            case 7 -> any(person, random, "app", "text").ifPresent(id -> ownersChange(id, random, words));
            case 8 -> any(person, random, "user", "text").ifPresent(id -> inbound(person, change(id, random, words)));
            case 9 -> any(person, random, "", "").ifPresent(id -> inbound(person, reaction(id, random)));
            case 10 -> any(person, random, "", "").ifPresent(id -> app(person, reaction(id, random)));
            case 11 ->
                any(person, random, "", "")
                        .ifPresent(id -> awaitLeft(send(day, person, "\"message\":" + reaction(id, random))));
            case 12 -> read(person, random);
            default -> send(day, person, said(random, words));
        }
    }

    private static String said(Random random, String words) {
        return switch (random.nextInt(3)) {
            case 0 -> "\"template\":{\"name\":\"order_update\",\"language\":\"en\",\"parameters\":[\"A-17\"]}";
            case 1 ->
                "\"message\":{\"type\":\"image\",\"image\":{\"file\":\"%s\",\"caption\":\"%s\"}}"
                        .formatted(file, words);
            default -> "\"message\":" + text(words);
        };
    }

    private static void ownersChange(String id, Random random, String words) {
        boolean recall = random.nextInt(4) == 0;
        control(
                recall ? "app-revoke" : "app-edit",
                "\"messageId\":\"" + id + "\"" + (recall ? "" : ",\"message\":" + text(words)));
    }

    private static String change(String id, Random random, String words) {
        return random.nextInt(4) == 0
                ? "{\"type\":\"revoke\",\"revoke\":{\"original_message_id\":\"%s\"}}".formatted(id)
                : "{\"type\":\"edit\",\"edit\":{\"original_message_id\":\"%s\",\"message\":%s}}"
                        .formatted(id, text(words));
    }

    private static String reaction(String id, Random random) {
        String emoji = List.of("👍", "❤️", "").get(random.nextInt(3));
        return "{\"type\":\"reaction\",\"reaction\":{\"message_id\":\"%s\",\"emoji\":\"%s\"}}".formatted(id, emoji);
    }

    private static String reply(String person, Random random, String words) {
        return any(person, random, "", "")
                .map(id -> "{\"type\":\"text\",\"text\":{\"body\":\"%s\"},\"context\":{\"id\":\"%s\"}}"
                        .formatted(words, id))
                .orElse(text(words));
    }

    private static void read(String person, Random random) {
        any(person, random, "user", "").ifPresent(id -> {
            // It may be read before its webhook is stored: the engine says so, and an operator looks again.
            int status = tandem.api()
                    .post("/numbers/day/messages/" + id + "/read", "{}")
                    .status();
            assertThat(status).isIn(200, 404, 409);
        });
    }

    private static String send(Day day, String person, String content) {
        String sendId = tandem.api()
                .accepted("{\"id\":\"day-%d-%s\",\"from\":\"day\",\"to\":%s,%s}"
                        .formatted(day.sends().size(), day.people().get(0), address(person), content));
        day.sends().add(sendId);
        return sendId;
    }

    private static String address(String person) {
        String name = name(person);
        return name.equals(person) ? "\"+" + person + "\"" : "{\"userId\":\"" + name + "\"}";
    }

    private static void awaitLeft(String sendId) {
        Awaitility.await("Meta has send " + sendId)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> tandem.api().sendOf(sendId).has("messageId"));
    }

    /** A message of the thread as the phone shows it, of this origin and type; empty means any. */
    private static Optional<String> any(String person, Random random, String origin, String type) {
        List<String> ids = new ArrayList<>();
        for (JsonNode message : shown(person)) {
            boolean fits = (origin.isEmpty() || message.path("origin").asText().equals(origin))
                    && (type.isEmpty() || message.path("type").asText().equals(type));
            if (fits) {
                ids.add(message.path("id").asText());
            }
        }
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
    }

    private static String text(String words) {
        return "{\"type\":\"text\",\"text\":{\"body\":\"" + words + "\"}}";
    }

    private static String image(String words) {
        String bytes = Base64.getEncoder().encodeToString(Api.bytes(words));
        return "{\"type\":\"image\",\"image\":{\"caption\":\"%s\",\"bytes\":\"%s\"}}".formatted(words, bytes);
    }

    private static void inbound(String person, String message) {
        control("inbound", "\"from\":\"%s\",\"message\":%s".formatted(person, message));
    }

    private static void app(String person, String message) {
        control("app-message", "\"to\":\"%s\",\"message\":%s".formatted(person, message));
    }

    private static void control(String call, String fields) {
        tandem.control().call("POST", "/numbers/" + SHOP.id() + "/" + call, "{" + fields + "}");
    }

    private static JsonNode chat(String person) {
        return tandem.control().get("/numbers/" + SHOP.id() + "/phone/" + person);
    }

    private static JsonNode shown(String person) {
        return chat(person).path("messages");
    }

    /** What is to be seen of each message, by its id, as the phone tells it. */
    private static Map<String, Map<String, Object>> phone(String person) {
        Map<String, Map<String, Object>> thread = new TreeMap<>();
        for (JsonNode message : shown(person)) {
            JsonNode content = message.path(message.path("type").asText());
            boolean revoked = message.path("revoked").asBoolean();
            String words = content.path("body").asText(content.path("caption").asText(""));
            thread.put(
                    message.path("id").asText(),
                    seen(
                            message.path("origin").asText(),
                            message.path("type").asText(),
                            revoked ? "" : words,
                            message.path("edited").asBoolean(),
                            revoked,
                            message.path("status").asText("").replace("null", ""),
                            message.path("reactions").path("user").asText(""),
                            message.path("reactions").path("business").asText("")));
        }
        return thread;
    }

    /** How the engine knows a person: who hides the phone number only by the user id. */
    private static String name(String person) {
        JsonNode contact = chat(person).path("contact");
        return contact.path("hidesPhone").asBoolean() ? contact.path("userId").asText() : person;
    }

    private static Map<String, Map<String, Object>> thread(String person) {
        Map<String, Map<String, Object>> thread = new TreeMap<>();
        for (JsonNode message : tandem.api().messages("day", name(person))) {
            if (isReactionSent(message)) {
                continue;
            }
            boolean isTemplate = message.path("mode").asText().equals("template");
            String type = message.has("sendId")
                    ? message.path("item").path("message").path("type").asText("template")
                    : message.path("type").asText();
            Map<String, Object> before = thread.put(
                    message.path("messageId").asText(),
                    seen(
                            message.path("origin").asText(),
                            type,
                            isTemplate || type.equals("reaction")
                                    ? ""
                                    : message.path("text").asText(""),
                            message.path("edited").asBoolean(),
                            message.path("revoked").asBoolean(),
                            message.path("status").asText(""),
                            emoji(message, "in"),
                            emoji(message, "out")));
            assertThat(before).as("shown twice: " + message).isNull();
        }
        return thread;
    }

    /** The API lists a reaction that it sent as a send, too; the phone shows it on its message alone, unless it failed. */
    private static boolean isReactionSent(JsonNode message) {
        return message.has("sendId")
                && !message.path("state").asText().equals("failed")
                && message.path("item").path("message").path("type").asText().equals("reaction");
    }

    private static String emoji(JsonNode message, String direction) {
        return StreamSupport.stream(message.path("reactions").spliterator(), false)
                .filter(reaction -> reaction.path("direction").asText().equals(direction))
                .map(reaction -> reaction.path("emoji").asText(""))
                .findFirst()
                .orElse("");
    }

    private static Map<String, Object> seen(
            String origin,
            String type,
            String text,
            boolean edited,
            boolean revoked,
            String status,
            String in,
            String out) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("origin", origin);
        seen.put("type", type);
        seen.put("text", text);
        seen.put("edited", edited);
        seen.put("revoked", revoked);
        seen.put("status", status);
        seen.put("in", in);
        seen.put("out", out);
        return seen;
    }
}
