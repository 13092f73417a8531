package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What Meta's texts leave open about contacts and the past: one switch of the simulator each, set alone, with what must be seen
 * of it in the engine. With the first nothing is set.
 */
enum PhoneSwitch {
    NOTHING_SET("", null, PhoneSwitch::talk, phone -> {
        phone.awaitItsPast();
        phone.awaitHistory("complete");
        assertThat(items(phone)).allSatisfy(item -> {
            assertThat(item.at("/history_context/status").asText()).isUpperCase();
            assertThat(item.path("timestamp").isTextual()).isTrue();
            assertThat(item.has("from_me")).isFalse();
        });
        assertThat(items(phone))
                .filteredOn(item -> !item.has("to"))
                .as("only a person's")
                .allMatch(phone::isOfPerson);
        assertThat(phone.slices()).isNotEmpty().allMatch(slice -> slice.has("context"));
        assertThat(chunksThatSayTheEnd(phone)).hasSize(1);
        assertThat(contacts(phone)).isNotEmpty().noneMatch(contact -> contact.has("user_id"));
        assertThat(phone.conversations()).allMatch(each -> each.has("waId"));
    }),
    LOWER_CASE("historyLowerCaseRate", 1, PhoneSwitch::talk, phone -> {
        phone.awaitItsPast();
        assertThat(items(phone))
                .extracting(item -> item.at("/history_context/status").asText())
                .allSatisfy(status -> assertThat(status).isLowerCase());
    }),
    NOBODY_WRITTEN_TO("historyToRate", 0, PhoneSwitch::talk, phone -> {
        phone.awaitItsPast();
        assertThat(items(phone)).noneMatch(item -> item.has("to") || item.has("to_user_id"));
    }),
    FROM_ME("historyFromMe", true, PhoneSwitch::talk, phone -> {
        phone.awaitItsPast();
        assertThat(items(phone))
                .allMatch(item -> item.has("from_me"))
                .allMatch(item -> item.path("from_me").asBoolean() != phone.isOfPerson(item));
    }),
    NO_CONTEXT("historyContextRate", 0, PhoneSwitch::talk, phone -> {
        phone.awaitItsPast();
        assertThat(phone.slices()).isNotEmpty().noneMatch(slice -> slice.has("context"));
    }),
    NUMERIC_TIME("numericTimeRate", 1, PhoneSwitch::talk, phone -> {
        phone.awaitItsPast();
        assertThat(items(phone)).allMatch(item -> item.path("timestamp").isNumber());
        assertThat(phone.told("contact")).isNotEmpty().allMatch(event -> event.at("/item/metadata/timestamp")
                .isNumber());
    }),
    USER_ID_BESIDE("contactUserIdRate", 1, PhoneSwitch::talk, phone -> {
        phone.awaitItsPast();
        assertThat(contacts(phone)).isNotEmpty().allSatisfy(contact -> assertThat(
                        phone.conversation(contact.path("user_id").asText())
                                .path("waId")
                                .asText())
                .as("one person under both names")
                .isEqualTo(contact.path("phone_number").asText()));
    }),
    PHONE_HIDDEN("hiddenPhoneRate", 1, PhoneSwitch::talk, phone -> {
        phone.awaitItsPast();
        assertThat(contacts(phone)).isNotEmpty().noneMatch(contact -> contact.has("phone_number"));
        assertThat(phone.conversations()).noneMatch(each -> each.has("waId")).allMatch(each -> each.has("userId"));
    }),
    THE_END_TOO_EARLY("historyProgressEarly", true, PhoneSwitch::talk, phone -> {
        phone.awaitItsPast();
        assertThat(chunksThatSayTheEnd(phone)).hasSizeGreaterThan(2);
        phone.awaitHistory("complete");
        assertThat(phone.told("account", "sync_ended"))
                .extracting(event -> event.at("/item/outcome").asText())
                .containsExactly("complete");
    }),
    LATE_MEDIA("lateMediaAsMessages", false, PhoneSwitch::files, phone -> {
        phone.awaitItsPast();
        assertThat(phone.filesOfBusiness()).isNotEmpty().noneMatch(file -> phone.isOfPerson(file.path("item")));
    }),
    LATE_MEDIA_AS_MESSAGES("lateMediaAsMessages", true, PhoneSwitch::files, phone -> {
        phone.awaitItsPast();
        assertThat(phone.filesOfBusiness()).isNotEmpty().allSatisfy(file -> {
            assertThat(phone.isOfPerson(file.path("item")))
                    .as("Meta says that the person sent it")
                    .isTrue();
            assertThat(file.path("occurredAt").asText())
                    .as("as its placeholder")
                    .isEqualTo(phone.at(file));
        });
    }),
    UNKNOWN_FIELD("unknownFieldRate", 1, PhoneSwitch::files, phone -> {
        phone.awaitItsPast();
        assertThat(phone.told("history", "media"))
                .allMatch(file -> file.at("/item/trace_hint").has("hop"));
    }),
    DECLINED("historyDeclineBare", false, PhoneSwitch::unshared, phone -> {
        phone.awaitHistory("declined");
        assertThat(refusals(phone)).singleElement().matches(item -> item.has("errors"));
        assertThat(phone.lines()).isEmpty();
    }),
    DECLINED_WITHOUT_ENVELOPE("historyDeclineBare", true, PhoneSwitch::unshared, phone -> {
        phone.awaitHistory("declined");
        assertThat(refusals(phone))
                .singleElement()
                .matches(item -> item.path("code").asInt() == 2593109);
        assertThat(phone.lines()).isEmpty();
    }),
    EMPTY("historyEmptyTells", true, PhoneSwitch::empty, phone -> {
        phone.awaitHistory("complete");
        assertThat(phone.alertsRaised()).isEmpty();
    }),
    EMPTY_WITHOUT_A_WORD("historyEmptyTells", false, PhoneSwitch::empty, phone -> {
        phone.awaitHistory("silent");
        phone.awaitAlert("sync_silent");
    });

