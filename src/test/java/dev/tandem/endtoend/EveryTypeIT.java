package dev.tandem.endtoend;

import static dev.tandem.endtoend.SharedInstallation.ACCOUNT_NEWS;
import static dev.tandem.endtoend.SharedInstallation.EVERY_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every type of message and every field of a webhook, signed and escaped as Meta does, through the packaged engine: seen in
 * the API, and on its channel by an AMQP client. The numbers are those of the list of parser tests.
 */
@ExtendWith(SharedInstallation.class)
class EveryTypeIT {

    private static final String WORDS = "é ä 👋🏽 مرحبا a/b \\\"q\\\"";
    private static final String READ = "é ä 👋🏽 مرحبا a/b \"q\"";
    private static ChannelReader team;

    private final Api api;
    private final Control control;
    private final long now = Instant.now().getEpochSecond() - 600;

    EveryTypeIT(Installation tandem) {
        api = tandem.api();
        control = tandem.control();
    }

    @BeforeAll
    static void subscribe(Installation tandem) {
        team = new ChannelReader(tandem.engine(), "everytype");
    }

    @AfterAll
    static void leave() {
        team.close();
    }

    /** A type of message: its content and what a person reads of it. */
    private record Kind(String type, String content, String text) {}

    private static List<Kind> kinds() {
        String media = "\"mime_type\":\"image\\/jpeg\",\"sha256\":\"q0VnZXhhbXBsZQ==\",\"id\":\"70000000000000%s\"";
        return List.of(
                new Kind("text", "{\"body\":\"" + WORDS + "\"}", READ),
                new Kind("image", "{\"caption\":\"" + WORDS + "\"," + media.formatted("1") + "}", READ),
                new Kind("video", "{" + media.formatted("2") + "}", null),
                new Kind("audio", "{\"voice\":true," + media.formatted("3") + "}", null),
                new Kind(
                        "document", "{\"filename\":\"order.pdf\",\"caption\":\"c\"," + media.formatted("4") + "}", "c"),
                new Kind("sticker", "{\"animated\":false," + media.formatted("5") + "}", null),
                new Kind(
                        "location",
                        "{\"latitude\":1.3,\"longitude\":103.8,\"name\":\"North depot\",\"address\":\"1 Sample Rd\"}",
                        "North depot"),
                new Kind(
                        "contacts",
                        "[{\"name\":{\"formatted_name\":\"Ola Test\"},\"phones\":[{\"phone\":\"+1 555-010-0090\"}]}]",
                        "Ola Test"),
                new Kind(
                        "interactive",
                        "{\"type\":\"button_reply\",\"button_reply\":{\"id\":\"slot-am\",\"title\":\"Morning\"}}",
                        "Morning"),
                new Kind(
                        "interactive",
                        "{\"type\":\"list_reply\",\"list_reply\":{\"id\":\"m\",\"title\":\"Medium\",\"description\":\"d\"}}",
                        "Medium"),
                new Kind(
                        "interactive",
                        "{\"type\":\"nfm_reply\",\"nfm_reply\":{\"name\":\"flow\",\"body\":\"Sent\","
                                + "\"response_json\":\"{\\\"day\\\":\\\"mon\\\"}\"}}",
                        "Sent"),
                new Kind("button", "{\"payload\":\"STOP_NEWS\",\"text\":\"Not now\"}", "Not now"),
                new Kind(
                        "order",
                        "{\"catalog_id\":\"8\",\"text\":\"asap please\",\"product_items\":[{\"product_retailer_id\":\"sku-9\","
                                + "\"quantity\":\"2\",\"item_price\":7.5,\"currency\":\"USD\"}]}",
                        "asap please"),
                new Kind("unsupported", "{\"type\":\"poll\"}", null),
                new Kind("invented_next_year", "{\"what\":\"ever\"}", null));
    }

    private static String message(String person, String id, long at, String type, String content) {
        return "{\"from\":\"%s\",\"id\":\"%s\",\"timestamp\":\"%d\",\"type\":\"%s\",\"%s\":%s}"
                .formatted(person, id, at, type, type, content);
    }

    private String message(String person, String id, String type, String content) {
        return message(person, id, now, type, content);
    }

    private static String echo(String person, String id, long at, String type, String content) {
        return "{\"from\":\"%s\",\"to\":\"%s\",\"id\":\"%s\",\"timestamp\":%d,\"type\":\"%s\",\"%s\":%s}"
                .formatted(EVERY_TYPE.display(), person, id, at, type, type, content);
    }

    private static MetaWebhook webhook() {
        return new MetaWebhook(EVERY_TYPE);
    }

    private static MetaWebhook messages(String person, String... messages) {
        return webhook().with("messages", """
                        "contacts":[{"profile":{"name":"Mina é 👋"},"wa_id":"%s"}],"messages":[%s]""".formatted(person, String.join(",", messages)));
    }

    private void receive(MetaWebhook webhook) {
        receive(webhook.bytes());
    }

    private void receive(byte[] body) {
        assertThat(api.webhook(body).status()).isEqualTo(200);
    }

    /** The event about exactly this object of Meta's. */
    private static JsonNode event(String channel, String item) {
        JsonNode json = Http.parse(item);
        JsonNode event =
                team.await(channel + " " + item, one -> one.path("item").equals(json));
        assertThat(event.path("channel").asText()).isEqualTo(channel);
        assertThat(event.path("number").path("alias").asText()).isNotEmpty();
        return event;
    }

    private List<JsonNode> said(String person) {
        return api.messages(EVERY_TYPE.alias(), person);
    }

    private JsonNode awaitSaid(String person, String messageId, Predicate<JsonNode> fits) {
        return Awaitility.await(messageId + " as expected")
                .atMost(Duration.ofSeconds(15))
                .until(
                        () -> said(person).stream()
                                .filter(line -> line.path("messageId").asText().equals(messageId))
                                .toList(),
                        found -> found.size() == 1 && fits.test(found.get(0)))
                .get(0);
    }

    @Test
    void everyTypeOfAPersonIsStoredAndPublished() {
        String person = "491706100001";
        List<Kind> kinds = kinds();
        String[] items = IntStream.range(0, kinds.size())
                .mapToObj(i -> message(
                        person,
                        "wamid.in-" + i,
                        kinds.get(i).type(),
                        kinds.get(i).content()))
                .toArray(String[]::new);
        receive(messages(person, items));
        for (int i = 0; i < items.length; i++) {
            JsonNode event = event("message", items[i]);
            assertThat(event.path("type").asText()).isEqualTo(kinds.get(i).type());
            assertThat(event.path("text").asText(null)).isEqualTo(kinds.get(i).text());
            assertThat(event.path("direction").asText()).isEqualTo("in");
            assertThat(event.path("contact").path("name").asText()).isEqualTo("Mina é 👋");
            assertThat(event.path("window").path("open").asBoolean()).isTrue();
            JsonNode line = awaitSaid(person, "wamid.in-" + i, found -> true);
            assertThat(line.path("type").asText()).isEqualTo(kinds.get(i).type());
            assertThat(line.path("text").asText(null)).isEqualTo(kinds.get(i).text());
            assertThat(line.path("item")).isEqualTo(Http.parse(items[i]));
        }
        assertThat(said(person)).hasSize(items.length);
        JsonNode found = api.get(
                        "/numbers/every-type/conversations?q=" + URLEncoder.encode("مرحبا", StandardCharsets.UTF_8))
                .json()
                .path("conversations");
        assertThat(found.findValuesAsText("contact")).contains(person);
    }

