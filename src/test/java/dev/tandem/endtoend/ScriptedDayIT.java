package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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
 * Meta that repeats and reorders its webhooks, fails some messages late and tells nothing of others. In the evening the thread
 * with each person is what the owner's phone shows, line by line in the same order, and no team was told of the engine's own
 * messages. Once with everything about the mirror that Meta's texts leave open one way, and once the other. More days with
 * {@code -Dday.seeds=10}, longer ones with {@code -Dday.actions=2000}.
 */
class ScriptedDayIT {

    private static final TestNumber SHOP = TestNumber.unlimited("day", 131);
    private static final int ACTIONS = Integer.getInteger("day.actions", 200);
    private static final int SEEDS = Integer.getInteger("day.seeds", 1);
    private static final String UPLOAD = "a photo";

    /** How long some sends are kept back, so that others are said and done before them. */
    private static final int LATER_SECONDS = 10;

    /** What falls due within this time could leave in the middle of an action. */
    private static final Duration AHEAD = Duration.ofSeconds(2);

    /** Both clocks are moved one after the other, also while a request is on its way, and Meta's times are whole seconds. */
    private static final long CLOCKS_APART_SECONDS = 5;

    private static Installation tandem;
    private static ChannelReader team;
    private static String file;

    /** A send that may still be on its way, and when it may leave. */
    private record Underway(String sendId, String person, Instant due) {}

    /** What one action needs to know; the actions of a day never run at the same time. */
    private record Day(Random random, List<String> people, List<String> sends, List<Underway> underway) {
        String somebody() {
            return people.get(random.nextInt(people.size()));
        }

        /** Those to the person that leave before the time, and no others; they are asked for once. */
        List<Underway> leaving(String person, Instant before) {
            List<Underway> leaving = underway.stream()
                    .filter(send -> send.person().equals(person) && send.due().isBefore(before))
                    .toList();
            underway.removeAll(leaving);
            return leaving;
        }
    }

