package dev.tandem.routes;

import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.RECEIVED;
import static dev.tandem.webhook.Webhooks.body;
import static dev.tandem.webhook.Webhooks.change;
import static dev.tandem.webhook.Webhooks.inbound;
import static dev.tandem.webhook.Webhooks.status;
import static dev.tandem.webhook.Webhooks.statuses;
import static dev.tandem.webhook.Webhooks.text;
import static dev.tandem.webhook.Webhooks.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.TestNumbers;
import dev.tandem.cloudapi.ErrorTableFile;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import dev.tandem.domain.TemplateChange;
import dev.tandem.domain.Window;
import dev.tandem.domain.WindowReason;
import dev.tandem.steps.DatabaseSteps;
import dev.tandem.steps.IdentitySteps;
import dev.tandem.steps.NewsSteps;
import dev.tandem.steps.Problems;
import dev.tandem.steps.WatchSteps;
import dev.tandem.steps.WebhookSteps;
import dev.tandem.webhook.AccountIntake;
import dev.tandem.webhook.ConsentNews;
import dev.tandem.webhook.EchoIntake;
import dev.tandem.webhook.FakeOwnSends;
import dev.tandem.webhook.Handshake;
import dev.tandem.webhook.HeardSync;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.Messages;
import dev.tandem.webhook.Newcomers;
import dev.tandem.webhook.PortfolioIntake;
import dev.tandem.webhook.PreferenceIntake;
import dev.tandem.webhook.Quarantine;
import dev.tandem.webhook.RawIntake;
import dev.tandem.webhook.Renaming;
import dev.tandem.webhook.StatusIntake;
import dev.tandem.webhook.TemplateIntake;
import dev.tandem.webhook.TemplateNews;
import dev.tandem.webhook.UserIdIntake;
import dev.tandem.webhook.WebhookItem;
import dev.tandem.webhook.WebhookItems;
import dev.tandem.webhook.WebhookSignature;
import dev.tandem.webhook.WebhookSplitter;
import dev.tandem.webhook.Webhooks;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.activemq6.ActiveMQComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The routes of the webhook from their real files, with a broker in memory and stores that can be made to fail. */
@ExtendWith(OutputCaptureExtension.class)
class WebhookRouteTest {

    private static final String SECRET = "an app secret";

    private final Set<String> stored = new LinkedHashSet<>();
    private final List<String> kept = new CopyOnWriteArrayList<>();
    private final List<WebhookItems.Quarantined> quarantined = new CopyOnWriteArrayList<>();
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final List<Renaming> renamed = new CopyOnWriteArrayList<>();
    private final List<String> past = new CopyOnWriteArrayList<>();
    private final HeardSync sync = new HeardSync();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final FakeOwnSends sends = new FakeOwnSends();
    private final CamelContext camel = new DefaultCamelContext();

    /** The broker lives, with what is queued, as long as it has a connection. */
    private Connection open;

