package dev.tandem.simulator;

import static dev.tandem.simulator.SyncedNumber.CONTACTS;
import static dev.tandem.simulator.SyncedNumber.HISTORY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Linking a number makes its phone's past, and the sync delivers it: phases, chunks, late media, contacts. */
@ExtendWith(SimulatorExtension.class)
class SimulatorPastTest {
    private static final String SMALL =
            "\"seed\":7,\"conversations\":6,\"messagesPerConversation\":30,\"chunkMessages\":20";

    private final RunningSimulator simulator;
    private final WebhookReceiver receiver;

    SimulatorPastTest(RunningSimulator simulator) {
        this.simulator = simulator;
        this.receiver = simulator.receiver();
    }

    @Test
    void theSumOfWhatComesIsThePast() {
        SyncedNumber number = new SyncedNumber(simulator, "700000000000001");
        JsonNode linked = number.link("{" + SMALL + "}");
        assertThat(linked.path("messages").asInt()).isEqualTo(180);
        number.sync(CONTACTS);
        number.sync(HISTORY);

        assertThat(number.delivered()).isEqualTo(number.expected()).hasSize(180);
        assertThat(number.places())
                .startsWith("0/1")
                .contains("1/1", "1/2", "2/1")
                .doesNotHaveDuplicates();
        assertThat(number.places()).as("phase by phase, chunk by chunk").isSorted();
        assertThat(number.progress()).isSorted().endsWith(100).doesNotHaveDuplicates();
        assertThat(number.parts())
                .as("several threads in one webhook")
                .anyMatch(part -> part.path("threads").size() > 1)
                .allSatisfy(
                        part -> assertThat(part.findValues("history_context")).hasSizeBetween(1, 20));
    }

    @Test
    void messagesOfThePastHaveEveryKindOfStatusAndContent() {
        SyncedNumber number = new SyncedNumber(simulator, "700000000000021");
        number.link("{\"seed\":2,\"conversations\":10,\"messagesPerConversation\":100}");
        List<JsonNode> messages = number.past().path("messages").valueStream().toList();
        assertThat(messages)
                .extracting(message -> message.path("status").asText())
                .contains("READ", "DELIVERED", "SENT", "PENDING", "ERROR", "PLAYED");
        assertThat(messages)
                .extracting(message -> message.path("type").asText())
                .contains("text", "image", "document", "audio", "video", "sticker");
        assertThat(messages)
                .extracting(message -> message.path("direction").asText())
                .contains("in", "out");
    }

    @Test
    void phasesGoByAgeAtTheLinking() {
        SyncedNumber number = new SyncedNumber(simulator, "700000000000002");
        Instant linkedAt =
                Instant.parse(number.link("{" + SMALL + "}").path("linkedAt").asText());
        number.sync(HISTORY);
        for (JsonNode part : number.parts()) {
            int phase = part.path("metadata").path("phase").asInt();
            Duration youngest = List.of(Duration.ZERO, Duration.ofDays(1), Duration.ofDays(90))
                    .get(phase);
            Duration oldest = List.of(Duration.ofDays(1), Duration.ofDays(90), Duration.ofDays(180))
                    .get(phase);
            assertThat(part.findValues("timestamp"))
                    .extracting(at -> Duration.between(Instant.ofEpochSecond(at.asLong()), linkedAt))
                    .allSatisfy(age -> assertThat(age).isBetween(youngest, oldest));
        }
    }

    @Test
    void theSameSeedMakesTheSamePast() {
        SyncedNumber one = new SyncedNumber(simulator, "700000000000003");
        SyncedNumber two = new SyncedNumber(simulator, "700000000000004");
        SyncedNumber other = new SyncedNumber(simulator, "700000000000005");
        one.link("{" + SMALL + "}");
        two.link("{" + SMALL + "}");
        other.link("{" + SMALL.replace(":7,", ":8,") + "}");
        assertThat(ages(one)).isEqualTo(ages(two)).isNotEqualTo(ages(other));
        assertThat(one.past().path("contacts").size()).isGreaterThan(5);
        assertThat(names(one)).isEqualTo(names(two)).isNotEqualTo(names(other));
    }