    @Test
    void theNameThatTheCrmGivesStandsAboveTheProfilesUntilItIsGivenUp() {
        String person = "491706100020";
        String path = "/numbers/" + EVERY_TYPE.alias() + "/conversations/" + person;
        Http.Answer named = api.call("PUT", path + "/name", Api.bytes("{\"name\":\"Dr Example\"}"), Map.of());
        assertThat(named.status()).as(named.text()).isEqualTo(200);
        String hello = message(person, "wamid.named-1", "text", "{\"body\":\"hello\"}");
        receive(messages(person, hello));
        assertThat(event("message", hello).at("/contact/name").asText()).isEqualTo("Dr Example");
        JsonNode conversation = api.get(path).json();
        assertThat(conversation.path("name").asText()).isEqualTo("Dr Example");
        assertThat(conversation.path("nameSource").asText()).isEqualTo("crm");
        JsonNode left = api.delete(path + "/name").json();
        assertThat(left.path("name").asText()).isEqualTo("Mina é 👋");
        assertThat(left.path("nameSource").asText()).isEqualTo("profile");
        String again = message(person, "wamid.named-2", "text", "{\"body\":\"again\"}");
        receive(messages(person, again));
        assertThat(event("message", again).at("/contact/name").asText()).isEqualTo("Mina é 👋");
    }

    @Test
    void everyTypeOfThePhoneIsStoredAndPublishedAndOpensNothing() {
        String person = "491706100002";
        List<Kind> kinds = kinds();
        String[] items = IntStream.range(0, kinds.size())
                .mapToObj(i -> echo(
                        person,
                        "wamid.out-" + i,
                        now,
                        kinds.get(i).type(),
                        kinds.get(i).content()))
                .toArray(String[]::new);
        receive(webhook().with("smb_message_echoes", "\"message_echoes\":[" + String.join(",", items) + "]"));
        for (int i = 0; i < items.length; i++) {
            JsonNode event = event("echo", items[i]);
            assertThat(event.path("text").asText(null)).isEqualTo(kinds.get(i).text());
            assertThat(event.path("origin").asText()).isEqualTo("app");
            assertThat(event.path("window").path("open").asBoolean(true)).isFalse();
            JsonNode line = awaitSaid(person, "wamid.out-" + i, found -> found.path("direction")
                    .asText()
                    .equals("out"));
            assertThat(line.path("type").asText()).isEqualTo(kinds.get(i).type());
            assertThat(line.path("text").asText(null)).isEqualTo(kinds.get(i).text());
            assertThat(line.path("item")).isEqualTo(Http.parse(items[i]));
        }
    }

    /** 7 and 16, in both directions; the changes come first. */
    @Test
    void editsRecallsAndReactionsMayComeBeforeTheirMessage() {
        String person = "491706100003";
        String edited = "{\"original_message_id\":\"wamid.e-1\",\"message\":{\"context\":{\"id\":\"ctx-1\"},"
                + "\"type\":\"text\",\"text\":{\"body\":\"" + WORDS + "\"}}}";
        String edit = message(person, "wamid.e-2", now + 9, "edit", edited);
        String revoke = message(person, "wamid.e-3", now + 9, "revoke", "{\"original_message_id\":\"wamid.e-4\"}");
        String reaction =
                message(person, "wamid.e-5", now + 5, "reaction", "{\"message_id\":\"wamid.e-6\",\"emoji\":\"👍\"}");
        String taken = message(person, "wamid.e-7", now + 9, "reaction", "{\"message_id\":\"wamid.e-6\"}");
        String echoEdit = echo(person, "wamid.e-8", now + 9, "edit", edited.replace("wamid.e-1", "wamid.e-9"));
        receive(messages(person, taken, edit, revoke));
        receive(webhook().with("smb_message_echoes", "\"message_echoes\":[" + echoEdit + "]"));
        for (String change : List.of(edit, revoke, taken)) {
            event("message", change);
        }
        assertThat(event("message", edit).path("text").asText()).isEqualTo(READ);
        assertThat(event("echo", echoEdit).path("originalMessageId").asText()).isEqualTo("wamid.e-9");
        assertThat(said(person)).isEmpty();

        receive(messages(
                person,
                message(person, "wamid.e-1", "text", "{\"body\":\"first\"}"),
                message(person, "wamid.e-4", "text", "{\"body\":\"forget me\"}")));
        receive(webhook()
                .with(
                        "smb_message_echoes",
                        "\"message_echoes\":[" + echo(person, "wamid.e-6", now, "text", "{\"body\":\"3 left\"}") + ","
                                + echo(person, "wamid.e-9", now, "text", "{\"body\":\"first\"}") + "]"));
        JsonNode anew = awaitSaid(person, "wamid.e-1", line -> line.has("edited"));
        assertThat(anew.path("text").asText()).isEqualTo(READ);
        assertThat(anew.path("versions").findValuesAsText("text")).containsExactly("first", READ);
        JsonNode recalled = awaitSaid(person, "wamid.e-4", line -> line.has("revoked"));
        assertThat(recalled.has("text")).isFalse();
        assertThat(awaitSaid(person, "wamid.e-9", line -> line.has("edited"))
                        .path("text")
                        .asText())
                .isEqualTo(READ);
        receive(messages(person, reaction));
        event("message", reaction);
        assertThat(awaitSaid(person, "wamid.e-6", line -> true).has("reactions"))
                .as("it was taken away before it came")
                .isFalse();
    }

