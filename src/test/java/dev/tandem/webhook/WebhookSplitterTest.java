package dev.tandem.webhook;

import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.RECEIVED;
import static dev.tandem.webhook.Webhooks.body;
import static dev.tandem.webhook.Webhooks.change;
import static dev.tandem.webhook.Webhooks.inbound;
import static dev.tandem.webhook.Webhooks.item;
import static dev.tandem.webhook.Webhooks.split;
import static dev.tandem.webhook.Webhooks.status;
import static dev.tandem.webhook.Webhooks.statuses;
import static dev.tandem.webhook.Webhooks.text;
import static dev.tandem.webhook.Webhooks.value;
import static dev.tandem.webhook.Webhooks.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.TestNumbers;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Channel;
import dev.tandem.domain.NumberDirectory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSplitterTest {

    @Test
    void aThousandItemsInTwoEntriesKeepTheirOrder() {
        String messages = IntStream.range(0, 600)
                .mapToObj(i -> text("wamid.M" + i, NOW, "m"))
                .collect(Collectors.joining(","));
        String statuses = IntStream.range(0, 399)
                .mapToObj(i -> status("wamid.S" + i, "sent"))
                .collect(Collectors.joining(","));
        String echo = "{\"from\":\"1\",\"to\":\"2\",\"id\":\"e\",\"timestamp\":1,\"type\":\"text\"}";
        String body = "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"900000000000001\",\"changes\":["
                + change("messages", value("\"messages\":[" + messages + "]")) + ","
                + change("messages", value("\"statuses\":[" + statuses + "]")) + "]},{\"id\":\"900000000000002\","
                + "\"changes\":["
                + change(
                        "smb_message_echoes",
                        valueOf(TestNumbers.DESK.phoneNumberId(), "\"message_echoes\":[" + echo + "]"))
                + "]}]}";
        List<WebhookItem> items = split(body);
        assertThat(items).hasSize(1000);
        assertThat(items.get(599).json().path("id").asText()).isEqualTo("wamid.M599");
        assertThat(items.get(600).channel()).isEqualTo(Channel.STATUS);
        assertThat(items.get(999).channel()).isEqualTo(Channel.ECHO);
        assertThat(items.get(999).number()).isEqualTo(TestNumbers.DESK);
        assertThat(items.stream().map(i -> i.channel() + i.key()).distinct()).hasSize(1000);
    }

    /** Between the subscription of the app and the number that works: the directory does not have it yet. */
    @Test
    void aNumberThatIsBeingLinkedIsNoStranger() {
        List<String> asked = new ArrayList<>();
        WebhookSplitter splitter = new WebhookSplitter(new NumberDirectory(List.of(TestNumbers.DESK)), name -> {
            asked.add(name);
            BusinessNumber shop = TestNumbers.SHOP;
            return List.of(shop.phoneNumberId(), shop.displayPhoneNumber(), shop.wabaId())
                            .contains(name)
                    ? List.of(shop)
                    : List.of();
        });
        for (String field : List.of("messages", "smb_message_echoes", "smb_app_state_sync", "account_update")) {
            String array = field.equals("smb_message_echoes")
                    ? "message_echoes"
                    : field.equals("smb_app_state_sync") ? "state_sync" : "messages";
            String value = field.equals("account_update")
                    ? "{\"event\":\"PARTNER_ADDED\"}"
                    : value("\"" + array + "\":[{\"id\":\"1\",\"timestamp\":1793000000,\"type\":\"text\"}]");
            byte[] body = body(change(field, value)).getBytes(StandardCharsets.UTF_8);
            assertThat(splitter.split(body, RECEIVED, false))
                    .as(field)
                    .singleElement()
                    .satisfies(item -> {
                        assertThat(item.channel()).isNotEqualTo(Channel.OTHER);
                        assertThat(item.number()).isEqualTo(TestNumbers.SHOP);
                    });
        }
        asked.clear();
        String known =
                body(change("messages", valueOf(TestNumbers.DESK.phoneNumberId(), "\"messages\":[{\"id\":\"1\"}]")));
        splitter.split(known.getBytes(StandardCharsets.UTF_8), RECEIVED, false);
        assertThat(asked).as("nobody is asked about a number that is known").isEmpty();
        String strange = body(change("messages", valueOf("400000000000099", "\"messages\":[{\"id\":\"1\"}]")));
        assertThat(splitter.split(strange.getBytes(StandardCharsets.UTF_8), RECEIVED, false))
                .singleElement()
                .satisfies(item -> assertThat(item.channel()).isEqualTo(Channel.OTHER));
    }

    @Test
    void theSameBodyHasTheSameKeysAgain() {
        String body = inbound(text("wamid.A", NOW, "hi"), text("wamid.B", NOW, "ho"));
        assertThat(split(body))
                .extracting(WebhookItem::key)
                .isEqualTo(split(body).stream().map(WebhookItem::key).toList());
    }

    @Test
    void metasObjectStaysUntouched() {
        String odd = "{\"from\":\"1\",\"id\":\"x\",\"timestamp\":1793000000,\"type\":\"order\",\"new_thing\":[1.50,"
                + "12345678901234567890123,null],\"order\":{\"item_price\":7.50}}";
        assertThat(item(inbound(odd)).json()).hasToString(odd);
    }

    @ParameterizedTest
    @CsvSource({
        "smb_app_state_sync, state_sync, CONTACT",
        "user_preferences, user_preferences, CONTACT",
        "user_id_update, user_id_update, CONTACT",
        "smb_message_echoes, message_echoes, ECHO",
        "history, messages, HISTORY",
        "history, message_echoes, HISTORY",
        "history, errors, HISTORY",
        "messages, messages, MESSAGE",
        "messages, statuses, STATUS",
        "messages, errors, ACCOUNT"
    })
    void theFieldDecidesBeforeTheArray(String field, String array, Channel channel) {
        assertThat(item(body(change(field, value("\"" + array + "\":[{\"id\":\"1\"}]"))))
                        .channel())
                .isEqualTo(channel);
    }

    @ParameterizedTest
    @CsvSource({
        "account_update, ACCOUNT",
        "account_alerts, ACCOUNT",
        "account_review_update, ACCOUNT",
        "phone_number_quality_update, ACCOUNT",
        "phone_number_name_update, ACCOUNT",
        "business_capability_update, ACCOUNT",
        "security, ACCOUNT",
        "message_template_status_update, TEMPLATE",
        "template_category_update, TEMPLATE",
        "message_template_quality_update, TEMPLATE",
        "message_template_components_update, TEMPLATE",
        "flows, OTHER",
        "something_of_next_year, OTHER"
    })
    void wholeValuesGoToTheirChannelAndNameTheAccountsNumber(String field, Channel channel) {
        WebhookItem item = item(body(change(field, "{\"event\":\"X\"}")));
        assertThat(item.channel()).isEqualTo(channel);
        assertThat(item.number()).isEqualTo(TestNumbers.SHOP);
    }

    @Test
    void removalOfAPartnerInBothShapes() {
        String byPhone = "{\"event\":\"PARTNER_REMOVED\",\"phone_number\":\"+1 555-010-0002\"}";
        String byAccount = "{\"event\":\"PARTNER_REMOVED\",\"waba_info\":{\"waba_id\":\"900000000000002\"},"
                + "\"disconnection_info\":{\"reason\":\"ACCOUNT_DISCONNECTED\",\"initiated_by\":\"USER\"}}";
        assertThat(item(entry("\"id\":\"900000000000002\",", byPhone)).number()).isEqualTo(TestNumbers.DESK);
        assertThat(item(body(change("account_update", byAccount))).number()).isEqualTo(TestNumbers.DESK);
    }

    /** The account of a value, then the phone number in it; where the account says nothing the phone number alone. */
    @ParameterizedTest
    @CsvSource({
        "900000000000001, '', '', shop",
        "900000000000001, '', 15550100001, shop",
        "900000000000001, '', 15550100002, ''", // another's number
        "900000000000001, '', 15550100099, ''", // of our account, and not served here
        "900000000000003, '', '', ''",
        "900000000000003, '', 15550100001, ''", // another partner's account on our number
        "910000000000001, 900000000000001, '', shop", // the partner's business
        "910000000000001, 900000000000001, 15550100001, shop",
        "910000000000001, 900000000000003, 15550100001, ''",
        "910000000000001, 0, 15550100001, shop",
        "0, '', 15550100001, shop",
        "0, '', '', ''",
        "'', '', 15550100001, shop",
        "not-an-id, '', +1 555-010-0001, shop",
    })
    void whoseAnAccountsNewsAre(String entryId, String account, String phone, String whose) {
        for (String name : List.of("phone_number", "display_phone_number")) {
            String value = "{\"event\":\"X\""
                    + (account.isEmpty() ? "" : ",\"waba_info\":{\"waba_id\":\"" + account + "\"}")
                    + (phone.isEmpty() ? "" : ",\"" + name + "\":\"" + phone + "\"") + "}";
            WebhookItem item = item(entry("\"id\":\"" + entryId + "\",", value));
            assertThat(item.number() == null ? "" : item.number().alias())
                    .as(name)
                    .isEqualTo(whose);
            assertThat(item.channel()).isEqualTo(Channel.ACCOUNT);
        }
    }

    @Test
    void anEntryWithoutAnIdIsOfThePhoneNumberItNames() {
        String value = "{\"event\":\"PARTNER_REMOVED\",\"phone_number\":\"15550100002\"}";
        assertThat(item(entry("", value)).number()).isEqualTo(TestNumbers.DESK);
    }

    /** Also those that are only being linked, each once. */
    @Test
    void whatNamesNoPhoneNumberIsOfAllNumbersOfItsAccount() {
        BusinessNumber second = ofShopsAccount("second", "100000000000003", "15550100003");
        BusinessNumber third = ofShopsAccount("third", "100000000000004", "15550100004");
        WebhookSplitter splitter = new WebhookSplitter(
                new NumberDirectory(List.of(TestNumbers.SHOP, TestNumbers.DESK, second)),
                name -> name.equals(TestNumbers.SHOP.wabaId()) ? List.of(second, third) : List.of());
        for (String value : List.of(
                "{\"event\":\"PARTNER_REMOVED\"}",
                "{\"event\":\"PARTNER_REMOVED\",\"waba_info\":{\"waba_id\":\"900000000000001\"}}")) {
            byte[] body = body(change("account_update", value)).getBytes(StandardCharsets.UTF_8);
            assertThat(splitter.split(body, RECEIVED, false))
                    .extracting(WebhookItem::number)
                    .containsExactly(TestNumbers.SHOP, second, third);
        }
    }

    private static BusinessNumber ofShopsAccount(String alias, String id, String phone) {
        BusinessNumber shop = TestNumbers.SHOP;
        return new BusinessNumber(
                alias, id, phone, shop.wabaId(), "token", shop.linkedAt(), shop.graphUrl(), null, null, shop.limits());
    }

    /** An {@code account_update} in an entry with these members before its changes. */
    private static String entry(String members, String value) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{" + members + "\"changes\":["
                + change("account_update", value) + "]}]}";
    }

    @Test
    void capabilityAsNumberAndAsText() {
        String number = "{\"max_daily_conversations_per_business\":2000}";
        String text = "{\"max_daily_conversations_per_business\":\"TIER_2K\"}";
        assertThat(item(body(change("business_capability_update", number))).key())
                .isNotEqualTo(
                        item(body(change("business_capability_update", text))).key());
    }

    @Test
    void aNumberNobodyConfiguredGoesToOther() {
        String value = valueOf("999", "\"messages\":[" + text("wamid.X", NOW, "hi") + "]");
        WebhookItem item = item(body(change("messages", value)));
        assertThat(item.channel()).isEqualTo(Channel.OTHER);
        assertThat(item.number()).isNull();
        assertThat(item.phoneNumberId()).isEqualTo("999");
        assertThat(item.fault()).isNull();
    }

    @Test
    void aGroupsMessageIsNoTalkWithItsSender() {
        String message = "{\"from\":\"15550100077\",\"group_id\":\"g\",\"id\":\"wamid.G\",\"timestamp\":\"1\"}";
        assertThat(item(inbound(message)).channel()).isEqualTo(Channel.OTHER);
    }

    @Test
    void aStatusIsKnownByMessageAndWordAndInGroupsByRecipient() {
        List<WebhookItem> items = split(statuses(
                status("wamid.1", "read"),
                status("wamid.1", "sent"),
                "{\"id\":\"wamid.1\",\"status\":\"read\",\"recipient_id\":\"other\",\"timestamp\":1}",
                "{\"id\":\"g\",\"status\":\"read\",\"recipient_type\":\"group\",\"recipient_participant_id\":\"a\"}",
                "{\"id\":\"g\",\"status\":\"read\",\"recipient_type\":\"group\",\"recipient_participant_id\":\"b\"}"));
        assertThat(items.get(0).key())
                .isNotEqualTo(items.get(1).key())
                .isEqualTo(items.get(2).key());
        assertThat(items.get(3).key()).isNotEqualTo(items.get(4).key());
    }

    @Test
    void anErrorOfTheNumberIsTheSameWithinTenMinutes() {
        String body = body(change("messages", value("\"errors\":[{\"code\":130429,\"title\":\"x\"}]")));
        WebhookSplitter splitter = new WebhookSplitter(TestNumbers.DIRECTORY, Newcomers.NONE);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String key = splitter.split(bytes, RECEIVED, false).get(0).key();
        assertThat(splitter.split(bytes, RECEIVED.plusSeconds(599), false)
                        .get(0)
                        .key())
                .isEqualTo(key);
        assertThat(splitter.split(bytes, RECEIVED.plusSeconds(601), false)
                        .get(0)
                        .key())
                .isNotEqualTo(key);
    }

    @Test
    void historyComesInSlicesOfAThread() {
        String many = IntStream.range(0, 1001)
                .mapToObj(i -> text("wamid.H" + i, NOW, "h"))
                .collect(Collectors.joining(","));
        String chunk = "{\"metadata\":{\"phase\":1,\"chunk_order\":3,\"progress\":55},\"threads\":["
                + "{\"id\":\"15550100077\",\"context\":{\"wa_id\":\"15550100077\"},\"messages\":[" + many + "]},"
                + "{\"id\":\"15550100078\",\"messages\":[" + text("wamid.T", NOW, "t") + "]}]}";
        List<WebhookItem> items = split(body(change("history", value("\"history\":[" + chunk + "]"))));
        assertThat(items).extracting(i -> i.json().path("messages").size()).containsExactly(500, 500, 1, 1, 0);
        assertThat(items).allMatch(i -> i.channel() == Channel.HISTORY);
        assertThat(items.get(1).json().path("metadata").path("progress").asInt())
                .isEqualTo(55);
        assertThat(items.get(1).json().path("messages").get(0).path("id").asText())
                .isEqualTo("wamid.H500");
        assertThat(items).extracting(WebhookItem::key).doesNotHaveDuplicates();
        assertThat(items.subList(0, 4)).extracting(i -> RawFacts.of(i).type()).containsOnly("thread");
        assertThat(items.get(3).json().path("id").asText()).isEqualTo("15550100078");
        assertThat(items.get(4).kind()).isEqualTo("chunk");
        assertThat(items.get(4).json().path("messages").asInt()).isEqualTo(1002);
    }

    @Test
    void aSliceThatIsPutAsideComesInAgainAsAChunk() {
        String chunk = "{\"metadata\":{\"phase\":\"1\",\"chunk_order\":\"3\",\"progress\":\"55\"},\"threads\":["
                + "{\"id\":\"15550100077\",\"messages\":[" + text("wamid.H", NOW, "h") + "]}]}";
        WebhookItem slice = split(body(change("history", value("\"history\":[" + chunk + "]"))))
                .get(0);
        List<WebhookItem> again = split(slice.alone().toString());
        assertThat(again).hasSize(2);
        assertThat(again.get(0).json()).isEqualTo(slice.json());
        assertThat(again.get(0).key()).isEqualTo(slice.key());
    }

    @Test
    void aRefusedHistoryInBothPlaces() {
        String error = "{\"code\":2593109,\"title\":\"off\"}";
        WebhookItem inside = item(body(change("history", value("\"history\":[{\"errors\":[" + error + "]}]"))));
        WebhookItem beside = item(body(change("history", value("\"errors\":[" + error + "]"))));
        assertThat(RawFacts.of(inside).type()).isEqualTo("error");
        assertThat(RawFacts.of(beside).type()).isEqualTo("error");
        for (String bare : List.of(
                value("\"errors\":[" + error + "]"),
                value("\"history\":[{\"errors\":[" + error + "]}]"),
                change("history", value("\"errors\":[" + error + "]")))) {
            WebhookItem alone = item(bare);
            assertThat(alone.fault()).isNull();
            assertThat(alone.channel()).isEqualTo(Channel.HISTORY);
            assertThat(RawFacts.of(alone).type()).isEqualTo("error");
        }
        assertThat(item(value("\"errors\":[{\"code\":1}]")).fault()).isEqualTo("The body has no list 'entry'");
    }

    @Test
    void mediaOfHistoryIsAnotherThingThanItsPlaceholder() {
        WebhookItem media = item(body(change("history", value("\"messages\":[" + text("wamid.H", NOW, "h") + "]"))));
        WebhookItem live = item(inbound(text("wamid.H", NOW, "h")));
        assertThat(media.channel()).isEqualTo(Channel.HISTORY);
        assertThat(media.key()).isNotEqualTo(live.key());
    }

    @Test
    void aRemovedContactHasNoName() {
        String removed = "{\"type\":\"contact\",\"contact\":{\"phone_number\":\"15550100090\"},\"action\":\"remove\","
                + "\"metadata\":{\"timestamp\":1793000201}}";
        RawFacts facts =
                RawFacts.of(item(body(change("smb_app_state_sync", value("\"state_sync\":[" + removed + "]")))));
        assertThat(facts.contact()).isEqualTo("15550100090");
        assertThat(facts.name()).isNull();
        assertThat(facts.occurredAt().getEpochSecond()).isEqualTo(1793000201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "no json", "[]", "7", "{\"object\":\"x\"}", "{\"entry\":{}}", "{} {}", "null"})
    void anUnreadableBodyIsOneBrokenItem(String body) {
        WebhookItem item = item(body);
        assertThat(item.fault()).isNotNull();
        assertThat(item.alone()).isNotNull();
    }

    @Test
    void bytesThatAreNoTextAreKeptAsBytes() {
        byte[] body = {'{', (byte) 0xff, (byte) 0xfe, '}'};
        List<WebhookItem> items =
                new WebhookSplitter(TestNumbers.DIRECTORY, Newcomers.NONE).split(body, RECEIVED, false);
        assertThat(items).hasSize(1);
        assertThat(items.get(0).alone().isBinary()).isTrue();
    }

    @Test
    void brokenPartsLoseNoNeighbours() {
        String good = change("messages", value("\"messages\":[7,null," + text("wamid.OK", NOW, "hi") + ",\"x\"]"));
        String body = "{\"entry\":[5,{\"id\":\"1\"},{\"changes\":[{},{\"field\":\"messages\",\"value\":3},"
                + change("messages", value("\"messages\":{}")) + "," + change("messages", "{\"messages\":[]}") + ","
                + good + "]}]}";
        List<WebhookItem> items = split(body);
        assertThat(items.stream().filter(i -> i.fault() == null))
                .singleElement()
                .satisfies(i -> assertThat(i.key()).endsWith("wamid.OK"));
        assertThat(items.stream().filter(i -> i.fault() != null)).hasSize(9);
    }

    @Test
    void anItemAloneIsAWebhookWithOnlyThatItem() {
        WebhookItem second = split(inbound(text("wamid.A", NOW, "a"), text("wamid.B", NOW, "b")))
                .get(1);
        WebhookItem again = item(second.alone().toString());
        assertThat(again.key()).isEqualTo(second.key());
        assertThat(again.json()).isEqualTo(second.json());
        assertThat(again.envelope().contacts()).isEqualTo(second.envelope().contacts());
        WebhookItem whole = item(body(change("security", "{\"event\":\"PIN_CHANGED\"}")));
        assertThat(item(whole.alone().toString()).key()).isEqualTo(whole.key());
    }

    @Test
    void threeMegabytesAreRead() {
        String body = inbound(text("wamid.BIG", NOW, "x".repeat(3 * 1024 * 1024)));
        assertThat(item(body).fault()).isNull();
    }
}
