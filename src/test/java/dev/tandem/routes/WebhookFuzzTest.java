package dev.tandem.routes;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.broker.EmbeddedBroker;
import dev.tandem.config.TandemEngine;
import dev.tandem.webhook.MutatedWebhooks;
import dev.tandem.webhook.MutatedWebhooks.Mutated;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Mutated webhooks through the real entry and the real routes: each is answered as documented, the good ones beside the
 * mutated part are stored and told, the mutated part is told or in quarantine, nothing is logged as an error, and memory stays
 * flat. {@code -Dfuzz.webhooks=20000} is the long form, {@code -Dfuzz.seed} repeats a run.
 */
@SpringBootTest(
        classes = TandemEngine.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=",
            "tandem.simulator.enabled=false",
            "tandem.graph.base-url=http://127.0.0.1:9",
            "tandem.broker.listen=",
            "tandem.api.bootstrap-key=a-key",
            "tandem.webhook.app-secrets=" + WebhookFuzzTest.SECRET,
            // Without the worked examples of a team, which do things of their own with every event.
            "camel.main.routes-include-pattern=file:routes/*.camel.yaml,file:routes/api/*.camel.yaml,"
                    + "file:routes/intake/*.camel.yaml,file:routes/media/*.camel.yaml,file:routes/operation/*.camel.yaml,"
                    + "file:routes/send/*.camel.yaml,file:routes/webhook/*.camel.yaml",
            "tandem.numbers[0].alias=shop",
            "tandem.numbers[0].phone-number-id=100000000000001",
            "tandem.numbers[0].display-phone-number=15550100001",
            "tandem.numbers[0].waba-id=900000000000001",
            "tandem.numbers[0].access-token=token",
            "tandem.numbers[0].linked-at=2026-10-01T00:00:00Z"
        })
@DirtiesContext
class WebhookFuzzTest {

    static final String SECRET = "a secret to fuzz with";

