package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each untidiness by itself, made certain by its switch; and all together by chance. */
@ExtendWith(SimulatorExtension.class)
class SimulatorUntidyTest {
    private static final String NO_LIMITS = "{\"limits\":{\"throughputPerSecond\":\"off\",\"pair\":\"off\"}}";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final RunningSimulator simulator;
    private final WebhookReceiver receiver;
    private final String number;

    SimulatorUntidyTest(RunningSimulator simulator) {
        this.simulator = simulator;
        this.receiver = simulator.receiver();
        this.number = simulator.number("9000000000001" + (100 + NUMBERS.incrementAndGet()), NO_LIMITS);
    }

    @Test
    void sentCanComeBeforeTheAnswer() {
        simulator.behaviour("{\"statusBeforeAnswerRate\":1,\"statusDelayMs\":1000}");
        Answer answer = simulator.sendTemplate(number, MINA, "early.1");
        assertThat(receiver.items("statuses"))
                .as("already here when the answer is")
                .extracting(s -> s.path("id").asText())
                .contains(answer.wamid());
    }

    @Test
    void readCanComeWithoutDelivered() {
        simulator.behaviour("{\"readRate\":1,\"readWithoutDeliveredRate\":1}");
        simulator.sendTemplate(number, MINA, "read.1");
        var statuses = receiver.await("statuses", 2);
        assertThat(statuses).extracting(s -> s.path("status").asText()).containsExactly("sent", "read");
        assertThat(statuses.get(1).has("pricing")).isTrue();
    }

    @Test
    void failedCanComeAfterSent() {
        simulator.behaviour("{\"lateFailedRate\":1}");
        simulator.sendTemplate(number, MINA, "late.1");
        var statuses = receiver.await("statuses", 2);
        assertThat(statuses).extracting(s -> s.path("status").asText()).containsExactly("sent", "failed");
        assertThat(statuses.get(1).path("errors").path(0).path("code").asInt()).isEqualTo(131026);
    }

    @Test
    void noStatusMayComeAtAll() {
        simulator.behaviour("{\"noStatusRate\":1}");
        assertThat(simulator.sendTemplate(number, MINA, "none.1").status()).isEqualTo(200);
        simulator.awaitQuiet();
        assertThat(receiver.items("statuses")).isEmpty();
    }

    @Test
    void aPersonMayHideThePhoneNumber() {
        simulator.behaviour("{\"hiddenPhoneRate\":1}");
        JsonNode written = simulator.inbound(number, MINA, "Hi");
        JsonNode message = receiver.await("messages", 1).get(0);
        assertThat(message.has("from")).isFalse();
        assertThat(message.path("from_user_id").asText())
                .isEqualTo(written.path("userId").asText());
        JsonNode contact =
                receiver.values(receiver.posts().get(0)).get(0).path("contacts").path(0);
        assertThat(contact.has("wa_id")).isFalse();
        assertThat(contact.path("profile").has("username")).isTrue();
        Answer byPhone = simulator.sendText(number, MINA, "hidden.1");
        assertThat(byPhone.json().path("contacts").path(0).path("user_id").asText())
                .isEqualTo(written.path("userId").asText());
    }

    @Test
    void itemsMayHaveUnknownFields() {
        simulator.behaviour("{\"unknownFieldRate\":1}");
        simulator.inbound(number, MINA, "Hi");
        assertThat(receiver.await("messages", 1)
                        .get(0)
                        .path("trace_hint")
                        .path("hop")
                        .asInt())
                .isEqualTo(3);
        await().until(() -> {
            simulator.inbound(number, MINA, "Hi");
            return receiver.posts().stream().anyMatch(post -> post.text().contains("message_insights"));
        });
    }

    @Test
    void waIdMayDifferFromTheInput() {
        simulator.behaviour("{\"waIdDiffers\":true}");
        Answer brazil = simulator.sendTemplate(number, "+55 31 98765 4321", "br.1");
        JsonNode contact = brazil.json().path("contacts").path(0);
        assertThat(contact.path("input").asText()).isEqualTo("+55 31 98765 4321");
        assertThat(contact.path("wa_id").asText()).isEqualTo("553187654321");
        simulator.inbound(number, "+5531987654321", "Oi");
        assertThat(receiver.await("messages", 1).get(0).path("from").asText()).isEqualTo("553187654321");
    }

    @Test
    void untidyByChanceIsStillWithinReason() {
        simulator.behaviour("{\"tidy\":false,\"seed\":7,\"statusDelayMs\":1}");
        List<String> wamids = IntStream.range(0, 300)
                .mapToObj(i -> simulator.sendTemplate(number, "+49177" + (1000000 + i), "u." + i))
                .map(Answer::wamid)
                .toList();
        simulator.awaitQuiet();
        JsonNode statuses = simulator.received(number).path("statuses");
        assertThat(wamids).doesNotContain("").doesNotHaveDuplicates();
        assertThat(statuses.path("sent").path("made").asInt()).isBetween(285, 300);
        assertThat(statuses.path("read").path("made").asInt()).isBetween(100, 200);
        assertThat(statuses.path("delivered").path("made").asInt())
                .isLessThan(statuses.path("sent").path("made").asInt());
    }
}