    private final String name;
    private final String json;
    private final Consumer<LinkedPhone> past;
    private final Consumer<LinkedPhone> seen;

    PhoneSwitch(String name, Object value, Consumer<LinkedPhone> past, Consumer<LinkedPhone> seen) {
        this.name = name;
        this.json = name.isEmpty() ? "{}" : "{\"" + name + "\":" + value + "}";
        this.past = past;
        this.seen = seen;
    }

    /** As the simulator spells it, empty when none is set. */
    String switchName() {
        return name;
    }

    /** What {@code PUT /control/behaviour} is told. */
    String json() {
        return json;
    }

    TestNumber number() {
        return TestNumber.unlimited("phone-" + ordinal(), 20 + ordinal());
    }

    static TestNumber[] numbers() {
        return Stream.of(values()).map(PhoneSwitch::number).toArray(TestNumber[]::new);
    }

    /** Links a phone with the past that shows it. */
    void link(LinkedPhone phone) {
        past.accept(phone);
    }

    /** Waits for what comes and looks at it. */
    void assertSeen(LinkedPhone phone) {
        seen.accept(phone);
    }

    private static void talk(LinkedPhone phone) {
        phone.link(
                "\"seed\":11,\"conversations\":4,\"messagesPerConversation\":20,\"days\":100,\"media\":0,\"contacts\":0,"
                        + "\"chunkMessages\":10");
    }

    private static void files(LinkedPhone phone) {
        phone.link("\"seed\":12,\"conversations\":2,\"messagesPerConversation\":10,\"days\":10,\"media\":0.5");
    }

    private static void unshared(LinkedPhone phone) {
        phone.link("\"seed\":13,\"conversations\":2,\"messagesPerConversation\":2,\"shareHistory\":false");
    }

    private static void empty(LinkedPhone phone) {
        phone.link("\"seed\":14,\"conversations\":0,\"contacts\":2");
    }

    /** Meta's objects of all messages. */
    private static List<JsonNode> items(LinkedPhone phone) {
        List<JsonNode> items =
                phone.lines().stream().map(line -> line.path("item")).toList();
        assertThat(items).isNotEmpty();
        return items;
    }

    private static List<String> chunksThatSayTheEnd(LinkedPhone phone) {
        return phone.slices().stream()
                .map(slice -> slice.path("metadata"))
                .filter(chunk -> chunk.path("progress").asInt() == 100)
                .map(chunk -> chunk.path("phase") + "/" + chunk.path("chunk_order"))
                .distinct()
                .toList();
    }

    /** Entries of the phone book, as a team got them. */
    private static List<JsonNode> contacts(LinkedPhone phone) {
        return phone.told("contact").stream()
                .map(event -> event.at("/item/contact"))
                .toList();
    }

    private static List<JsonNode> refusals(LinkedPhone phone) {
        return phone.told("history", "error").stream()
                .map(event -> event.path("item"))
                .toList();
    }
}
