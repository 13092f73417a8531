package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.TestNumbers;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Channel;
import dev.tandem.domain.Event;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Outcome;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids, canonical JSON and the body of result events. */
class SmallThingsTest {

    private static final Instant NOW = Instant.parse("2026-11-05T10:00:00Z");

    @Test
    void canonicalJsonIsSortedAtEveryDepthAndKeepsLists() {
        JsonNode json =
                SendRoom.json("{ 'b' : [ {'z':1,'a':2}, 3 ], 'a' : {'y':null,'x':'ü\\n'}, 'c':12345678901234567890 }");
        assertThat(CanonicalJson.of(json))
                .isEqualTo(
                        "{\"a\":{\"x\":\"ü\\n\",\"y\":null},\"b\":[{\"a\":2,\"z\":1},3],\"c\":12345678901234567890}");
        assertThat(CanonicalJson.of(SendRoom.readTree(CanonicalJson.of(json)))).isEqualTo(CanonicalJson.of(json));
        assertThat(CanonicalJson.hash(""))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    /** Hashes stand in ledgers: whatever the way, the spelling is that of sorted maps. */
    @Test
    void canonicalJsonIsSpelledAsSortedMapsAre() throws JsonProcessingException {
        ObjectMapper sorted = new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
        Random random = new Random(4711);
        for (int i = 0; i < 500; i++) {
            JsonNode json = SendRoom.readTree(random(random, 4).toString());
            assertThat(CanonicalJson.of(json))
                    .isEqualTo(sorted.writeValueAsString(sorted.treeToValue(json, Object.class)));
        }
    }

    private static JsonNode random(Random random, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0:
                return nodes.textNode(text(random));
            case 1:
                return nodes.numberNode(random.nextInt());
            case 2:
                return nodes.numberNode(random.nextDouble() * Math.pow(10, random.nextInt(40) - 20));
            case 3:
                return nodes.numberNode(random.nextLong());
            case 4:
                return nodes.booleanNode(random.nextBoolean());
            case 5:
                return nodes.nullNode();
            case 6:
                ArrayNode array = nodes.arrayNode();
                IntStream.range(0, random.nextInt(4)).forEach(any -> array.add(random(random, depth - 1)));
                return array;
            default:
                ObjectNode object = nodes.objectNode();
                IntStream.range(0, random.nextInt(5))
                        .forEach(any -> object.set(text(random), random(random, depth - 1)));
                return object;
        }
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(6), 1, 0x2_FFFF)
                .filter(each -> each < 0xD800 || each > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void aFieldIsLeftOutOfTheOutermostObjectOnly() {
        JsonNode json = SendRoom.json("{'to':'1','id':'k','a':{'id':2}}");
        assertThat(CanonicalJson.without("id", json)).isEqualTo("{\"a\":{\"id\":2},\"to\":\"1\"}");
    }

    @Test
    void idsGrowAndAreReadBack() {
        SendIds ids = new SendIds(Clock.fixed(NOW, ZoneOffset.UTC));
        long last = 0;
        Set<Long> all = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            long id = ids.next();
            assertThat(id).isGreaterThan(last);
            assertThat(all.add(id)).isTrue();
            last = id;
        }
        assertThat(SendIds.text(last)).hasSize(13).matches("[0-9A-Z]+");
        assertThat(SendIds.parse(SendIds.text(last))).hasValue(last);
        assertThat(SendIds.parse(SendIds.text(last).toLowerCase(java.util.Locale.ROOT)))
                .hasValue(last);
        assertThat(SendIds.callbackData(last, 3)).isEqualTo(SendIds.text(last) + ".3");
        assertThat(SendIds.parseCallback(SendIds.callbackData(last, 3))).isEqualTo(new SendIds.CallbackId(last, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "0123456789ABC",
                "0123456789ABC.",
                "0123456789ABC.x",
                "order.1",
                "0123456789ABC.1.2",
                "0123456789ABC.1234567",
                ".1",
                "0123456789AB!.1"
            })
    void whatIsNotOursIsNotRead(String callbackData) {
        assertThat(SendIds.parseCallback(callbackData)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "0123456789AB", "0123456789ABCD", "0123456789AB!"})
    void whatIsNoIdIsNotRead(String text) {
        assertThat(SendIds.parse(text)).isEmpty();
    }

    private static Send send() {
        return Send.accepted(new Send.Acceptance(
                4711,
                TestNumbers.SHOP.phoneNumberId(),
                "order-7",
                "hash",
                Recipient.ofPhone("4915112345678"),
                Priority.REPLY,
                "",
                "{\"metadata\":{\"order\":\"7\"}}",
                "crm",
                NOW,
                null,
                NOW.plusSeconds(60)));
    }

    /** The fields of contracts.md §3, and no other. */
    @Test
    void aResultEventHasTheFieldsOfTheContract() {
        Send sending = send().queued(NOW).sending(MessageMode.TEMPLATE, NOW);
        Send submitted = sending.after(
                new Outcome.Submitted("wamid.1", "4915112345679", false), Patience.DEFAULT, NOW.plusSeconds(1));
        Send failed = submitted.lifted(
                SendState.FAILED,
                new Cause(Reason.CLOUD_API, "Refused", 131049),
                "wamid.1",
                "{\"category\":\"marketing\"}",
                Patience.DEFAULT,
                NOW.plusSeconds(2));
        ResultEvents events = new ResultEvents(TestNumbers.DIRECTORY);
        List<Event> told = events.of(submitted, failed);
        assertThat(told).hasSize(1);
        Event event = told.get(0);
        assertThat(event.channel()).isEqualTo(Channel.RESULT);
        assertThat(event.source()).isEqualTo("crm");
        assertThat(event.type()).isEqualTo("failed");
        JsonNode body = SendRoom.JSON.valueToTree(event.body());
        assertThat(names(body))
                .containsExactlyInAnyOrder(
                        "id",
                        "schema",
                        "channel",
                        "number",
                        "contact",
                        "occurredAt",
                        "receivedAt",
                        "origin",
                        "direction",
                        "messageId",
                        "type",
                        "item");
        assertThat(names(body.path("number")))
                .containsExactlyInAnyOrder("phoneNumberId", "displayPhoneNumber", "alias");
        assertThat(body.path("contact").path("waId").asText()).isEqualTo("4915112345679");
        assertThat(names(body.path("item")))
                .containsExactlyInAnyOrder(
                        "sendId",
                        "id",
                        "from",
                        "to",
                        "waId",
                        "messageId",
                        "state",
                        "previous",
                        "reason",
                        "detail",
                        "metaCode",
                        "mode",
                        "attempt",
                        "pricing",
                        "metadata",
                        "source",
                        "at");
        assertThat(body.path("item"))
                .isEqualTo(SendRoom.json("{'sendId':'" + SendIds.text(4711)
                        + "','id':'order-7','from':'100000000000001','to':'4915112345678','waId':'4915112345679',"
                        + "'messageId':'wamid.1','state':'failed','previous':'submitted','reason':'cloud_api_131049',"
                        + "'detail':'Refused','metaCode':131049,'mode':'template','attempt':1,"
                        + "'pricing':{'category':'marketing'},'metadata':{'order':'7'},'source':'crm',"
                        + "'at':'2026-11-05T10:00:02Z'}"));
        assertThat(event.id()).isEqualTo(body.path("id").asText());
        assertThat(events.of(submitted, failed).get(0).id())
                .as("the same when it comes again")
                .isEqualTo(event.id());
    }

    @Test
    void onlyPublishedStatesAreTold() {
        ResultEvents events = new ResultEvents(TestNumbers.DIRECTORY);
        Send accepted = send();
        Send queued = accepted.queued(NOW);
        assertThat(events.of(null, accepted)).extracting(Event::type).containsExactly("accepted");
        assertThat(events.of(accepted, queued)).isEmpty();
        assertThat(events.of(queued, queued.backFromLane(NOW))).isEmpty();
        assertThat(events.of(queued, queued.sending(MessageMode.FREEFORM, NOW))).isEmpty();
        Send held = queued.heldForRetry(Cause.of(Reason.THROUGHPUT), NOW.plusSeconds(5), NOW);
        assertThat(events.of(queued, held)).extracting(Event::type).containsExactly("held");
        assertThat(events.of(held, held.ready(NOW))).isEmpty();
        assertThat(events.of(held.ready(NOW), held.ready(NOW).queued(NOW))).isEmpty();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
