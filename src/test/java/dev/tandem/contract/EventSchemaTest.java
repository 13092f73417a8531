package dev.tandem.contract;

import static dev.tandem.contract.Documents.JSON;
import static dev.tandem.contract.Documents.enumOf;
import static dev.tandem.contract.Documents.schema;
import static dev.tandem.contract.Documents.strictFaults;
import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.body;
import static dev.tandem.webhook.Webhooks.change;
import static dev.tandem.webhook.Webhooks.echo;
import static dev.tandem.webhook.Webhooks.echoes;
import static dev.tandem.webhook.Webhooks.first;
import static dev.tandem.webhook.Webhooks.inbound;
import static dev.tandem.webhook.Webhooks.item;
import static dev.tandem.webhook.Webhooks.message;
import static dev.tandem.webhook.Webhooks.status;
import static dev.tandem.webhook.Webhooks.statuses;
import static dev.tandem.webhook.Webhooks.text;
import static dev.tandem.webhook.Webhooks.value;
import static dev.tandem.webhook.Webhooks.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.TestNumbers;
import dev.tandem.cloudapi.ErrorTableFile;
import dev.tandem.coexistence.watch.AlertEvents;
import dev.tandem.domain.Alert;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Channel;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Event;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Outcome;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.Window;
import dev.tandem.domain.WindowReason;
import dev.tandem.send.ResultEvents;
import dev.tandem.webhook.EchoIntake;
import dev.tandem.webhook.FakeOwnSends;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.Messages;
import dev.tandem.webhook.Person;
import dev.tandem.webhook.RawIntake;
import dev.tandem.webhook.StatusIntake;
import dev.tandem.webhook.WebhookItem;
import dev.tandem.webhook.WebhookItems;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is really published fits event.schema.json and result.schema.json, without a field that they do not describe. */
class EventSchemaTest {

    private static final Instant AT = Instant.ofEpochSecond(NOW);

    private final List<Event> published = new ArrayList<>();
    private final FakeOwnSends sends = new FakeOwnSends();
    private final RawIntake raw = new RawIntake(new WebhookItems() {
        @Override
        public boolean keep(WebhookItem item, Instant occurredAt, Event event) {
            return published.add(event);
        }

        @Override
        public void quarantine(Quarantined item) {
            throw new AssertionError("nothing is broken here");
        }
    });
    private final Messages messages = (number, person, message, now, event) -> {
        published.add(event.of(new Messages.Place(person.key(), window(number, person), false)));
        return new Messages.Kept(true, person.names());
    };

    private static Window window(BusinessNumber number, Person person) {
        return person.userId() == null
                ? new Window(false, null, WindowReason.NEVER_WROTE)
                : new Window(true, AT.plus(Window.LENGTH), WindowReason.PERSON_WROTE);
    }

    private static void assertFits(Event event) {
        JsonNode body = JSON.valueToTree(event.body());
        assertThat(strictFaults(schema("event"), body)).as(body.toString()).isEmpty();
        assertThat(body.path("channel").asText()).isEqualTo(event.channel().code());
        assertThat(body.path("type").asText()).isEqualTo(event.type());
    }

    @Test
    void whatComesInFits() {
        Clock clock = Clock.fixed(AT, ZoneOffset.UTC);
        MessageIntake intake = new MessageIntake(messages, sends, clock);
        intake.take(item(inbound(text("wamid.1", NOW, "hello"))));
        intake.take(
                item(inbound(message("wamid.2", NOW, "image", "{\"id\":\"7\",\"caption\":\"c\",\"sha256\":\"ab\"}"))));
        intake.take(item(inbound(message("wamid.3", NOW, "unsupported", "{\"type\":\"poll\"}"))));
        intake.take(
                item(
                        inbound(
                                message(
                                        "wamid.9",
                                        NOW,
                                        "edit",
                                        "{\"original_message_id\":\"wamid.1\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"anew\"}}}"))));
        intake.take(item(inbound(message("wamid.10", NOW, "text", "{\"body\":\"yes\"}")
                .replace("\"type\"", "\"context\":{\"id\":\"wamid.4\"},\"type\""))));
        new EchoIntake(messages, sends, clock)
                .take(item(echoes(echo("wamid.4", NOW, "text", "{\"body\":\"from the phone\"}"))));
        StatusIntake statusIntake = new StatusIntake(sends, raw, ErrorTableFile.read(), (number, name, end) -> {});
        statusIntake.take(item(statuses(status("wamid.5", "delivered"))));
        statusIntake.take(item(statuses(status("wamid.6", "invented_next_year"))));
        published.addAll(sends.statusEvents);
        for (String body : List.of(
                body(change(
                        "history",
                        value("\"history\":[{\"metadata\":{\"phase\":1,\"chunk_order\":3},\"threads\":"
                                + "[{\"id\":\"15550100077\",\"messages\":[" + text("wamid.7", NOW, "old") + "]}]}]"))),
                body(change("history", value("\"errors\":[{\"code\":2593109,\"title\":\"off\"}]"))),
                body(change(
                        "smb_app_state_sync",
                        value("\"state_sync\":[{\"type\":\"contact\",\"action\":\"add\","
                                + "\"contact\":{\"full_name\":\"Mina\",\"phone_number\":\"15550100077\"},"
                                + "\"metadata\":{\"timestamp\":\"" + NOW + "\"}}]"))),
                body(change("messages", value("\"errors\":[{\"code\":130429,\"title\":\"x\"}]"))),
                body(change("account_update", "{\"event\":\"PARTNER_REMOVED\"}")),
                body(change("message_template_status_update", "{\"event\":\"APPROVED\"}")),
                body(change("something_of_next_year", "{\"event\":\"X\"}")),
                body(change("messages", valueOf("999", "\"messages\":[" + text("wamid.8", NOW, "hi") + "]"))))) {
            raw.take(first(body));
        }
        published.forEach(EventSchemaTest::assertFits);
        assertThat(new TreeSet<>(published.stream().map(Event::channel).toList()))
                .containsExactlyInAnyOrder(
                        Channel.MESSAGE,
                        Channel.STATUS,
                        Channel.ECHO,
                        Channel.HISTORY,
                        Channel.CONTACT,
                        Channel.ACCOUNT,
                        Channel.TEMPLATE,
                        Channel.OTHER);
    }