    @Test
    void whatIsOlderThanHalfAYearStaysOnThePhone() {
        SyncedNumber number = new SyncedNumber(simulator, "700000000000006");
        JsonNode linked = number.link("{\"seed\":1,\"conversations\":1,\"messagesPerConversation\":50,\"days\":720}");
        assertThat(linked.path("messages").asInt()).isBetween(10, 45);
        String contact = number.past()
                .path("messages")
                .path(0)
                .path("contact")
                .path("userId")
                .asText();
        assertThat(simulator
                        .get("/numbers/" + number.id() + "/phone/" + contact)
                        .path("messages"))
                .hasSize(50);
    }

    @Test
    void contactsComeInBatchesAndGoOnComing() {
        SyncedNumber number = new SyncedNumber(simulator, "700000000000007");
        number.link("{\"seed\":3,\"conversations\":2,\"contacts\":150}");
        number.sync(CONTACTS);
        List<JsonNode> contacts = receiver.items("state_sync");
        assertThat(contacts).hasSize(number.past().path("contacts").size()).hasSizeGreaterThan(149);
        assertThat(receiver.posts()).hasSize(2);
        assertThat(contacts).allSatisfy(item -> {
            assertThat(item.path("action").asText()).isEqualTo("add");
            assertThat(item.path("contact").path("full_name").asText()).isNotEmpty();
            assertThat(item.path("contact").path("phone_number").asText()).matches("\\d{8,15}");
            assertThat(item.path("metadata").path("timestamp").isTextual()).isTrue();
        });
        assertThat(receiver.read(receiver.posts().get(0)).path("entry").path(0).has("time"))
                .as("Meta dates account and template fields only")
                .isFalse();

        receiver.clear();
        edit(number, "{\"action\":\"add\",\"contact\":\"+491701234567\",\"name\":\"Mina Neu\"}");
        JsonNode added = receiver.await("state_sync", 1).get(0);
        assertThat(added.path("contact").toString())
                .isEqualTo("{\"full_name\":\"Mina Neu\",\"first_name\":\"Mina\",\"phone_number\":\"491701234567\"}");
        receiver.clear();
        edit(number, "{\"action\":\"remove\",\"contact\":\"+491701234567\"}");
        JsonNode removed = receiver.await("state_sync", 1).get(0);
        assertThat(removed.path("action").asText()).isEqualTo("remove");
        assertThat(removed.path("contact").toString()).isEqualTo("{\"phone_number\":\"491701234567\"}");
    }

    @Test
    void whoHidesThePhoneIsKnownByUserId() {
        simulator.behaviour("{\"hiddenPhoneRate\":1}");
        SyncedNumber number = new SyncedNumber(simulator, "700000000000008");
        number.link("{" + SMALL + "}");
        number.sync(CONTACTS);
        number.sync(HISTORY);
        assertThat(receiver.items("state_sync")).isNotEmpty().allSatisfy(item -> {
            assertThat(item.path("contact").has("phone_number")).isFalse();
            assertThat(item.path("contact").path("user_id").asText()).contains(".");
        });
        assertThat(number.delivered()).isEqualTo(number.expected()).hasSize(180);
        assertThat(number.parts().get(0).path("threads").path(0).path("context").has("wa_id"))
                .isFalse();
    }

    @Test
    void onlyFilesOfTheLastTwoWeeksFollow() {
        SyncedNumber number = new SyncedNumber(simulator, "700000000000009");
        number.link("{\"seed\":5,\"conversations\":4,\"messagesPerConversation\":30,\"media\":0.6}");
        number.sync(HISTORY);
        List<String> toFollow = number.toFollow();
        long files = number.expected().values().stream()
                .filter(row -> row.contains("media_placeholder"))
                .count();
        assertThat(toFollow.size()).isBetween(3, (int) files - 3);

        List<JsonNode> ofPersons = receiver.items("messages");
        List<JsonNode> ofBusiness = receiver.items("message_echoes");
        assertThat(ofPersons).isNotEmpty();
        assertThat(ofBusiness).isNotEmpty();
        assertThat(ofPersons.size() + ofBusiness.size()).isEqualTo(toFollow.size());
        for (JsonNode item : ofBusiness) {
            ofPersons.add(item);
        }
        assertThat(ofPersons).extracting(item -> item.path("id").asText()).hasSameElementsAs(toFollow);
        assertThat(ofPersons).allSatisfy(item -> {
            String type = item.path("type").asText();
            JsonNode file = item.path(type);
            Answer found =
                    simulator.call("GET", "/v25.0/" + file.path("id").asText(), "simulator-token-" + number.id(), "");
            assertThat(found.json().path("mime_type")).as(found.text()).isEqualTo(file.path("mime_type"));
        });
        assertThat(ofBusiness).allSatisfy(item -> assertThat(
                        number.expected().get(item.path("id").asText()))
                .contains(" out " + item.path("timestamp").asText() + " "));
    }