    private final Messages messages = (number, person, message, now, event) -> {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the database is down");
        }
        boolean isNew;
        synchronized (stored) {
            isNew = stored.add(message.id());
        }
        if (isNew) {
            event.of(new Messages.Place(person.key(), new Window(true, now, WindowReason.PERSON_WROTE), false));
        }
        return new Messages.Kept(isNew, person.names());
    };

    private final WebhookItems items = new WebhookItems() {
        @Override
        public boolean keep(WebhookItem item, Instant occurredAt, Event event) {
            return kept.add(event.channel().code());
        }

        @Override
        public void quarantine(Quarantined item) {
            quarantined.add(item);
        }
    };

    @BeforeEach
    void start() throws Exception {
        Clock clock = Clock.fixed(RECEIVED, ZoneOffset.UTC);
        RawIntake raw = new RawIntake(items);
        camel.getRegistry()
                .bind(
                        "webhook",
                        new WebhookSteps(
                                new Handshake("token"),
                                new WebhookSignature(List.of(SECRET)),
                                new WebhookSplitter(TestNumbers.DIRECTORY, Newcomers.NONE),
                                new MessageIntake(messages, sends, clock),
                                new StatusIntake(sends, raw, ErrorTableFile.read(), (number, name, end) -> {}),
                                new EchoIntake(messages, sends, clock),
                                raw,
                                new Quarantine(items),
                                clock));
        camel.getRegistry()
                .bind(
                        "news",
                        new NewsSteps(
                                new PreferenceIntake(new ConsentNews() {
                                    @Override
                                    public void preference(
                                            BusinessNumber number, Set<String> names, boolean stop, Instant at) {
                                        news.add(number.alias() + (stop ? " stop" : " resume"));
                                    }

                                    @Override
                                    public void wrote(
                                            BusinessNumber number, Set<String> names, String text, Instant at) {
                                        news.add(number.alias() + ' ' + text);
                                    }
                                }),
                                new TemplateIntake(new TemplateNews() {
                                    @Override
                                    public void changed(BusinessNumber number, TemplateChange change) {
                                        news.add(change.template().name() + ' ' + change.event());
                                    }

                                    @Override
                                    public void outdated(BusinessNumber number) {
                                        news.add(number.alias() + " outdated");
                                    }
                                }),
                                new PortfolioIntake(people -> news.add("portfolio " + people.orElse(0)))));
        camel.getRegistry()
                .bind(
                        "identity",
                        new IdentitySteps(new UserIdIntake((number, renaming) -> renamed.add(renaming), raw)));
        camel.getRegistry().bind("watch", new WatchSteps(new AccountIntake(new QuietRooms.NoWatch() {
            @Override
            public void offboarded(BusinessNumber number, Instant at) {
                news.add(number.alias() + " offboarded " + at.getEpochSecond());
            }

            @Override
            public void phoneActed(BusinessNumber number, Instant at) {
                news.add(number.alias() + " acted " + at.getEpochSecond());
            }
        })));
        camel.getRegistry().bind("past", QuietRooms.past(raw, past, sync));
        camel.getRegistry().bind("webhookArchive", new QuietRooms.NoArchive());
        camel.getRegistry().bind("webhookQueue", new QuietRooms.NoRush());
        camel.getRegistry().bind("problems", new Problems());
        camel.getRegistry().bind("database", new DatabaseSteps(() -> unanswered.getAndDecrement() <= 0));
        camel.addComponent("activemq6", broker());
        camel.getPropertiesComponent().addInitialProperty("tandem.webhook.consumers", "2");
        load("http-problems", "webhook/webhook-split");
        for (String channel :
                List.of("message", "status", "echo", "history", "contact", "account", "template", "other")) {
            load("webhook/" + channel);
        }
    }

    private ActiveMQComponent broker() throws JMSException {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                "vm://" + UUID.randomUUID() + "?broker.persistent=false&broker.useJmx=false");
        RedeliveryPolicy soon = new RedeliveryPolicy();
        soon.setInitialRedeliveryDelay(10);
        soon.setRedeliveryDelay(10);
        soon.setMaximumRedeliveries(20);
        factory.setRedeliveryPolicy(soon);
        open = factory.createConnection();
        open.start();
        ActiveMQComponent component = new ActiveMQComponent();
        component.setConnectionFactory(factory);
        return component;
    }

    private void load(String... files) throws Exception {
        for (String file : files) {
            Path path = Path.of("routes", file + ".camel.yaml").toAbsolutePath();
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveResource(camel, "file:" + path));
        }
    }

    @AfterEach
    void stop() throws JMSException {
        camel.stop();
        open.close();
    }

    private void queue(String body) {
        camel.createProducerTemplate()
                .sendBodyAndHeader(
                        "activemq6:queue:wa.webhook",
                        body.getBytes(StandardCharsets.UTF_8),
                        "receivedAt",
                        RECEIVED.toEpochMilli());
    }

    @Test
    void aBrokenItemLosesNoNeighbours() {
        camel.start();
        queue(inbound(
                text("wamid.1", NOW, "a"), "{\"id\":\"wamid.2\",\"from\":\"1\"}", "7", text("wamid.3", NOW, "c")));
        await().untilAsserted(() -> {
            assertThat(stored).containsExactly("wamid.1", "wamid.3");
            assertThat(quarantined).hasSize(2);
        });
        assertThat(quarantined.get(0).detail()).contains("timestamp");
    }

    @Test
    void anUnreadableBodyIsPutAside() {
        camel.start();
        queue("{\"entry\":[");
        await().until(() -> quarantined.size() == 1);
        assertThat(quarantined.get(0).raw()).isEqualTo("{\"entry\":[");
    }

    @Test
    void aDatabaseThatIsDownLosesNothingAndQuarantinesNothing() {
        failures.set(3);
        camel.start();
        queue(inbound(text("wamid.1", NOW, "a"), text("wamid.2", NOW, "b")));
        await().untilAsserted(() -> assertThat(stored).containsExactly("wamid.1", "wamid.2"));
        assertThat(quarantined).isEmpty();
        assertThat(failures.get()).isZero();
    }

    @Test
    void whileTheDatabaseIsAwayNoTryIsUsedUp() {
        failures.set(2);
        unanswered.set(Integer.MAX_VALUE);
        camel.start();
        queue(inbound(text("wamid.1", NOW, "a")));
        await().until(() -> failures.get() == 1);
        await().during(Duration.ofMillis(700)).until(() -> failures.get() == 1);
        unanswered.set(0);
        await().untilAsserted(() -> assertThat(stored).containsExactly("wamid.1"));
    }

    /** What came beside it is stored at once; the echo when the answer is there, and nobody reads of a fault that is none. */
    @Test
    void anEchoThatMayBeAnOwnSendWaitsWithoutHoldingUpOrAlarming(CapturedOutput log) {
        sends.awaited.add("491701234567");
        camel.start();
        String echo = "\"message_echoes\":[{\"from\":\"15550100001\",\"to\":\"491701234567\",\"id\":\"wamid.typed\","
                + "\"timestamp\":\"" + NOW + "\",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}]";
        queue(body(
                change("smb_message_echoes", value(echo)),
                change("messages", value("\"messages\":[" + text("wamid.1", NOW, "a") + "]"))));
        await().untilAsserted(() -> assertThat(stored).containsExactly("wamid.1"));
        await().during(Duration.ofMillis(700)).until(() -> stored.size() == 1);
        sends.awaited.clear();
        await().untilAsserted(() -> assertThat(stored).containsExactly("wamid.1", "wamid.typed"));
        assertThat(quarantined).isEmpty();
        assertThat(log).doesNotContain("EarlyEchoException").doesNotContain("wamid.typed");
    }

    @Test
    void everyChannelHasItsRoute() {
        camel.start();
        queue(statuses(status("wamid.1", "sent")));
        for (String field :
                List.of("history", "smb_app_state_sync", "account_update", "message_template_status_update", "flows")) {
            queue(body(change(field, value("\"x\":1"))));
        }
        await().untilAsserted(() -> {
            assertThat(sends.statuses).hasSize(1);
            assertThat(kept).containsExactlyInAnyOrder("history", "contact", "account", "template", "other");
        });
    }

    @Test
    void whatIsToldOfTheConnectionAndOfThePhoneIsHeardAfterItIsKept() {
        camel.start();
        queue(
                Webhooks.body(
                        Webhooks.change("account_update", "{\"event\":\"ACCOUNT_OFFBOARDED\"}"),
                        Webhooks.change(
                                "smb_app_state_sync",
                                Webhooks.value(
                                        "\"state_sync\":[{\"type\":\"contact\",\"action\":\"remove\",\"contact\":"
                                                + "{\"phone_number\":\"15550100077\"},\"metadata\":{\"timestamp\":\"1793000007\"}}]"))));
        await().untilAsserted(() -> {
            assertThat(news).containsExactlyInAnyOrder("shop offboarded 1793000000", "shop acted 1793000007");
            assertThat(kept).containsExactlyInAnyOrder("account", "contact");
        });
    }

    @Test
    void thePastAndThePhoneBookAreStoredAndWakeNothing() {
        camel.start();
        String thread = "{\"id\":\"15550100077\",\"messages\":[" + text("wamid.1", NOW, "a") + ","
                + text("wamid.2", NOW, "b") + "]}";
        queue(body(
                change(
                        "history",
                        value(
                                "\"history\":[{\"metadata\":{\"phase\":1,\"chunk_order\":1,\"progress\":100},\"threads\":["
                                        + thread + "]}],\"messages\":[" + text("wamid.3", NOW, "c") + "]")),
                change(
                        "smb_app_state_sync",
                        value("\"state_sync\":[{\"type\":\"contact\",\"contact\":{\"phone_number\":\"15550100077\","
                                + "\"full_name\":\"Mina\"},\"action\":\"add\"},{\"type\":\"contact\",\"contact\":"
                                + "{\"phone_number\":\"15550100078\"},\"action\":\"remove\"}]"))));
        await().untilAsserted(() -> assertThat(past)
                .containsExactly("15550100077 2 thread", "wamid.3 text", "15550100077 is Mina", "15550100078 is null"));
        await().untilAsserted(() -> assertThat(kept).containsExactly("contact", "contact"));
        assertThat(sync.chunks).singleElement().satisfies(chunk -> {
            assertThat(chunk.progress()).isEqualTo(100);
            assertThat(chunk.messages()).isEqualTo(2);
        });
        assertThat(sync.contacts).as("once for a webhook").containsExactly(RECEIVED);
        assertThat(stored).isEmpty();
        assertThat(sends.wrote).isEmpty();
    }

    @Test
    void whatIsToldOfWishesAndTemplatesIsHeardAfterItIsKept() {
        camel.start();
        queue(Webhooks.body(
                Webhooks.change(
                        "user_preferences",
                        Webhooks.value(
                                "\"user_preferences\":[{\"wa_id\":\"15550100077\",\"category\":\"marketing_messages\","
                                        + "\"value\":\"stop\",\"timestamp\":1793000300},{\"category\":\"marketing_messages\","
                                        + "\"value\":\"stop\",\"timestamp\":1793000300}]")),
                Webhooks.change(
                        "message_template_status_update",
                        "{\"event\":\"PAUSED\",\"message_template_name\":\"offer\",\"message_template_language\":\"en\"}"),
                Webhooks.change("template_category_update", "{\"message_template_id\":1}")));
        queue(inbound(text("wamid.1", NOW, "STOP")));
        await().untilAsserted(() -> {
            assertThat(news).containsExactlyInAnyOrder("shop stop", "offer PAUSED", "shop outdated", "shop STOP");
            assertThat(kept).containsExactlyInAnyOrder("contact", "contact", "template", "template");
            assertThat(quarantined).as("the one that says not whose").hasSize(1);
        });
    }

    @Test
    void aNewUserIdIsLearnedAndKeptAsItCame() {
        camel.start();
        queue(body(change(
                "user_id_update",
                value("\"user_id_update\":[{\"wa_id\":\"15550100078\",\"user_id\":{\"previous\":\"US.1\",\"current\":"
                        + "\"US.2\"},\"timestamp\":\"" + NOW + "\"},{\"detail\":\"says nothing\"}]"))));
        await().untilAsserted(() -> assertThat(kept).containsExactly("contact", "contact"));
        assertThat(renamed).singleElement().satisfies(renaming -> {
            assertThat(renaming.before().userId()).isEqualTo("US.1");
            assertThat(renaming.userId()).isEqualTo("US.2");
            assertThat(renaming.phone()).isEqualTo("15550100078");
        });
    }

    @Test
    void whatIsNotOnDiskIsNotAnswered200() throws Exception {
        Exchange answer = post(true);
        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(503);
        assertThat(answer.getMessage().getBody(String.class)).contains("not_durable");
    }

    @Test
    void theStoredBytesAreTheReceivedOnesAndNothingLeaksIntoTheAnswer() throws Exception {
        Exchange answer = post(false);
        assertThat(answer.getMessage().getHeaders()).isEqualTo(Map.of(Exchange.HTTP_RESPONSE_CODE, "200"));
        MockEndpoint queue = camel.getEndpoint("mock:queue", MockEndpoint.class);
        queue.assertIsSatisfied();
        assertThat(queue.getExchanges().get(0).getIn().getBody(byte[].class)).isEqualTo(rawBody());
        assertThat(queue.getExchanges().get(0).getIn().getHeaders())
                .isEqualTo(Map.of("receivedAt", RECEIVED.toEpochMilli()));
    }

    private static byte[] rawBody() {
        return new byte[] {'{', (byte) 0xc3, 0x28, 0, '}'};
    }

    private Exchange post(boolean failing) throws Exception {
        load("intake/webhook-http");
        MockEndpoint queue = camel.getEndpoint("mock:queue", MockEndpoint.class);
        queue.expectedMessageCount(1);
        if (failing) {
            queue.whenAnyExchangeReceived(exchange -> {
                throw new IllegalStateException("the journal cannot be written");
            });
        }
        AdviceWith.adviceWith(camel, "webhook-http", advice -> {
            advice.replaceFromWith("direct:post");
            advice.weaveById("store-webhook").replace().to("mock:queue");
        });
        AdviceWith.adviceWith(camel, "webhook-handshake", advice -> advice.replaceFromWith("direct:get"));
        camel.start();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = "sha256=" + HexFormat.of().formatHex(mac.doFinal(rawBody()));
        return camel.createProducerTemplate().request("direct:post", exchange -> {
            exchange.getIn().setBody(new ByteArrayInputStream(rawBody()));
            exchange.getIn().setHeader("X-Hub-Signature-256", signature);
            exchange.getIn().setHeader("X-Secret-Header", "must not leak");
            exchange.getIn().setHeader("CamelHttpUri", "/webhook");
        });
    }

    @Test
    void everythingIsRepeatedHarmlessly() {
        camel.start();
        List<String> bodies = new ArrayList<>(List.of(
                inbound(text("wamid.1", NOW, "a"), text("wamid.2", NOW, "b")),
                inbound(text("wamid.2", NOW, "b"), text("wamid.1", NOW, "a"))));
        bodies.addAll(bodies);
        bodies.forEach(this::queue);
        queue(inbound(text("wamid.9", NOW, "last")));
        await().until(() -> stored.contains("wamid.9"));
        assertThat(sends.wrote).hasSizeLessThanOrEqualTo(3);
    }
}