    @BeforeAll
    static void start() {
        tandem = Installation.start("ScriptedDayIT", engine -> engine.withTeamRoute("circle.camel.yaml"), SHOP);
        team = new ChannelReader(tandem.engine(), "day");
        Http.Answer taken = tandem.api()
                .call("POST", "/numbers/day/media", Api.bytes(UPLOAD), Map.of("Content-Type", "image/jpeg"));
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
                 "statusBeforeAnswerRate":%s,"noStatusRate":0.05,"lateFailedRate":0.05,"waIdDiffers":true,
                 "statusDelayMs":[1,20]}""".formatted(seed, switches, switches, switches, switches ? 0.5 : 0.1));
        tandem.control().faults(SHOP, "\"webhook\":{\"duplicate\":0.2,\"reorder\":0.3,\"delayMs\":[0,30]}");
        String tail = (switches ? "5" : "4") + (100 + seed);
        Day day = new Day(
                new Random(seed),
                List.of("491701" + tail + "01", "491701" + tail + "02", "5511987" + tail, "491701" + tail + "03"),
                new ArrayList<>(),
                new ArrayList<>());
        day.people().forEach(person -> inbound(person, text("Hello from " + person)));
        day.people().forEach(person -> Waits.windowOpen(tandem.api(), SHOP, name(person)));
        for (int i = 0; i < ACTIONS; i++) {
            act(day, "action " + i + " é 👋 مرحبا");
        }
        for (int i = 0; i < LATER_SECONDS; i++) {
            aSecondLater();
        }
        day.sends().forEach(ScriptedDayIT::awaitLeft);
        for (String person : day.people()) {
            Awaitility.await("the thread with " + person + " is the phone's")
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> assertThatTheThreadIsThePhones(person, seed));
        }
        assertThatTheTeamHeardOfThePhoneOnly(day);
        assertThatAutomationRestsWhereSomebodyAnswered(day);
    }

    /**
     * Meta names the time of what was written on a phone. A send's time is the engine's own, of the moment in which it left, because
     * Meta's answer has none.
     */
    private static void assertThatTheThreadIsThePhones(String person, int seed) {
        ShownThread phone = ShownThread.ofPhone(tandem.control(), SHOP, person);
        ShownThread ours = ShownThread.ofEngine(tandem.api(), SHOP.alias(), name(person), UPLOAD);
        assertThat(ours.lines()).as("seed " + seed).containsExactlyElementsOf(phone.lines());
        ours.times().forEach((id, at) -> {
            Duration apart = Duration.between(phone.times().get(id), at).abs();
            assertThat(apart)
                    .as("seed %s, the time of %s", seed, id)
                    .isLessThanOrEqualTo(ours.isSend(id) ? Duration.ofSeconds(CLOCKS_APART_SECONDS) : Duration.ZERO);
        });
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

    /** Nobody thought of a mark: the engine follows the echo through the team's routes and queues. */
    @Test
    void aCircleOfATeamsRoutesIsStopped() {
        tandem.control().behaviour("{\"hiddenPhoneRate\":0}");
        String person = "491701600002";
        inbound(person, text("Hello"));
        Waits.windowOpen(tandem.api(), SHOP, person);
        for (int i = 1; i <= 4; i++) {
            tandem.control().appMessage(SHOP, person, "CIRCLE " + i);
        }

        Awaitility.await("three leave, the fourth is stopped")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(tandem.api().sends("day"))
                        .filteredOn(send -> send.path("to").asText().contains(person))
                        .extracting(send -> send.path("reason").asText())
                        .hasSize(4)
                        .containsOnlyOnce("echo_loop"));
        assertThat(tandem.api().sends("day"))
                .filteredOn(send -> send.path("reason").asText().equals("echo_loop"))
                .first()
                .satisfies(send -> assertThat(send.path("detail").asText()).contains("Messages of the phone caused 3"));
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
        String person = day.somebody();
        Instant now = quiet(day, person);
        Random random = day.random();
        switch (random.nextInt(15)) {
            case 0, 1 -> inbound(person, text(words));
            case 2 -> inbound(person, image(words));
            case 3 -> inbound(person, reply(person, random, words));
            case 4 -> app(person, text(words));
            case 5 -> app(person, reply(person, random, words));
            case 6 -> app(person, image(words));
            case 7 -> any(person, random, "app", "text").ifPresent(id -> ownersChange(person, id, random, words));
            case 8 -> any(person, random, "user", "text").ifPresent(id -> inbound(person, change(id, random, words)));
            case 9 -> any(person, random, "", "").ifPresent(id -> inbound(person, reaction(id, random)));
            case 10 -> any(person, random, "", "").ifPresent(id -> app(person, reaction(id, random)));
            case 11 ->
                any(person, random, "", "")
                        .ifPresent(id -> send(day, person, "\"message\":" + reaction(id, random), now, now));
            case 12 -> read(person, random);
            case 13 -> send(day, person, said(person, random, words), now, now.plusSeconds(LATER_SECONDS));
            default -> send(day, person, said(person, random, words), now, now);
        }
    }

    /**
     * A second begins in which nothing is on its way to the person; others get theirs meanwhile.
     *
     * @return the engine's time then
     */
    private static Instant quiet(Day day, String person) {
        Instant now = aSecondLater();
        List<Underway> leaving = day.leaving(person, now.plus(AHEAD));
        while (!leaving.isEmpty()) {
            Instant last =
                    leaving.stream().map(Underway::due).max(Instant::compareTo).orElse(now);
            while (now.isBefore(last)) {
                now = aSecondLater();
            }
            leaving.forEach(send -> awaitLeft(send.sendId()));
            now = aSecondLater();
            leaving = day.leaving(person, now.plus(AHEAD));
        }
        return now;
    }

    /** @return the engine's time now */
    private static Instant aSecondLater() {
        tandem.control().advanceClock("1s");
        return tandem.api().advanceClock("PT1S");
    }

    private static String said(String person, Random random, String words) {
        return switch (random.nextInt(4)) {
            case 0 ->
                "\"template\":{\"name\":\"order_update\",\"language\":\"en\",\"parameters\":[\"%s\"]}".formatted(words);
            case 1 ->
                "\"message\":{\"type\":\"image\",\"image\":{\"file\":\"%s\",\"caption\":\"%s\"}}"
                        .formatted(file, words);
            case 2 ->
                "\"message\":" + text(words)
                        + any(person, random, "", "")
                                .map(id -> ",\"replyTo\":\"" + id + "\"")
                                .orElse("");
            default -> "\"message\":" + text(words);
        };
    }

    /** What is too old to be edited (R33) is recalled. */
    private static void ownersChange(String person, String id, Random random, String words) {
        boolean recall = random.nextInt(4) == 0 || !mayBeEdited(person, id);
        control(
                recall ? "app-revoke" : "app-edit",
                "\"messageId\":\"" + id + "\"" + (recall ? "" : ",\"message\":" + text(words)));
    }

    private static boolean mayBeEdited(String person, String id) {
        Instant now = Instant.parse(tandem.control().get("/clock").path("now").asText());
        return StreamSupport.stream(shown(person).spliterator(), false)
                .filter(message -> message.path("id").asText().equals(id))
                .map(message -> Instant.ofEpochSecond(message.path("timestamp").asLong()))
                .anyMatch(at -> now.isBefore(at.plus(Duration.ofMinutes(14))));
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

    private static void send(Day day, String person, String content, Instant now, Instant due) {
        String notBefore = due.equals(now) ? "" : ",\"notBefore\":\"" + due + "\"";
        String sendId = tandem.api()
                .accepted("{\"id\":\"day-%d-%s\",\"from\":\"day\",\"to\":%s,%s%s}"
                        .formatted(day.sends().size(), day.people().get(0), address(person), content, notBefore));
        day.sends().add(sendId);
        day.underway().add(new Underway(sendId, person, due));
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

    /** How the engine knows a person: who hides the phone number only by the user id. */
    private static String name(String person) {
        JsonNode contact = chat(person).path("contact");
        return contact.path("hidesPhone").asBoolean() ? contact.path("userId").asText() : person;
    }
}
