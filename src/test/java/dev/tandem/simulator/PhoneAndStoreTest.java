package dev.tandem.simulator;

import static dev.tandem.TestNumbers.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.cloudapi.ErrorTableFile;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Channel;
import dev.tandem.domain.Event;
import dev.tandem.domain.MessageChange;
import dev.tandem.domain.StatusReport;
import dev.tandem.send.SendLedger;
import dev.tandem.store.JdbcConversations;
import dev.tandem.store.JdbcFreeEntries;
import dev.tandem.store.JdbcMessages;
import dev.tandem.store.JdbcOutbox;
import dev.tandem.store.JdbcSendLedger;
import dev.tandem.store.JdbcWebhookItems;
import dev.tandem.store.TestDatabases;
import dev.tandem.webhook.Conversations.Line;
import dev.tandem.webhook.EchoIntake;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.Newcomers;
import dev.tandem.webhook.OwnSends;
import dev.tandem.webhook.RawIntake;
import dev.tandem.webhook.Search;
import dev.tandem.webhook.StatusIntake;
import dev.tandem.webhook.WebhookItem;
import dev.tandem.webhook.WebhookSplitter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A person and the owner write, edit, recall and react at random. However their webhooks are shuffled and repeated, the
 * conversation ends as the simulator's phone shows it, which is written without the engine. More of it with
 * {@code -Dphone.seeds=200}.
 */
@ExtendWith(SimulatorExtension.class)
class PhoneAndStoreTest {

    private static final int ORDERS = 3;

