package dev.tandem.webhook;

import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.item;
import static dev.tandem.webhook.Webhooks.status;
import static dev.tandem.webhook.Webhooks.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.cloudapi.ErrorTableFile;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Event;
import dev.tandem.domain.StatusReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusIntakeTest {

    private final FakeOwnSends sends = new FakeOwnSends();
    private final List<Event> raw = new ArrayList<>();
    private final List<String> freeEntries = new ArrayList<>();
    private final StatusIntake intake = new StatusIntake(
            sends,
            new RawIntake(new WebhookItems() {
                @Override
                public boolean keep(WebhookItem item, Instant occurredAt, Event event) {
                    return raw.add(event);
                }

                @Override
                public void quarantine(Quarantined item) {
                    throw new AssertionError("nothing is put aside here");
                }
            }),
            ErrorTableFile.read(),
            (number, name, end) -> freeEntries.add(number.alias() + ' ' + name + ' ' + end));

    @Test
    void onlyAFreeEntryPointThatMetaEndsIsNoted() {
        String frame = "{\"id\":\"wamid.%s\",\"status\":\"sent\",\"timestamp\":" + NOW
                + ",\"recipient_id\":\"15550100077\",\"conversation\":{\"id\":\"c\",%s\"origin\":{\"type\":\"%s\"}}}";
        String end = "\"expiration_timestamp\":\"1793259200\",";
        intake.take(item(statuses(frame.formatted("1", end, "service"))));
        intake.take(item(statuses(frame.formatted("2", "", "referral_conversion"))));
        assertThat(freeEntries).isEmpty();
        intake.take(item(statuses(frame.formatted("3", end, "referral_conversion"))));
        assertThat(freeEntries).containsExactly("shop 15550100077 2026-10-29T07:33:20Z");
    }

    /** R84 to R88: Meta's word is the price, also a word that nobody knows and the object of the years before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"billable\":true,\"pricing_model\":\"PMP\",\"category\":\"marketing\",\"type\":\"regular\"}",
                "{\"pricing_model\":\"PMP\",\"category\":\"utility\",\"type\":\"regular\"}",
                "{\"billable\":true,\"pricing_model\":\"PMP\",\"category\":\"service\",\"type\":\"regular\"}",
                "{\"billable\":false,\"pricing_model\":\"PMP\",\"category\":\"service\",\"type\":\"free_customer_service\"}",
                "{\"billable\":false,\"pricing_model\":\"PMP\",\"category\":\"referral_conversion\",\"type\":\"free_entry_point\"}",
                "{\"pricing_model\":\"PMP\",\"category\":\"group_service\",\"type\":\"free_group_customer_service\"}",
                "{\"billable\":true,\"pricing_model\":\"CBP\",\"category\":\"user_initiated\"}",
                "{\"category\":\"unheard_of\",\"type\":\"unheard_of\",\"price\":0.5}"
            })
    void everyPriceOfMetasIsHandedOnAsItIs(String pricing) {
        intake.take(item(statuses("{\"id\":\"wamid.1\",\"status\":\"delivered\",\"timestamp\":" + NOW
                + ",\"recipient_id\":\"15550100077\",\"pricing\":" + pricing + "}")));
        assertThat(sends.statuses.get(0).pricing()).isEqualTo(pricing);
    }

    @Test
    void priceAndOurIdAreHandedOn() {
        assertThat(intake.take(item(statuses("{\"id\":\"wamid.1\",\"status\":\"sent\",\"timestamp\":" + NOW
                        + ",\"recipient_id\":\"15550100077\",\"recipient_user_id\":\"US.4f\","
                        + "\"biz_opaque_callback_data\":\"0ABC.1\",\"pricing\":{\"billable\":true,"
                        + "\"category\":\"utility\"}}"))))
                .isTrue();
        StatusReport report = sends.statuses.get(0);
        assertThat(report.status()).isEqualTo(DeliveryStatus.SENT);
        assertThat(report.callbackData()).isEqualTo("0ABC.1");
        assertThat(report.at()).isEqualTo(Instant.ofEpochSecond(NOW));
        assertThat(report.pricing()).isEqualTo("{\"billable\":true,\"category\":\"utility\"}");
        assertThat(report.cause()).isNull();
        assertThat(report.waId()).isEqualTo("15550100077");
        assertThat(report.userId()).isEqualTo("US.4f");
        Event event = sends.statusEvents.get(0);
        assertThat(event.contact()).isEqualTo("15550100077");
        assertThat(event.type()).isEqualTo("sent");
        assertThat(event.body())
                .containsEntry("messageId", "wamid.1")
                .containsEntry("direction", "out")
                .containsKeys("item", "number", "occurredAt", "receivedAt", "schema", "origin");
    }

    @Test
    void aGroupIsNoPerson() {
        intake.take(item(statuses("{\"id\":\"wamid.1\",\"status\":\"sent\",\"timestamp\":" + NOW
                + ",\"recipient_type\":\"group\",\"recipient_id\":\"120363\",\"recipient_user_id\":\"US.4f\"}")));
        assertThat(sends.statuses.get(0).waId()).isNull();
        assertThat(sends.statuses.get(0).userId()).isNull();
    }

    @Test
    void aFailureKeepsMetasCodeAndWords() {
        intake.take(
                item(
                        statuses(
                                "{\"id\":\"wamid.1\",\"status\":\"failed\",\"timestamp\":\"" + NOW + "\",\"errors\":[{"
                                        + "\"code\":\"131047\",\"title\":\"Re-engagement message\",\"error_data\":{\"details\":\"too late\"}}]}")));
        intake.take(item(statuses(status("wamid.2", "failed"))));
        assertThat(sends.statuses.get(0).cause()).satisfies(cause -> {
            assertThat(cause.code()).isEqualTo("cloud_api_131047");
            assertThat(cause.detail()).isEqualTo("Re-engagement message: too late");
        });
        assertThat(sends.statuses.get(1).cause()).isNotNull();
    }

    @Test
    void ofSeveralErrorsTheWorstCounts() {
        intake.take(
                item(
                        statuses(
                                "{\"id\":\"wamid.1\",\"status\":\"failed\",\"timestamp\":\"" + NOW + "\",\"errors\":["
                                        + "{\"code\":131026,\"title\":\"Undeliverable\"},{\"code\":131031,\"title\":\"Locked\"},{\"code\":131047}]}")));
        assertThat(sends.statuses.get(0).cause().code()).isEqualTo("cloud_api_131031");
    }

    @Test
    void readMayComeBeforeSent() {
        intake.take(item(statuses(status("wamid.1", "read"))));
        intake.take(item(statuses(status("wamid.1", "sent"))));
        assertThat(intake.take(item(statuses(status("wamid.1", "read"))))).isFalse();
        assertThat(sends.statuses)
                .extracting(StatusReport::status)
                .containsExactly(DeliveryStatus.READ, DeliveryStatus.SENT);
    }

    @Test
    void aWordNobodyKnowsIsKeptAsItCame() {
        intake.take(item(statuses(status("wamid.1", "teleported"))));
        assertThat(sends.statuses).isEmpty();
        assertThat(raw).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("teleported");
            assertThat(event.channel().code()).isEqualTo("status");
        });
    }

    @Test
    void withoutIdOrTimeItIsBroken() {
        assertThatThrownBy(() -> intake.take(item(statuses("{\"status\":\"sent\",\"timestamp\":1793000000}"))))
                .isInstanceOf(BrokenItemException.class);
        assertThatThrownBy(
                        () -> intake.take(item(statuses("{\"id\":\"w\",\"status\":\"sent\",\"timestamp\":\"soon\"}"))))
                .isInstanceOf(BrokenItemException.class);
    }

    @Test
    void ofManyTheStrangeOnesAreLeftForThemselves() {
        List<WebhookItem> items = Webhooks.split(statuses(
                status("wamid.1", "sent"),
                "{\"status\":\"sent\",\"timestamp\":1793000000}",
                status("wamid.2", "teleported"),
                status("wamid.1", "delivered")));
        assertThat(intake.takeTogether(items)).containsExactly(items.get(1), items.get(2));
        assertThat(sends.statuses)
                .extracting(StatusReport::status)
                .containsExactly(DeliveryStatus.SENT, DeliveryStatus.DELIVERED);
        assertThat(sends.statusEvents).hasSize(2);
        assertThat(raw).isEmpty();
    }

    @Test
    void onlyStatusesThatFollowEachOtherComeTogether() {
        String many = IntStream.range(0, 250)
                .mapToObj(i -> status("wamid." + i, "sent"))
                .collect(Collectors.joining(","));
        String body = Webhooks.body(
                Webhooks.change("messages", Webhooks.value("\"statuses\":[" + many + ",7]")),
                Webhooks.change(
                        "messages", Webhooks.value("\"messages\":[" + Webhooks.text("wamid.m", NOW, "hi") + "]")),
                Webhooks.change("messages", Webhooks.value("\"statuses\":[" + status("wamid.x", "read") + "]")));
        List<Integer> sizes = new ArrayList<>();
        List<WebhookItem> all = new ArrayList<>();
        new Runs(Webhooks.split(body).iterator()).forEachRemaining(run -> {
            sizes.add(run.size());
            all.addAll(run);
        });
        assertThat(sizes).containsExactly(100, 100, 50, 1, 1, 1);
        assertThat(all).isEqualTo(Webhooks.split(body));
        assertThat(all).filteredOn(item -> item.fault() != null).hasSize(1);
    }
}