    @Test
    void aShuffledFileMayComeBeforeItsPlaceholder() {
        SyncedNumber number = new SyncedNumber(simulator, "700000000000018");
        number.link("{" + SMALL + ",\"media\":0.5,\"shuffle\":true,\"repeat\":3}");
        number.sync(HISTORY);
        List<String> posts =
                receiver.posts().stream().map(WebhookReceiver.Post::text).toList();
        assertThat(number.toFollow()).hasSizeGreaterThan(5).anyMatch(id -> {
            List<String> telling =
                    posts.stream().filter(post -> post.contains(id)).toList();
            return !telling.get(0).contains("media_placeholder");
        });
        Map<String, Set<String>> files = new HashMap<>();
        List<JsonNode> told = receiver.items("messages");
        told.forEach(item -> files.computeIfAbsent(item.path("id").asText(), id -> new HashSet<>())
                .add(item.path(item.path("type").asText()).path("id").asText()));
        assertThat(told).as("some are told of twice").hasSizeGreaterThan(files.size());
        assertThat(files.values()).as("and are the same file").allMatch(ids -> ids.size() == 1);
    }

    @Test
    void theSameSeedDeliversInTheSameOrder() {
        SyncedNumber one = new SyncedNumber(simulator, "700000000000019");
        SyncedNumber two = new SyncedNumber(simulator, "700000000000020");
        String untidy = "{" + SMALL + ",\"media\":0,\"shuffle\":true,\"repeat\":3}";
        one.link(untidy);
        one.sync(HISTORY);
        List<String> first = one.places();
        receiver.clear();
        two.link(untidy);
        two.sync(HISTORY);
        assertThat(two.places()).isEqualTo(first);
    }

    @Test
    void lateMediaCanComeAsMetasSampleHasIt() {
        simulator.behaviour("{\"lateMediaAsMessages\":true}");
        SyncedNumber number = new SyncedNumber(simulator, "700000000000010");
        number.link("{\"seed\":5,\"conversations\":4,\"messagesPerConversation\":30,\"media\":0.6}");
        number.sync(HISTORY);
        assertThat(receiver.items("message_echoes")).isEmpty();
        assertThat(receiver.items("messages"))
                .hasSize(number.toFollow().size())
                .as("as if from the person, and at another time")
                .anySatisfy(
                        item -> assertThat(number.expected().get(item.path("id").asText()))
                                .contains(item.path("from").asText() + " out ")
                                .doesNotContain(item.path("timestamp").asText()));
    }

    @Test
    void whoeverDoesNotShareSaysSoInEitherShape() {
        SyncedNumber number = new SyncedNumber(simulator, "700000000000011");
        number.link("{\"shareHistory\":false}");
        number.sync(CONTACTS);
        assertThat(receiver.items("state_sync")).isNotEmpty();
        number.sync(HISTORY);
        assertThat(number.parts()).hasSize(1);
        assertThat(number.parts().get(0).path("errors").path(0).path("code").asInt())
                .isEqualTo(2593109);

        receiver.clear();
        simulator.behaviour("{\"historyDeclineBare\":true}");
        number.link("{\"shareHistory\":false}");
        number.sync(HISTORY);
        assertThat(number.parts()).isEmpty();
        assertThat(receiver.items("errors"))
                .extracting(e -> e.path("code").asInt())
                .containsExactly(2593109);
    }

    @Test
    void progressCanSayTheEndTooEarly() {
        simulator.behaviour("{\"historyProgressEarly\":true}");
        SyncedNumber number = new SyncedNumber(simulator, "700000000000012");
        number.link("{" + SMALL + "}");
        number.sync(HISTORY);
        List<Integer> progress = number.progress();
        assertThat(progress.get(0)).isLessThan(100);
        assertThat(progress.subList(progress.size() / 2, progress.size()))
                .hasSizeGreaterThan(2)
                .containsOnly(100);
        assertThat(number.delivered()).isEqualTo(number.expected());
    }