    private static final int WEBHOOKS = Integer.getInteger("fuzz.webhooks", 500);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_125);
    private static final int ROUND = 250;
    private static final int AT_ONCE = 16;
    private static final long MORE_KILOBYTES = 32 << 10;

    private static final List<String> CHANNELS =
            List.of("message", "status", "echo", "history", "contact", "account", "template", "other");
    private static final Pattern MARK = Pattern.compile("fuzz-[0-9]+-");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path data;

    @DynamicPropertySource
    static void folder(DynamicPropertyRegistry registry) {
        registry.add("tandem.data-dir", () -> data.toString());
        registry.add("tandem.broker.subscriptions", () -> CHANNELS.stream()
                .map(channel -> "Consumer.fuzz.VirtualTopic.wa." + channel)
                .reduce((one, other) -> one + "," + other)
                .orElseThrow());
    }

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private ConnectionFactory connections;

    @Autowired
    private EmbeddedBroker broker;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Semaphore free = new Semaphore(AT_ONCE);

    /** What must still be told, with what was done to it. */
    private final Map<String, String> awaited = new ConcurrentHashMap<>();

    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private ListAppender<ILoggingEvent> errors;
    private int quarantined;

    @BeforeEach
    void hear() {
        errors = listen();
    }

    @AfterEach
    void warnAgain() {
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(errors);
        logger("dev.tandem.webhook").setLevel(null);
        logger("dev.tandem.media").setLevel(null);
    }

    @Test
    void everyMutatedWebhookIsAnsweredAndEveryPartOfItKept() throws Exception {
        System.out.println("fuzz.seed=" + SEED);
        Connection team = team();
        MutatedWebhooks webhooks = new MutatedWebhooks(SEED, Instant.now().getEpochSecond() - 60);
        Random random = new Random(SEED);
        int good = 0;
        long half = 0;
        Instant began = Instant.now();
        for (int from = 0; from < WEBHOOKS; from += ROUND) {
            List<CompletableFuture<?>> answers = new ArrayList<>();
            for (int i = from; i < Math.min(from + ROUND, WEBHOOKS); i++) {
                Mutated webhook = webhooks.next(i);
                good += offer(webhook, random, answers);
            }
            answers.forEach(CompletableFuture::join);
            awaitAll();
            assertThat(wrong).isEmpty();
            assertThat(said(errors)).isEmpty();
            if (from < WEBHOOKS / 2 && from + ROUND >= WEBHOOKS / 2) {
                half = usedKilobytes();
            }
        }
        long end = usedKilobytes();
        System.out.printf(
                "%d mutated webhooks in %.1f s; %d good neighbours told, %d parts in quarantine, %d webhooks refused;"
                        + " heap after collection %d KiB at half, %d KiB at the end%n",
                WEBHOOKS,
                Duration.between(began, Instant.now()).toMillis() / 1_000.0,
                good,
                quarantined,
                refused.size(),
                half,
                end);
        team.close();
        assertThat(wrong).isEmpty();
        assertThat(jdbc.queryForObject(
                                "select count(*) from message where message_id like 'wamid.good-%'", Integer.class)
                        + jdbc.queryForObject(
                                "select count(*) from send_status where wamid like 'wamid.good-%'", Integer.class))
                .as("good neighbours in the store")
                .isEqualTo(good);
        assertThat(quarantined).as("parts in quarantine").isPositive();
        assertThat(broker.messages("wa.dead.webhook")).as("dead letters").isZero();
        assertThat(broker.messages("wa.webhook")).as("left in the queue").isZero();
        assertThat(end - half).as("KiB more heap in the second half").isLessThan(MORE_KILOBYTES);
    }

    /** Sends a webhook, mostly signed, and remembers what must become of it; returns how many good ones it has. */
    private int offer(Mutated webhook, Random random, List<CompletableFuture<?>> answers) throws Exception {
        byte[] body = webhook.body();
        int dice = random.nextInt(200);
        if (dice == 0) {
            refused.add(webhook.mark());
            answers.add(post(new byte[(4 << 20) + 1 + random.nextInt(1_000)], true, 413, webhook.what(), false));
            return 0;
        }
        if (dice < 6) {
            refused.add(webhook.mark());
            answers.add(post(body, false, 401, webhook.what(), dice % 2 == 0));
            return 0;
        }
        awaited.put(webhook.mark(), webhook.what());
        webhook.neighbours().forEach(id -> awaited.put(id, webhook.what()));
        answers.add(post(body, true, 200, webhook.what(), dice % 2 == 0));
        if (dice < 20) {
            answers.add(post(body, true, 200, webhook.what() + ", sent twice", true));
        }
        return webhook.neighbours().size();
    }

    private CompletableFuture<?> post(byte[] body, boolean signed, int status, String what, boolean chunked)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhook"))
                .header("Content-Type", chunked ? "application/x-www-form-urlencoded" : "application/json")
                .POST(
                        chunked
                                ? HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (signed || body.length % 2 == 0) {
            request.header("X-Hub-Signature-256", "sha256=" + hmac(body, signed ? SECRET : "guessed"));
        }
        free.acquire();
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .handle((answer, fault) -> {
                    free.release();
                    if (fault != null || answer.statusCode() != status) {
                        wrong.add(what + ": " + (fault != null ? fault : answer.statusCode() + " " + answer.body()));
                    }
                    return null;
                });
    }

    private static String hmac(byte[] body, String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }

    private void awaitAll() {
        Awaitility.await("everything is told or in quarantine")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    lookIntoQuarantine();
                    assertThat(wrong).isEmpty();
                    assertThat(awaited).isEmpty();
                });
    }

    /** Takes note of what is in quarantine and empties it, so that it is not read again each time. */
    private void lookIntoQuarantine() {
        jdbc.query("select position, raw, encoding from webhook_quarantine", row -> {
            String raw = row.getString("raw");
            byte[] bytes = row.getString("encoding").equals("base64")
                    ? Base64.getDecoder().decode(raw)
                    : raw.getBytes(StandardCharsets.ISO_8859_1);
            // In UTF-16 every second byte is a NUL.
            kept(new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", ""));
            quarantined++;
            jdbc.update("delete from webhook_quarantine where position = ?", row.getLong("position"));
        });
    }

    private void kept(String text) {
        Matcher marks = MARK.matcher(text);
        while (marks.find()) {
            awaited.remove(marks.group());
            if (refused.contains(marks.group())) {
                wrong.add(marks.group() + " was refused, and is kept all the same");
            }
        }
    }

    /** A team that takes note of each event. */
    private Connection team() throws JMSException {
        Connection connection = connections.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        AtomicInteger read = new AtomicInteger();
        for (String channel : CHANNELS) {
            session.createConsumer(session.createQueue("Consumer.fuzz.VirtualTopic.wa." + channel))
                    .setMessageListener(event -> {
                        note(event);
                        if (read.incrementAndGet() % 100 == 0) {
                            commit(session);
                        }
                    });
        }
        connection.start();
        return connection;
    }

    private void note(Message event) {
        try {
            JsonNode json = JSON.readTree(((TextMessage) event).getText());
            awaited.remove(json.path("messageId").asText());
            kept(json.path("item").toString());
        } catch (JMSException | IOException | RuntimeException e) {
            wrong.add("The team could not read an event: " + e);
        }
    }

    private void commit(Session session) {
        try {
            session.commit();
        } catch (JMSException e) {
            wrong.add("The team could not read on: " + e);
        }
    }

    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent event) {
                boolean rolledBack = event.getLevel().isGreaterOrEqual(Level.WARN)
                        && (event.getLoggerName().startsWith("org.apache.")
                                || event.getLoggerName().startsWith("org.springframework."));
                if (event.getLevel().isGreaterOrEqual(Level.ERROR) || rolledBack) {
                    super.append(event);
                }
            }
        };
        appender.start();
        // Thousands of warnings are not read.
        logger("dev.tandem.webhook").setLevel(Level.ERROR);
        logger("dev.tandem.media").setLevel(Level.ERROR);
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
        return appender;
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private static List<String> said(ListAppender<ILoggingEvent> errors) {
        return List.copyOf(errors.list).stream()
                .map(event -> event.getLevel() + " " + event.getLoggerName() + ": " + event.getFormattedMessage() + " "
                        + (event.getThrowableProxy() == null
                                ? ""
                                : event.getThrowableProxy().getMessage()))
                .limit(10)
                .toList();
    }

    /** A collection ends before the call returns; what was finalised in one goes with the next. */
    private static long usedKilobytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10;
    }
}