    /** 3, 8, 9 and 10; and the placeholder of a first message that was too early (R39). */
    @Test
    void peopleAreKnownByWhatIsThere() {
        String byUserId = "{\"from_user_id\":\"US.every1\",\"id\":\"wamid.p-1\",\"timestamp\":" + now
                + ",\"type\":\"text\",\"text\":{\"body\":\"no phone\"}}";
        receive(webhook().with("messages", "\"messages\":[" + byUserId + "]"));
        receive(webhook().with("messages", "\"messages\":[" + byUserId + "]"));
        assertThat(event("message", byUserId).path("contact").path("userId").asText())
                .isEqualTo("US.every1");
        awaitSaid("US.every1", "wamid.p-1", line -> true);

        String person = "491706100004";
        String placeholder = "{\"from\":\"%s\",\"id\":\"wamid.p-2\",\"timestamp\":\"%d\",\"type\":\"unsupported\","
                        .formatted(person, now)
                + "\"errors\":[{\"code\":131060,\"title\":\"This message is unavailable\"}]}";
        receive(messages(person, placeholder));
        assertThat(event("message", placeholder).path("advice").asText())
                .startsWith("This message is arriving.")
                .contains("look at WhatsApp Business on the phone");
        assertThat(awaitSaid(person, "wamid.p-2", found -> true).path("advice").asText())
                .startsWith("This message is arriving.");
        assertThat(api.get("/numbers/every-type/conversations/" + person)
                        .json()
                        .at("/lastMessage/advice")
                        .asText())
                .contains("Look at it in WhatsApp Business on the phone");
        String real =
                "{\"from\":\"%s\",\"id\":\"wamid.p-2\",\"timestamp\":\"%d\",\"type\":\"text\",\"text\":{\"body\":\"real\"},"
                                .formatted(person, now)
                        + "\"context\":{\"from\":\"1\",\"id\":\"wamid.OUT\"},\"referral\":{\"source_type\":\"ad\","
                        + "\"source_url\":\"https:\\/\\/fb.me\\/x\",\"ctwa_clid\":\"c\",\"welcome_message\":{\"text\":\"é\"}}}";
        receive(messages(person, real));
        JsonNode followed = event("message", real);
        assertThat(followed.path("replyTo").asText()).isEqualTo("wamid.OUT");
        assertThat(followed.has("advice")).isFalse();
        JsonNode line = awaitSaid(person, "wamid.p-2", found -> found.has("text"));
        assertThat(line.has("advice")).isFalse();
        assertThat(line.path("replyTo").asText()).isEqualTo("wamid.OUT");
        assertThat(line.path("referral").path("source_url").asText()).isEqualTo("https://fb.me/x");

        String notice = message(
                person,
                "wamid.p-3",
                "system",
                "{\"body\":\"number changed\",\"type\":\"user_changed_number\",\"wa_id\":\"491706100005\"}");
        receive(webhook().with("messages", "\"messages\":[" + notice + "]"));
        event("message", notice);
        awaitSaid("491706100005", "wamid.p-2", found -> true);
        team.await(
                "what came once more is no second event",
                event -> event.path("messageId").asText().equals("wamid.p-3"));
        assertThat(team.all(event -> event.path("messageId").asText().equals("wamid.p-1")))
                .hasSize(1);
    }

    private static String withUrl(String type, String more) {
        return "\"type\":\"%s\",\"%s\":{\"mime_type\":\"%s/x\",\"sha256\":\"q0VnZXhhbXBsZQ==\",\"id\":\"70000000000002%d\",\"url\":\"https://example.invalid/m\",%s}"
                .formatted(type, type, type, type.length(), more);
    }

    /** Whatever stands in a message, in any type, is handed on as it came; what stands beside it about the person as well. */
    @Test
    void everyFieldOfAMessageComesThroughUntouched() {
        String person = "491706100010";
        List<String> members = List.of(
                "\"type\":\"text\",\"text\":{\"body\":\"a\"},\"from_user_id\":\"US.every10\",\"from_parent_user_id\":\"US.ENT.every10\"",
                "\"type\":\"text\",\"text\":{\"body\":\"b\"},\"context\":{\"forwarded\":true}",
                "\"type\":\"text\",\"text\":{\"body\":\"c\"},\"context\":{\"frequently_forwarded\":true}",
                "\"type\":\"text\",\"text\":{\"body\":\"d\"},\"context\":{\"from\":\"%s\",\"id\":\"wamid.OUT\",\"referred_product\":{\"catalog_id\":\"8\",\"product_retailer_id\":\"sku-9\"}}"
                        .formatted(EVERY_TYPE.display()),
                "\"type\":\"contacts\",\"contacts\":[{\"name\":{\"formatted_name\":\"Ola é\",\"first_name\":\"Ola\"},"
                        + "\"phones\":[{\"phone\":\"+1 555-010-0090\",\"wa_id\":\"15550100090\",\"type\":\"CELL\"}],"
                        + "\"emails\":[{\"email\":\"ola@example.invalid\",\"type\":\"WORK\"}],\"addresses\":[{\"city\":\"Sample\"}],"
                        + "\"org\":{\"company\":\"Sample\"},\"urls\":[{\"url\":\"https://example.invalid\"}],"
                        + "\"birthday\":\"1990-01-31\",\"vcard\":\"BEGIN:VCARD\\nEND:VCARD\",\"origin\":\"phone\"}]",
                "\"type\":\"text\",\"text\":{\"body\":\"e\"},\"referral\":{\"source_url\":\"https://fb.me/y\",\"source_id\":\"120\","
                        + "\"source_type\":\"ad\",\"headline\":\"é\",\"body\":\"b\",\"media_type\":\"video\",\"video_url\":\"https://example.invalid/v\","
                        + "\"thumbnail_url\":\"https://example.invalid/t\",\"ctwa_clid\":\"c\",\"welcome_message\":{\"text\":\"hi\"}}",
                "\"type\":\"text\",\"text\":{\"body\":\"f\"},\"referral\":{\"source_type\":\"ad\",\"media_type\":\"image\",\"image_url\":\"https://example.invalid/i\"}",
                "\"type\":\"location\",\"location\":{\"latitude\":1.3,\"longitude\":103.8,\"name\":\"é\",\"address\":\"a\",\"url\":\"https://example.invalid/l\"}",
                "\"type\":\"unsupported\",\"unsupported\":{\"type\":\"poll\"},\"errors\":[{\"code\":131051,\"title\":\"Message type unknown\","
                        + "\"message\":\"Message type unknown\",\"error_data\":{\"details\":\"é\"}}]",
                withUrl("video", "\"caption\":\"c\""),
                withUrl("image", "\"caption\":\"c\""),
                withUrl("audio", "\"voice\":false"),
                withUrl("document", "\"filename\":\"a.pdf\""),
                withUrl("sticker", "\"animated\":true"));
        String[] items = IntStream.range(0, members.size())
                .mapToObj(i -> "{\"from\":\"%s\",\"id\":\"wamid.f-%d\",\"timestamp\":\"%d\",%s}"
                        .formatted(person, i, now + i, members.get(i)))
                .toArray(String[]::new);
        receive(webhook().with("messages", """
                        "contacts":[{"profile":{"name":"Mina","username":"mina.every"},"wa_id":"%s","user_id":"US.every10",
                          "parent_user_id":"US.ENT.every10","identity_key_hash":"Zm9vYmFy"}],"messages":[%s]""".formatted(person, String.join(",", items))));
        for (int i = 0; i < items.length; i++) {
            JsonNode who = event("message", items[i]).path("contact");
            assertThat(who.path("identityKeyHash").asText()).isEqualTo("Zm9vYmFy");
            assertThat(who.path("parentUserId").asText()).isEqualTo("US.ENT.every10");
            assertThat(who.path("username").asText()).isEqualTo("mina.every");
            assertThat(awaitSaid(person, "wamid.f-" + i, found -> true).path("item"))
                    .isEqualTo(Http.parse(items[i]));
        }
    }