    @Test
    void chunksComeInAnyOrderAndMoreThanOnce() {
        SyncedNumber number = new SyncedNumber(simulator, "700000000000013");
        number.link("{" + SMALL + ",\"shuffle\":true,\"repeat\":4,\"atOnce\":4}");
        number.sync(HISTORY);
        assertThat(number.places())
                .isNotEqualTo(number.places().stream().sorted().toList());
        assertThat(number.places().size()).isGreaterThan(new HashSet<>(number.places()).size());
        assertThat(number.delivered()).isEqualTo(number.expected());
        assertThat(new HashSet<>(number.parts()))
                .as("a repeated one is the same again")
                .hasSameSizeAs(new HashSet<>(number.places()));
    }

    @Test
    void aChunkCanStayAway() {
        SyncedNumber number = new SyncedNumber(simulator, "700000000000014");
        number.link("{" + SMALL + ",\"media\":0,\"dropChunk\":true}");
        number.sync(HISTORY);
        assertThat(number.progress()).endsWith(100);
        int missing = number.expected().size() - number.delivered().size();
        assertThat(missing).isBetween(1, 20);
        assertThat(number.expected()).containsAllEntriesOf(number.delivered());
    }

    @Test
    void metaCanSayYesAndKeepSilent() {
        SyncedNumber number = new SyncedNumber(simulator, "700000000000015");
        number.link("{" + SMALL + ",\"silent\":\"history\"}");
        number.sync(CONTACTS);
        assertThat(receiver.items("state_sync")).isNotEmpty();
        number.sync(HISTORY);
        assertThat(number.parts()).isEmpty();
        assertThat(number.calls(HISTORY).path("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void theUntidyWayIsReadAsTheSamePast() {
        simulator.behaviour("{\"historyLowerCaseRate\":0.5,\"historyToRate\":0.5,\"historyContextRate\":0.5,"
                + "\"historyFromMe\":true,\"hiddenPhoneRate\":0.3,\"numericTimeRate\":0.5,"
                + "\"contactUserIdRate\":0.5,\"unknownFieldRate\":0.5}");
        SyncedNumber number = new SyncedNumber(simulator, "700000000000016");
        number.link("{" + SMALL + "}");
        number.sync(CONTACTS);
        number.sync(HISTORY);
        assertThat(number.delivered()).isEqualTo(number.expected());
        assertThat(number.parts().stream().flatMap(part -> part.findValues("timestamp").stream()))
                .anyMatch(JsonNode::isTextual)
                .anyMatch(JsonNode::isNumber);
        assertThat(number.parts()).anyMatch(part -> part.has("trace_hint"));
        assertThat(receiver.items("state_sync").stream().map(item -> item.path("contact")))
                .anyMatch(contact -> contact.has("user_id") && contact.has("phone_number"))
                .anyMatch(contact -> !contact.has("user_id"));
        String all = number.parts().toString();
        assertThat(all).contains("\"status\":\"read\"", "\"status\":\"READ\"", "\"from_me\":true");
        assertThat(number.parts().stream().flatMap(part -> part.path("threads").valueStream()))
                .anyMatch(thread -> thread.has("context"))
                .anyMatch(thread -> !thread.has("context"));
    }

    @Test
    void theListCanBeReadInParts() {
        SyncedNumber number = new SyncedNumber(simulator, "700000000000017");
        number.link("{" + SMALL + "}");
        JsonNode all = number.past();
        JsonNode part = simulator.get("/numbers/" + number.id() + "/past?from=100&limit=30");
        assertThat(part.path("total").asInt()).isEqualTo(180);
        assertThat(part.path("messages")).hasSize(30);
        assertThat(part.path("messages").path(0)).isEqualTo(all.path("messages").path(100));
    }

    private void edit(SyncedNumber number, String json) {
        simulator.control("POST", "/numbers/" + number.id() + "/contacts", json);
    }

    private static List<String> ages(SyncedNumber number) {
        JsonNode past = number.past();
        long linkedAt = Instant.parse(past.path("linkedAt").asText()).getEpochSecond();
        return past.path("messages")
                .valueStream()
                .map(m -> m.path("contact") + " " + m.path("direction").asText() + " "
                        + (linkedAt - m.path("timestamp").asLong()) + " " + m.path("text") + m.path("status"))
                .toList();
    }

    private static List<String> names(SyncedNumber number) {
        return number.past()
                .path("contacts")
                .valueStream()
                .map(contact -> contact.path("name").asText() + contact.path("phone"))
                .toList();
    }
}