    private final RunningSimulator simulator;
    private final JdbcTemplate jdbc = new JdbcTemplate(TestDatabases.hsqldb());
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(TestDatabases.hsqldb()));
    private final JdbcOutbox outbox = new JdbcOutbox(jdbc, transaction, new ObjectMapper());
    private final JdbcSendLedger ledger = new JdbcSendLedger(jdbc, transaction, outbox);
    private final OwnSends sends = new OwnSends() {
        @Override
        public boolean status(StatusReport report, List<Event> events) {
            SendLedger.StatusRow row =
                    new SendLedger.StatusRow(report.wamid(), report.status(), null, 0, report.at(), null, null);
            return ledger.keepStatus(row, null, events, null) == SendLedger.StatusResult.KEPT;
        }

        @Override
        public void personWrote(BusinessNumber number, Set<String> names, Instant at) {
            // No send waits for it.
        }

        @Override
        public void phoneSent(BusinessNumber number, Instant at) {
            // No send is slowed by it.
        }

        @Override
        public boolean isOwn(String wamid) {
            return false;
        }

        @Override
        public boolean awaitsAnswer(BusinessNumber number, Set<String> names, Instant lostSince, Instant markedUntil) {
            return false;
        }
    };

    PhoneAndStoreTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    static IntStream seeds() {
        return IntStream.rangeClosed(1, Integer.getInteger("phone.seeds", 5));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endAsThePhoneShowsIt(int seed) {
        Random random = new Random(seed);
        String person = "4917055" + (10_000 + seed);
        simulator.behaviour("{\"appMessageStatuses\":true,\"readRate\":0.5,\"readWithoutDeliveredRate\":0.3}");
        live(person, random);
        simulator.awaitQuiet();
        List<WebhookItem> items = items();
        Map<String, Map<String, Object>> phone = phone(person);
        assertThat(phone).hasSizeGreaterThan(3);

        Map<String, Object> conversation = Map.of();
        for (int order = 0; order < ORDERS; order++) {
            empty();
            List<WebhookItem> shuffled = new ArrayList<>(items);
            items.stream().filter(item -> random.nextInt(3) == 0).forEach(shuffled::add);
            Collections.shuffle(shuffled, random);
            shuffled.forEach(this::take);
            assertThat(store(person)).as("seed " + seed).isEqualTo(phone);
            Map<String, Object> now = conversation(person);
            assertThat(order == 0 ? now : conversation).isEqualTo(now);
            conversation = now;
            assertThat(jdbc.queryForList("select event_id from outbox", String.class))
                    .as("one event for each thing that was said")
                    .hasSize(items.size())
                    .doesNotHaveDuplicates();
        }
    }

    /** Every step in a second of its own, because the phone knows what came first and Meta's seconds do not. */
    private void live(String person, Random random) {
        List<String> theirs = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        theirs.add(inbound(person, text("Hi " + person)));
        for (int step = 0; step < 30; step++) {
            simulator.advance("1s");
            String words = "words " + step + " é 👋 مرحبا";
            switch (random.nextInt(8)) {
                case 0 -> theirs.add(inbound(person, text(words)));
                case 1, 2 ->
                    ours.add(app("app-message", "\"to\":\"%s\",\"message\":%s".formatted(person, text(words))));
                case 3 -> inbound(person, change("edit", any(theirs, random), words));
                case 4 -> {
                    if (random.nextInt(3) == 0) {
                        inbound(person, change("revoke", any(theirs, random), words));
                    }
                }
                case 5 -> {
                    if (!ours.isEmpty()) {
                        String call = random.nextInt(3) == 0 ? "app-revoke" : "app-edit";
                        String message = call.equals("app-edit") ? ",\"message\":" + text(words) : "";
                        app(call, "\"messageId\":\"" + any(ours, random) + "\"" + message);
                    }
                }
                default -> {
                    List<String> all = new ArrayList<>(theirs);
                    all.addAll(ours);
                    String emoji = List.of("👍", "❤️", "").get(random.nextInt(3));
                    String reaction = "{\"type\":\"reaction\",\"reaction\":{\"message_id\":\"%s\"%s}}"
                            .formatted(any(all, random), emoji.isEmpty() ? "" : ",\"emoji\":\"" + emoji + "\"");
                    if (random.nextBoolean()) {
                        inbound(person, reaction);
                    } else {
                        app("app-message", "\"to\":\"%s\",\"message\":%s".formatted(person, reaction));
                    }
                }
            }
        }
    }

    private static String any(List<String> ids, Random random) {
        return ids.get(random.nextInt(ids.size()));
    }

    private static String text(String words) {
        return "{\"type\":\"text\",\"text\":{\"body\":\"" + words + "\"}}";
    }

    private static String change(String type, String original, String words) {
        String message = type.equals("edit") ? ",\"message\":" + text(words) : "";
        return "{\"type\":\"%s\",\"%s\":{\"original_message_id\":\"%s\"%s}}".formatted(type, type, original, message);
    }

    private String inbound(String from, String message) {
        return app("inbound", "\"from\":\"%s\",\"message\":%s".formatted(from, message));
    }

    private String app(String call, String fields) {
        return simulator
                .control("POST", "/numbers/shop/" + call, "{" + fields + "}")
                .path("id")
                .asText();
    }

    private List<WebhookItem> items() {
        WebhookSplitter splitter = new WebhookSplitter(TestNumbers.DIRECTORY, Newcomers.NONE);
        return simulator.receiver().posts().stream()
                .flatMap(post -> splitter.split(post.body(), Instant.EPOCH, false).stream())
                .toList();
    }

    private void take(WebhookItem item) {
        JdbcMessages messages = new JdbcMessages(jdbc, transaction, outbox);
        Clock clock = Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);
        if (item.channel() == Channel.MESSAGE) {
            new MessageIntake(messages, sends, clock).take(item);
        } else if (item.channel() == Channel.ECHO) {
            new EchoIntake(messages, sends, clock).take(item);
        } else {
            RawIntake raw = new RawIntake(new JdbcWebhookItems(jdbc, transaction, outbox));
            new StatusIntake(sends, raw, ErrorTableFile.read(), new JdbcFreeEntries(jdbc, transaction)).take(item);
        }
    }

    private void empty() {
        TestDatabases.empty(jdbc);
    }

    /** What is to be seen of each message, as the phone tells it. */
    private Map<String, Map<String, Object>> phone(String person) {
        Map<String, Map<String, Object>> shown = new TreeMap<>();
        for (JsonNode message : simulator.get("/numbers/shop/phone/" + person).path("messages")) {
            Map<String, Object> seen = new LinkedHashMap<>();
            boolean revoked = message.path("revoked").asBoolean();
            seen.put("origin", message.path("origin").asText());
            seen.put("revoked", revoked);
            seen.put("edited", message.path("edited").asBoolean());
            seen.put("text", revoked ? "" : message.path("text").path("body").asText());
            seen.put("status", message.path("status").asText("null").replace("null", ""));
            seen.put("in", message.path("reactions").path("user").asText(""));
            seen.put("out", message.path("reactions").path("business").asText(""));
            shown.put(message.path("id").asText(), seen);
        }
        return shown;
    }

    private Map<String, Map<String, Object>> store(String person) {
        Map<String, Map<String, Object>> shown = new TreeMap<>();
        for (Line line : new JdbcConversations(jdbc).lines(SHOP, person, Search.ALL, null, 500)) {
            Map<String, Object> seen = new LinkedHashMap<>();
            seen.put("origin", line.origin());
            seen.put("revoked", line.standing().revoked());
            seen.put("edited", line.standing().edited());
            seen.put("text", line.text() == null ? "" : line.text());
            seen.put("status", line.status() == null ? "" : line.status().code());
            seen.put("in", reaction(line, true));
            seen.put("out", reaction(line, false));
            shown.put(String.valueOf(line.messageId()), seen);
        }
        return shown;
    }

    private static String reaction(Line line, boolean byPerson) {
        return line.standing().reactions().stream()
                .filter(reaction -> reaction.byPerson() == byPerson)
                .map(MessageChange::text)
                .findFirst()
                .orElse("");
    }

    /** The row without its count of changes. */
    private Map<String, Object> conversation(String person) {
        Map<String, Object> row = new LinkedHashMap<>(
                jdbc.queryForMap("select * from conversation where contact like ?", "%" + person.substring(4)));
        row.keySet().removeIf(column -> column.equalsIgnoreCase("version"));
        return row;
    }
}