    /** A number that Meta knows in another form, a new user id by notice, and a group, which no coexistence number has. */
    @Test
    void peopleUnderOtherNamesAndGroups() {
        String written = "5531987650014";
        String ofMeta = "553187650014";
        String text = message(written, "wamid.o-1", "text", "{\"body\":\"oi\"}");
        receive(webhook().with("messages", """
                        "contacts":[{"profile":{"name":"Noor"},"wa_id":"%s"}],"messages":[%s]""".formatted(ofMeta, text)));
        assertThat(event("message", text).at("/contact/waId").asText()).isEqualTo(ofMeta);
        awaitSaid(written, "wamid.o-1", line -> true);
        awaitSaid(ofMeta, "wamid.o-1", line -> true);

        String notice = message(
                written,
                "wamid.o-2",
                "system",
                "{\"body\":\"new id\",\"type\":\"user_changed_user_id\",\"user_id\":\"BR.every14\"}");
        receive(webhook().with("messages", "\"messages\":[" + notice + "]"));
        event("message", notice);
        awaitSaid("BR.every14", "wamid.o-1", line -> true);

        String group =
                "{\"from\":\"491706100014\",\"id\":\"wamid.o-3\",\"timestamp\":\"%d\",\"type\":\"text\",\"text\":{\"body\":\"to all\"},\"group_id\":\"G1\"}"
                        .formatted(now);
        receive(messages("491706100014", group));
        event("other", group);
        assertThat(items(EVERY_TYPE, "other")).contains(Http.parse(group));
        assertThat(said("491706100014")).isEmpty();
    }

    /** To somebody who hides the number; and recalled. */
    @Test
    void theOtherFormsOfAnEcho() {
        String hidden =
                "{\"from\":\"%s\",\"to_user_id\":\"US.every15\",\"to_parent_user_id\":\"US.ENT.every15\",\"id\":\"wamid.w-1\",\"timestamp\":\"%d\",\"type\":\"text\",\"text\":{\"body\":\"é\"}}"
                        .formatted(EVERY_TYPE.display(), now);
        receive(webhook()
                .with(
                        "smb_message_echoes",
                        "\"contacts\":[{\"user_id\":\"US.every15\",\"profile\":{\"name\":\"Noor\"}}],\"message_echoes\":["
                                + hidden + "]"));
        assertThat(event("echo", hidden).at("/contact/userId").asText()).isEqualTo("US.every15");
        JsonNode line = awaitSaid("US.every15", "wamid.w-1", found -> true);
        assertThat(line.path("text").asText()).isEqualTo("é");
        assertThat(line.path("item")).isEqualTo(Http.parse(hidden));

        String person = "491706100015";
        String said = echo(person, "wamid.w-2", now, "text", "{\"body\":\"forget it\"}");
        String recall = echo(person, "wamid.w-3", now + 1, "revoke", "{\"original_message_id\":\"wamid.w-2\"}");
        receive(webhook().with("smb_message_echoes", "\"message_echoes\":[" + said + "," + recall + "]"));
        assertThat(event("echo", recall).path("originalMessageId").asText()).isEqualTo("wamid.w-2");
        assertThat(awaitSaid(person, "wamid.w-2", found -> found.has("revoked")).has("text"))
                .isFalse();
        String thumb =
                message(person, "wamid.w-4", now + 2, "reaction", "{\"message_id\":\"wamid.w-1x\",\"emoji\":\"👍\"}");
        String liked = echo(person, "wamid.w-1x", now, "text", "{\"body\":\"fine?\"}");
        receive(webhook().with("smb_message_echoes", "\"message_echoes\":[" + liked + "]"));
        receive(messages(person, thumb));
        assertThat(awaitSaid(person, "wamid.w-1x", found -> found.has("reactions"))
                        .at("/reactions/0/emoji")
                        .asText())
                .isEqualTo("👍");
    }

    /** Times and counts as text or missing, a number with plus and blanks, several lists in one value; and somebody else's message. */
    @Test
    void envelopesComeInOtherShapes() {
        String person = "491706100016";
        String text = message(person, "wamid.x-1", "text", "{\"body\":\"é\"}");
        String foreign = status("wamid.of-another-partner", "sent", person, "");
        String error = "{\"code\":131000,\"title\":\"é\",\"message\":\"m\",\"error_data\":{\"details\":\"d\"}}";
        String value =
                "{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"+%s %s\",\"phone_number_id\":\"%s\"},"
                                .formatted(
                                        EVERY_TYPE.display().substring(0, 2),
                                        EVERY_TYPE.display().substring(2),
                                        EVERY_TYPE.id())
                        + "\"messages\":[" + text + "],\"statuses\":[" + foreign + "],\"errors\":[" + error + "]}";
        receive(enveloped("\"time\":\"1793000000\",", "messages", value));
        for (String[] one : new String[][] {{"message", text}, {"status", foreign}, {"account", error}}) {
            event(one[0], one[1]);
        }
        awaitSaid(person, "wamid.x-1", line -> true);
        assertThat(items(EVERY_TYPE, "account")).contains(Http.parse(error));

        String removal = "{\"event\":\"PARTNER_REMOVED\",\"phone_number\":\"" + EVERY_TYPE.display() + "\"}";
        receive(Api.bytes(
                MetaWebhook.body("{\"id\":\"999999999999999\",\"changes\":[{\"field\":\"account_update\",\"value\":"
                        + removal + "}]}")));
        team.await(
                "what became of another partner's link", one -> one.path("item").equals(Http.parse(removal)));
        String review = "{\"decision\":\"PENDING é\"}";
        receive(enveloped("", "account_review_update", review));
        event("account", review);
        String past = message(person, "wamid.x-2", now - 400_000, "text", "{\"body\":\"old\"}");
        receive(enveloped(
                "",
                "history",
                "{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"%s\",\"phone_number_id\":\"%s\"},"
                                .formatted(EVERY_TYPE.display(), EVERY_TYPE.id())
                        + "\"history\":[{\"metadata\":{\"phase\":\"2\",\"chunk_order\":\"7\",\"progress\":\"60\"},\"threads\":[{\"id\":\""
                        + person + "\",\"messages\":[" + past + "]}]}]}"));
        awaitSaid(person, "wamid.x-2", line -> true);
        assertThat(api.get("/numbers/" + EVERY_TYPE.alias())
                        .json()
                        .path("state")
                        .asText())
                .as("that was not our link")
                .isEqualTo("linked");
    }

    private static byte[] enveloped(String time, String field, String value) {
        return Api.bytes(
                MetaWebhook.escaped(MetaWebhook.body("{\"id\":\"%s\",%s\"changes\":[{\"field\":\"%s\",\"value\":%s}]}"
                        .formatted(EVERY_TYPE.waba(), time, field, value))));
    }