    @Test
    void whatAnAlertTellsFits() {
        AlertEvents events = new AlertEvents(TestNumbers.DIRECTORY);
        for (String number : List.of(TestNumbers.SHOP.phoneNumberId(), "4711", "")) {
            Alert alert = new Alert("phone_idle", "subject", number, "Open the app.", AT, AT, 1);
            assertFits(events.raised(alert));
            assertFits(events.over(alert, AT));
            assertThat(events.raised(alert).id())
                    .isNotEqualTo(events.over(alert, AT).id());
        }
    }

    @Test
    void whatBecameOfASendFits() {
        Send accepted = accepted(Recipient.ofPhone("15550100077"));
        Send sending = accepted.queued(AT).sending(MessageMode.TEMPLATE, AT);
        Send submitted = sending.after(new Outcome.Submitted("wamid.1", "15550100077", true), Patience.DEFAULT, AT);
        Send delivered = submitted.lifted(
                SendState.DELIVERED, null, "wamid.1", "{\"category\":\"utility\"}", Patience.DEFAULT, AT);
        Send read = delivered.lifted(SendState.READ, null, "wamid.1", null, Patience.DEFAULT, AT);
        List<Send[]> steps = List.of(
                step(null, accepted),
                step(null, accepted(Recipient.ofUserId("US.4f00aa11bb22"))),
                step(accepted, accepted.heldForWindow(Cause.of(Reason.WAITING_FOR_WINDOW), AT)),
                step(
                        sending,
                        sending.after(
                                new Outcome.Retry(
                                        Duration.ofSeconds(5), new Cause(Reason.THROUGHPUT, "Rate limit hit", 130429)),
                                Patience.DEFAULT,
                                AT)),
                step(sending, submitted),
                step(submitted, submitted.lifted(SendState.SENT, null, "wamid.1", null, Patience.DEFAULT, AT)),
                step(submitted, delivered),
                step(delivered, read),
                step(read, read.lifted(SendState.PLAYED, null, "wamid.1", null, Patience.DEFAULT, AT)),
                step(sending, sending.after(new Outcome.Unknown(Cause.of(Reason.ANSWER_LOST)), Patience.DEFAULT, AT)),
                step(
                        sending,
                        sending.after(
                                new Outcome.Failed(new Cause(Reason.CLOUD_API, "Message undeliverable", 131026)),
                                Patience.DEFAULT,
                                AT)),
                step(accepted, accepted.ended(SendState.REJECTED, Cause.of(Reason.WINDOW_CLOSED_NO_TEMPLATE), AT)),
                step(accepted, accepted.ended(SendState.EXPIRED, Cause.of(Reason.EXPIRED), AT)),
                step(accepted, accepted.ended(SendState.CANCELLED, Cause.of(Reason.CANCELLED), AT)),
                step(sending, sending.ended(SendState.FAILED, new Cause(Reason.CLOUD_API, "No code", null), AT)));
        ResultEvents events = new ResultEvents(TestNumbers.DIRECTORY);
        Set<String> states = new TreeSet<>();
        for (Send[] step : steps) {
            List<Event> told = events.of(step[0], step[1]);
            assertThat(told).as(step[1].toString()).hasSize(1);
            assertFits(told.get(0));
            JsonNode item = JSON.valueToTree(told.get(0).body()).path("item");
            assertThat(strictFaults(schema("result"), item)).as(item.toString()).isEmpty();
            states.add(item.path("state").asText());
        }
        assertThat(states).isEqualTo(enumOf(schema("result").path("properties").path("state")));
    }

    @Test
    void theListsOfAnEventAreThoseOfTheCode() {
        JsonNode fields = schema("event").path("properties");
        assertThat(enumOf(fields.path("window")))
                .isEqualTo(new TreeSet<>(java.util.Arrays.stream(WindowReason.values())
                        .map(WindowReason::code)
                        .toList()));
        for (DeliveryStatus status : DeliveryStatus.values()) {
            assertThat(enumOf(schema("result").path("properties").path("state")))
                    .contains(status.code());
        }
    }

    private static Send[] step(@Nullable Send before, Send after) {
        return new Send[] {before, after};
    }

    private static Send accepted(Recipient recipient) {
        return Send.accepted(new Send.Acceptance(
                4711,
                TestNumbers.SHOP.phoneNumberId(),
                "order-17",
                "00",
                recipient,
                Priority.TRANSACTIONAL,
                "",
                "{\"metadata\":{\"order\":\"A-17\"},\"to\":\"15550100077\"}",
                "crm",
                AT,
                null,
                AT.plusSeconds(60)));
    }
}