    /** 4 and 6; a free entry point by Meta's word, and what the phone sent and was played. */
    @Test
    void statusesAndTheEchoOfAnOwnSend() {
        String person = "491706100006";
        control.inbound(EVERY_TYPE, person, "hi");
        Waits.windowOpen(api, EVERY_TYPE, person);
        String sendId = api.accepted(Sends.text("own-1", EVERY_TYPE.alias(), person, "from the API"));
        String wamid =
                api.awaitState(sendId, "delivered", "read").path("messageId").asText();
        String read = status(wamid, "read", person, "");
        String sent = status(
                wamid,
                "sent",
                person,
                ",\"conversation\":{\"id\":\"c0ffee\",\"expiration_timestamp\":\"" + (now + 259_200)
                        + "\",\"origin\":{\"type\":\"referral_conversion\"}},\"pricing\":{\"billable\":false,"
                        + "\"pricing_model\":\"PMP\",\"type\":\"free_entry_point\",\"category\":\"referral_conversion\"}");
        receive(webhook().with("messages", "\"statuses\":[" + read + "]"));
        receive(webhook().with("messages", "\"statuses\":[" + sent + "]"));
        event("status", read);
        receive(webhook()
                .with(
                        "smb_message_echoes",
                        "\"message_echoes\":[" + echo(person, wamid, now, "text", "{\"body\":\"from the API\"}") + ","
                                + echo(person, "wamid.v-1", now, "audio", "{\"id\":\"7\",\"voice\":true}") + "]"));
        String played = status("wamid.v-1", "played", person, "");
        receive(webhook().with("messages", "\"statuses\":[" + played + "]"));
        event("status", played);
        awaitSaid(person, "wamid.v-1", line -> line.path("status").asText().equals("played"));
        JsonNode own =
                awaitSaid(person, wamid, line -> line.path("status").asText().equals("read"));
        assertThat(own.path("state").asText()).isEqualTo("read");
        assertThat(own.path("text").asText()).isEqualTo("from the API");
        assertThat(said(person)).hasSize(3);
        assertThat(api.get("/numbers/every-type/conversations/" + person)
                        .json()
                        .path("freeEntryUntil")
                        .asText())
                .isEqualTo(Instant.ofEpochSecond(now + 259_200).toString());
    }

    /** The person sees blue ticks, and that somebody types. */
    @Test
    void aMessageIsMarkedAsReadAndTypingIsShown() {
        String person = "491706100013";
        control.inbound(EVERY_TYPE, person, "hi");
        Waits.windowOpen(api, EVERY_TYPE, person);
        String wamid = said(person).get(0).path("messageId").asText();
        String chat = "/numbers/" + EVERY_TYPE.id() + "/phone/" + person;
        assertThat(control.get(chat).path("typing").asBoolean()).isFalse();
        Http.Answer answer = api.post("/numbers/every-type/messages/" + wamid + "/read", "{\"typing\":true}");
        assertThat(answer.status()).as(answer.text()).isBetween(200, 204);
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> control.get(chat).path("typing").asBoolean());
        assertThat(control.get(chat).at("/messages/0/read").asBoolean()).isTrue();
    }

    /** An own send says why in Meta's words; fields of groups and of identity check are no obstacle at a message of the phone. */
    @Test
    void aFailureSaysWhy() {
        String person = "491706100011";
        control.inbound(EVERY_TYPE, person, "hi");
        Waits.windowOpen(api, EVERY_TYPE, person);
        control.faults(EVERY_TYPE, "\"failLaterRate\":1,\"failLaterCode\":131026,\"times\":1");
        JsonNode send =
                api.awaitState(api.accepted(Sends.text("own-2", EVERY_TYPE.alias(), person, "will fail")), "failed");
        assertThat(send.path("metaCode").asInt()).isEqualTo(131026);
        JsonNode told = team.await(
                "the failure of " + send,
                event -> event.path("channel").asText().equals("status")
                        && event.path("messageId").equals(send.path("messageId"))
                        && event.path("type").asText().equals("failed"));
        assertThat(told.at("/item/errors/0/code").asInt()).isEqualTo(131026);
        assertThat(send.path("detail").asText())
                .isNotEmpty()
                .contains(told.at("/item/errors/0/title").asText());

        String echo = echo(person, "wamid.failed-1", now, "text", "{\"body\":\"from the phone\"}");
        receive(webhook().with("smb_message_echoes", "\"message_echoes\":[" + echo + "]"));
        String failed = status(
                "wamid.failed-1",
                "failed",
                person,
                ",\"recipient_user_id\":\"US.every11\",\"recipient_parent_user_id\":\"US.ENT.every11\",\"recipient_type\":\"individual\","
                        + "\"recipient_participant_id\":\"1\",\"recipient_identity_key_hash\":\"Zm9v\",\"biz_opaque_callback_data\":\"é\","
                        + "\"errors\":[{\"code\":131026,\"title\":\"Message undeliverable\",\"message\":\"Message undeliverable\","
                        + "\"error_data\":{\"details\":\"é\"},\"href\":\"https://example.invalid/errors\"}]");
        receive(webhook().with("messages", "\"statuses\":[" + failed + "]"));
        assertThat(event("status", failed).path("messageId").asText()).isEqualTo("wamid.failed-1");
        awaitSaid(person, "wamid.failed-1", line -> line.path("status").asText().equals("failed"));
    }

    private String status(String wamid, String status, String person, String more) {
        return "{\"id\":\"%s\",\"status\":\"%s\",\"timestamp\":\"%d\",\"recipient_id\":\"%s\"%s}"
                .formatted(wamid, status, now, person, more);
    }

    /** 5, 12, 13 and 14; with preferences and new user ids. */
    @Test
    void historyAndContactsComeOnTheirChannelsAndOpenNothing() {
        String person = "491706100007";
        String media = message(person, "wamid.h-1", "image", "{\"id\":\"9\",\"mime_type\":\"image\\/jpeg\"}");
        receive(webhook().with("history", "\"messages\":[" + media + "]"));
        assertThat(event("history", media).path("type").asText()).isEqualTo("media");
        for (int chunk : new int[] {3, 1}) {
            String thread = """
                    {"id":"%s","messages":[{"from":"%s","id":"wamid.h-1%d","timestamp":"%d","type":"text",
                     "text":{"body":"old é"},"history_context":{"status":"READ"}}]}""".formatted(person, person, chunk, now - 200_000);
            receive(webhook()
                    .with(
                            "history",
                            "\"history\":[{\"metadata\":{\"phase\":1,\"chunk_order\":" + chunk
                                    + ",\"progress\":55},\"threads\":[" + thread + "]}]"));
            team.await("chunk " + chunk, event -> event.path("item").toString().contains("\"wamid.h-1" + chunk + "\""));
        }
        everyStatusOfThePast();
        String declined = "{\"code\":2593109,\"title\":\"History sharing is off\"}";
        receive(webhook().with("history", "\"history\":[{\"errors\":[" + declined + "]}]"));
        receive(webhook().with("history", "\"errors\":[" + declined + "]"));
        String metadata = "{\"display_phone_number\":\"%s\",\"phone_number_id\":\"%s\"}"
                .formatted(EVERY_TYPE.display(), EVERY_TYPE.id());
        String bare = "{\"messaging_product\":\"whatsapp\",\"metadata\":" + metadata + ",%s}";
        receive(Api.bytes(bare.formatted("\"history\":[{\"errors\":[{\"code\":2593109,\"title\":\"bare\"}]}]")));
        receive(Api.bytes(bare.formatted("\"errors\":[{\"code\":2593109,\"title\":\"bare too\"}]")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> team.all(event -> event.path("channel").asText().equals("history")
                                        && event.toString().contains("2593109"))
                                .size()
                        == 4);
        assertThat(told(EVERY_TYPE, "history").findValuesAsText("title"))
                .contains("History sharing is off", "bare", "bare too");
        assertThat(api.get("/numbers/every-type/windows/" + person)
                        .json()
                        .path("open")
                        .asBoolean(true))
                .isFalse();

        String added =
                "{\"type\":\"contact\",\"contact\":{\"full_name\":\"Mina é\",\"first_name\":\"Mina\",\"phone_number\":\""
                        + person
                        + "\",\"parent_user_id\":\"US.ENT.every2\",\"username\":\"mina.book\"},\"action\":\"add\",\"metadata\":{\"timestamp\":\"1793000200\"}}";
        String removed = "{\"type\":\"contact\",\"contact\":{\"phone_number\":\"" + person
                + "\"},\"action\":\"remove\",\"metadata\":{\"timestamp\":1793000201}}";
        receive(webhook().with("smb_app_state_sync", "\"state_sync\":[" + added + "]"));
        assertThat(event("contact", added).path("contact").path("name").asText())
                .isEqualTo("Mina é");
        String conversation = "/numbers/every-type/conversations/" + person;
        assertThat(api.get(conversation).json().path("name").asText()).isEqualTo("Mina é");
        receive(webhook().with("smb_app_state_sync", "\"state_sync\":[" + removed + "]"));
        event("contact", removed);
        assertThat(api.get(conversation).json().has("name"))
                .as("the name goes, the talk stays")
                .isFalse();
        String stop = "{\"wa_id\":\"" + person
                + "\",\"user_id\":\"US.every2\",\"parent_user_id\":\"US.ENT.every2\",\"detail\":\"é\",\"category\":\"marketing_messages\",\"value\":\"stop\",\"timestamp\":1793000300}";
        String resume = stop.replace("\"stop\"", "\"resume\"").replace("1793000300", "\"1793000305\"");
        receive(webhook().with("user_preferences", "\"user_preferences\":[" + stop + "]"));
        event("contact", stop);
        String optOuts = "/opt-outs/" + person;
        assertThat(api.get(optOuts).json().path("optOuts")).isNotEmpty();
        receive(webhook()
                .with(
                        "user_preferences",
                        "\"contacts\":[{\"wa_id\":\"" + person + "\"}],\"user_preferences\":[" + resume + "]"));
        event("contact", resume);
        assertThat(api.get(optOuts).json().path("optOuts")).isEmpty();
        String renamed = "{\"wa_id\":\"" + person
                + "\",\"detail\":\"é\",\"user_id\":{\"previous\":\"US.every2\",\"current\":\"US.every3\"},"
                + "\"parent_user_id\":{\"previous\":\"US.ENT.every2\",\"current\":\"US.ENT.every3\"},\"timestamp\":\"1793000310\"}";
        receive(webhook().with("user_id_update", "\"user_id_update\":[" + renamed + "]"));
        event("contact", renamed);
        awaitSaid("US.every3", "wamid.h-11", line -> true);
        assertThat(items(EVERY_TYPE, "contact"))
                .contains(
                        Http.parse(added),
                        Http.parse(removed),
                        Http.parse(stop),
                        Http.parse(resume),
                        Http.parse(renamed));
    }

    /** In both directions and any case, of a person whom only the thread's context knows fully. */
    private void everyStatusOfThePast() {
        String person = "491706100012";
        Map<String, String> statuses = Map.of(
                "DELIVERED",
                "delivered",
                "ERROR",
                "failed",
                "PENDING",
                "pending",
                "PLAYED",
                "played",
                "read",
                "read",
                "sent",
                "sent");
        String past = statuses.keySet().stream()
                .map(word ->
                        "{\"from\":\"%s\",\"to\":\"%s\",\"from_me\":true,\"id\":\"wamid.hs-%s\",\"timestamp\":\"%d\",\"type\":\"text\",\"text\":{\"body\":\"é\"},\"history_context\":{\"status\":\"%s\"}}"
                                .formatted(EVERY_TYPE.display(), person, word, now - 300_000, word))
                .collect(Collectors.joining(","));
        String thread = """
                {"id":"%s","context":{"wa_id":"%s","user_id":"US.every12","parent_user_id":"US.ENT.every12","username":"ola.every"},
                 "messages":[%s,{"from":"%s","id":"wamid.hs-media","timestamp":"%d","type":"media_placeholder",
                 "history_context":{"status":"READ"}}]}""".formatted(person, person, past, person, now - 300_001);
        receive(webhook()
                .with(
                        "history",
                        "\"history\":[{\"metadata\":{\"phase\":2,\"chunk_order\":1,\"progress\":60},\"threads\":["
                                + thread + "]}]"));
        statuses.forEach((word, code) -> {
            JsonNode line = awaitSaid(person, "wamid.hs-" + word, found -> true);
            assertThat(line.path("status").asText()).isEqualTo(code);
            assertThat(line.path("direction").asText()).isEqualTo("out");
        });
        awaitSaid(person, "wamid.hs-media", line -> line.path("direction")
                .asText()
                .equals("in"));
        assertThat(api.get("/numbers/every-type/conversations/US.every12")
                        .json()
                        .path("username")
                        .asText())
                .isEqualTo("ola.every");
    }

    /** Meta's objects about a number on a channel, by API. */
    private List<JsonNode> items(TestNumber number, String channel) {
        List<JsonNode> items = new ArrayList<>();
        told(number, channel).forEach(event -> items.add(event.path("item")));
        return items;
    }

    /** What Meta told about a number on a channel, by API. */
    private JsonNode told(TestNumber number, String channel) {
        return api.get("/numbers/" + number.alias() + "/events?limit=500&channel=" + channel)
                .json()
                .path("events");
    }

    /** 11, 15 and 17: every field of the account, of templates, and one that nobody knows. */
    @Test
    void accountsTemplatesAndUnknownFieldsComeOnTheirChannels() {
        String display = ACCOUNT_NEWS.display();
        List<String[]> fields = new ArrayList<>(List.of(
                update("{\"event\":\"PARTNER_REMOVED\",\"phone_number\":\"" + display
                        + "\",\"disconnection_info\":{\"reason\":\"CHANGE_NUMBER\",\"initiated_by\":\"SYSTEM\"}}"),
                update("{\"event\":\"PARTNER_REMOVED\",\"waba_info\":{\"waba_id\":\"" + ACCOUNT_NEWS.waba()
                        + "\",\"owner_business_id\":\"91\"}}"),
                update("{\"event\":\"ACCOUNT_OFFBOARDED\"}"),
                update("{\"event\":\"ACCOUNT_RECONNECTED\"}"),
                update("{\"event\":\"PARTNER_ADDED\",\"waba_info\":{\"waba_id\":\"" + ACCOUNT_NEWS.waba() + "\"}}"),
                update("{\"event\":\"PARTNER_APP_INSTALLED\",\"waba_info\":{\"waba_id\":\"" + ACCOUNT_NEWS.waba()
                        + "\"}}"),
                update("{\"event\":\"PARTNER_APP_UNINSTALLED\",\"waba_info\":{\"waba_id\":\"" + ACCOUNT_NEWS.waba()
                        + "\"}}"),
                update(
                        "{\"event\":\"ACCOUNT_RESTRICTION\",\"restriction_info\":[{\"restriction_type\":\"RESTRICTED_BIZ_INITIATED_MESSAGING\","
                                + "\"expiration\":\"" + (now + 86_400)
                                + "\",\"remediation\":\"é\"},{\"restriction_type\":\"RESTRICTED_UTILITY_TEMPLATES\","
                                + "\"expiration\":" + (now + 86_400) + "}]}"),
                update(
                        "{\"event\":\"DISABLED_UPDATE\",\"ban_info\":{\"waba_ban_state\":\"SCHEDULE_FOR_DISABLE\",\"waba_ban_date\":\"December 1, 2026\"}}"),
                update("{\"event\":\"DISABLED_UPDATE\",\"ban_info\":{\"waba_ban_state\":\"DISABLE\"}}"),
                update("{\"event\":\"DISABLED_UPDATE\",\"ban_info\":{\"waba_ban_state\":\"REINSTATE\"}}"),
                update("{\"event\":\"VOLUME_BASED_PRICING_TIER_UPDATE\",\"volume_tier_info\":{\"tier\":\"é\"}}"),
                update("{\"event\":\"AUTH_INTL_PRICE_ELIGIBILITY_UPDATE\",\"auth_international_rate_eligibility\":{}}"),
                update("{\"event\":\"BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE\",\"country\":\"DE\"}"),
                update("{\"event\":\"MM_LITE_TERMS_SIGNED\"}"),
                update("{\"event\":\"AD_ACCOUNT_LINKED\",\"ad_account_linked\":{}}"),
                update(
                        "{\"event\":\"PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE\",\"partner_client_certification_info\":{}}"),
                update("{\"event\":\"ACCOUNT_DELETED\"}"),
                update("{\"event\":\"ACCOUNT_RESTRICTION\",\"restriction_info\":["
                        + List.of(
                                        "RESTRICTED_CUSTOMER_INITIATED_MESSAGING",
                                        "RESTRICTED_ADD_PHONE_NUMBER_ACTION",
                                        "RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES",
                                        "RESTRICTED_BIZ_INITIATED_CALLING")
                                .stream()
                                .map(type ->
                                        "{\"restriction_type\":\"" + type + "\",\"expiration\":" + (now + 86_400) + "}")
                                .collect(Collectors.joining(","))
                        + "]}"),
                new String[] {
                    "account",
                    "account_alerts",
                    "{\"entity_type\":\"PHONE_NUMBER\",\"entity_id\":\"" + ACCOUNT_NEWS.id()
                            + "\",\"alert_info\":{\"alert_severity\":\"WARNING\",\"alert_status\":\"ACTIVE\",\"alert_type\":\"PROFILE_PICTURE_LOST\",\"alert_description\":\"é\"}}"
                },
                new String[] {
                    "account",
                    "phone_number_quality_update",
                    "{\"display_phone_number\":\"" + display
                            + "\",\"event\":\"ONBOARDING\",\"max_daily_conversations_per_business\":\"TIER_UNLIMITED\"}"
                },
                new String[] {
                    "account",
                    "phone_number_name_update",
                    "{\"display_phone_number\":\"" + display
                            + "\",\"decision\":\"REJECTED\",\"requested_verified_name\":\"é\",\"rejection_reason\":\"NAME_é\"}"
                },
                new String[] {
                    "account",
                    "security",
                    "{\"display_phone_number\":\"" + display
                            + "\",\"event\":\"PIN_RESET_REQUEST\",\"requester\":\"123\"}"
                },
                new String[] {
                    "account",
                    "security",
                    "{\"display_phone_number\":\"" + display + "\",\"event\":\"PIN_REQUEST_SUCCESS\"}"
                },
                new String[] {
                    "account",
                    "business_capability_update",
                    "{\"max_daily_conversations_per_business\":-1,\"max_phone_numbers_per_business\":2,\"max_phone_numbers_per_waba\":20}"
                },
                update("{\"event\":\"SOMETHING_OF_NEXT_YEAR\"}"),
                new String[] {
                    "account",
                    "account_update",
                    "{\"event\":\"ACCOUNT_VIOLATION\",\"violation_info\":{\"violation_type\":\"ADULT\"}}"
                },
                new String[] {
                    "account", "account_update", "{\"event\":\"PARTNER_REMOVED\",\"phone_number\":\"" + display + "\"}"
                },
                new String[] {
                    "account",
                    "account_update",
                    "{\"event\":\"PARTNER_REMOVED\",\"waba_info\":{\"waba_id\":\"" + ACCOUNT_NEWS.waba()
                            + "\",\"owner_business_id\":\"91\"},\"disconnection_info\":{\"reason\":\"ACCOUNT_DISCONNECTED\",\"initiated_by\":\"USER\"}}"
                },
                new String[] {
                    "account",
                    "account_alerts",
                    "{\"entity_type\":\"PHONE_NUMBER\",\"alert_info\":{\"alert_type\":\"OBA_APPROVED\"}}"
                },
                new String[] {"account", "account_review_update", "{\"decision\":\"APPROVED\"}"},
                new String[] {
                    "account",
                    "phone_number_quality_update",
                    "{\"display_phone_number\":\"" + display + "\",\"event\":\"THROUGHPUT_UPGRADE\"}"
                },
                new String[] {
                    "account",
                    "phone_number_name_update",
                    "{\"display_phone_number\":\"" + display
                            + "\",\"decision\":\"APPROVED\",\"requested_verified_name\":\"é\"}"
                },
                new String[] {
                    "account", "security", "{\"display_phone_number\":\"" + display + "\",\"event\":\"PIN_CHANGED\"}"
                },
                new String[] {
                    "account", "business_capability_update", "{\"max_daily_conversations_per_business\":100000}"
                },
                new String[] {
                    "account",
                    "business_capability_update",
                    "{\"max_daily_conversations_per_business\":\"TIER_UNLIMITED\"}"
                },
                new String[] {
                    "template",
                    "message_template_status_update",
                    "{\"event\":\"PAUSED\",\"message_template_id\":600000000000001,\"message_template_name\":\"order_ready\","
                            + "\"message_template_language\":\"en-US\",\"reason\":null,\"other_info\":{\"title\":\"FIRST_PAUSE\"}}"
                },
                new String[] {
                    "template",
                    "message_template_status_update",
                    "{\"event\":\"DISABLED\",\"message_template_id\":600000000000001,\"message_template_name\":\"order_ready\","
                            + "\"message_template_language\":\"en_US\",\"message_template_category\":\"UTILITY\",\"reason\":\"é\",\"disable_info\":{\"disable_date\":\"1793000000\"}}"
                },
                new String[] {
                    "template",
                    "message_template_status_update",
                    "{\"event\":\"REJECTED\",\"message_template_id\":600000000000002,\"message_template_name\":\"order_late\","
                            + "\"message_template_language\":\"en_US\",\"reason\":\"INVALID_FORMAT\",\"rejection_info\":{\"reason\":\"é\",\"recommendation\":\"r\"}}"
                },
                new String[] {
                    "template",
                    "template_category_update",
                    "{\"message_template_name\":\"order_ready\",\"message_template_language\":\"en\",\"previous_category\":\"UTILITY\",\"new_category\":\"MARKETING\"}"
                },
                new String[] {
                    "template",
                    "template_category_update",
                    "{\"message_template_name\":\"order_ready\",\"message_template_language\":\"en\",\"new_category\":\"UTILITY\",\"correct_category\":\"MARKETING\"}"
                },
                new String[] {
                    "template",
                    "message_template_quality_update",
                    "{\"message_template_name\":\"order_ready\",\"new_quality_score\":\"RED\",\"previous_quality_score\":\"GREEN\"}"
                },
                new String[] {
                    "template",
                    "template_category_update",
                    "{\"message_template_id\":600000000000001,\"message_template_name\":\"order_late\",\"message_template_language\":\"en\","
                            + "\"new_category\":\"UTILITY\",\"correct_category\":\"MARKETING\",\"category_update_timestamp\":1793100000}"
                },
                new String[] {
                    "template",
                    "message_template_quality_update",
                    "{\"message_template_id\":600000000000001,\"message_template_name\":\"order_late\",\"message_template_language\":\"en_US\","
                            + "\"new_quality_score\":\"UNKNOWN\",\"previous_quality_score\":\"YELLOW\"}"
                },
                new String[] {
                    "template",
                    "message_template_components_update",
                    "{\"message_template_id\":600000000000001,\"message_template_name\":\"order_ready\",\"message_template_language\":\"en_US\","
                            + "\"message_template_title\":\"é\",\"message_template_element\":\"b\",\"message_template_footer\":\"f\","
                            + "\"message_template_buttons\":[{\"message_template_button_type\":\"URL\",\"message_template_button_text\":\"t\"}]}"
                },
                new String[] {"other", "something_of_next_year", "{\"what\":\"é\"}"}));
        List.of(
                        "APPROVED",
                        "PENDING",
                        "FLAGGED",
                        "IN_APPEAL",
                        "REINSTATED",
                        "LIMIT_EXCEEDED",
                        "LOCKED",
                        "ARCHIVED",
                        "UNARCHIVED",
                        "PENDING_DELETION",
                        "DELETED")
                .forEach(event -> fields.add(templateStatus(event, "null")));
        List.of("SECOND_PAUSE", "RATE_LIMITING_PAUSE", "UNPAUSE", "DISABLED")
                .forEach(title ->
                        fields.add(templateStatus("PAUSED", "{\"title\":\"" + title + "\",\"description\":\"é\"}")));
        for (String[] field : fields) {
            receive(new MetaWebhook(ACCOUNT_NEWS).whole(field[1], field[2]));
            JsonNode event = event(field[0], field[2]);
            assertThat(event.path("type").asText()).isEqualTo(field[1]);
            assertThat(event.path("number").path("alias").asText()).isEqualTo(ACCOUNT_NEWS.alias());
        }
        fields.stream().map(field -> field[0]).distinct().forEach(channel -> {
            List<JsonNode> items = fields.stream()
                    .filter(field -> field[0].equals(channel))
                    .map(field -> Http.parse(field[2]))
                    .toList();
            assertThat(items(ACCOUNT_NEWS, channel)).as("by API").containsAll(items);
        });
        String error = "{\"code\":130429,\"title\":\"Rate limit hit\"}";
        receive(new MetaWebhook(ACCOUNT_NEWS).with("messages", "\"errors\":[" + error + "]"));
        event("account", error);
    }

    private static String[] templateStatus(String event, String info) {
        return new String[] {
            "template",
            "message_template_status_update",
            "{\"event\":\"%s\",\"message_template_id\":600000000000003,\"message_template_name\":\"order_other\",\"message_template_language\":\"en_US\",\"message_template_category\":\"MARKETING\",\"reason\":null,\"other_info\":%s}"
                    .formatted(event, info)
        };
    }

    private static String[] update(String value) {
        return new String[] {"account", "account_update", value};
    }

    /** 1: the signature is one of the bytes as they came. */
    @Test
    void theSignatureIsOfTheBytesAsTheyCame() {
        String person = "491706100008";
        MetaWebhook webhook = messages(person, message(person, "wamid.s-1", "text", "{\"body\":\"" + WORDS + "\"}"));
        String signature = "sha256=" + Api.hmac(webhook.bytes(), EngineProcess.APP_SECRET);
        assertThat(new String(webhook.bytes(), StandardCharsets.US_ASCII)).contains("\\u00e4", "a\\/b");
        assertThat(api.webhook(webhook.serializedAnew(), signature).status()).isEqualTo(401);
        assertThat(api.webhook(webhook.bytes(), signature).status()).isEqualTo(200);
        awaitSaid(person, "wamid.s-1", line -> line.path("text").asText().equals(READ));
    }

    /** 2 and 18: several entries and changes, a thousand items, three megabytes. */
    @Test
    void aThousandItemsInTwoEntriesAndThreeMegabytes() {
        String person = "491706100009";
        String first = many(person, 0, 400);
        MetaWebhook one = webhook().with("messages", "\"messages\":[" + first + "]");
        MetaWebhook two = webhook()
                .with("messages", "\"messages\":[" + many(person, 400, 800) + "]")
                .with(
                        "smb_message_echoes",
                        "\"message_echoes\":["
                                + IntStream.range(800, 1000)
                                        .mapToObj(
                                                i -> echo(person, "wamid.n-" + i, now + i, "text", "{\"body\":\"n\"}"))
                                        .collect(Collectors.joining(","))
                                + "]");
        receive(Api.bytes(MetaWebhook.escaped(MetaWebhook.body(one.entry(), two.entry()))));
        receive(Api.bytes(MetaWebhook.escaped(MetaWebhook.body(two.entry(), one.entry()))));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> said(person).size() >= 1000);
        Set<String> ids = new HashSet<>();
        List<JsonNode> lines = new ArrayList<>(said(person));
        lines.forEach(line -> ids.add(line.path("messageId").asText()));
        assertThat(lines).hasSize(1000);
        assertThat(ids).hasSize(1000);

        receive(messages(person, message(person, "wamid.n-big", "text", "{\"body\":\"" + "x".repeat(3 << 20) + "\"}")));
        awaitSaid(person, "wamid.n-big", line -> true);
    }

    private String many(String person, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> message(person, "wamid.n-" + i, now + i, "text", "{\"body\":\"n" + i + "\"}"))
                .collect(Collectors.joining(","));
    }
}
