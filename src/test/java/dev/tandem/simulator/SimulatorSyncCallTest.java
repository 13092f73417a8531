package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static dev.tandem.simulator.SyncedNumber.CONTACTS;
import static dev.tandem.simulator.SyncedNumber.HISTORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code smb_app_data}: what may be asked for how often and until when. */
@ExtendWith(SimulatorExtension.class)
class SimulatorSyncCallTest {
    private static final String TINY = "{\"conversations\":1,\"messagesPerConversation\":3,\"contacts\":1}";

    private final RunningSimulator simulator;

    SimulatorSyncCallTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    @Test
    void eachMayBeAskedForOncePerLinking() {
        SyncedNumber number = new SyncedNumber(simulator, "710000000000001");
        number.link(TINY);
        Answer first = number.ask(CONTACTS);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("messaging_product").asText()).isEqualTo("whatsapp");
        assertThat(first.json().path("request_id").asText()).isNotEmpty();
        Answer second = number.ask(CONTACTS);
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.errorCode()).isEqualTo(2593107);
        assertThat(number.ask(HISTORY).status()).isEqualTo(200);

        simulator.advance("1s");
        number.link(TINY);
        assertThat(number.ask(CONTACTS).status()).isEqualTo(200);
        assertThat(number.ask(HISTORY).status()).isEqualTo(200);
        assertThat(number.ask(HISTORY).errorCode()).isEqualTo(2593107);
        assertThat(number.calls(HISTORY).path("calls").asInt()).isEqualTo(2);
        assertThat(number.calls(HISTORY).path("accepted").asInt()).isEqualTo(1);
        assertThat(number.sync().path("calls"))
                .extracting(call ->
                        call.path("type").asText() + " " + call.path("code").asText())
                .containsExactly(
                        "contacts accepted",
                        "contacts 2593107",
                        "history accepted",
                        "contacts accepted",
                        "history accepted",
                        "history 2593107");
    }

    @Test
    void afterADayItIsTooLate() {
        SyncedNumber number = new SyncedNumber(simulator, "710000000000002");
        number.link(TINY);
        simulator.advance("23h");
        assertThat(number.ask(CONTACTS).status()).isEqualTo(200);
        simulator.advance("61m");
        Answer late = number.ask(HISTORY);
        assertThat(late.status()).isEqualTo(400);
        assertThat(late.errorCode()).isEqualTo(2593108);
        number.link(TINY);
        assertThat(number.ask(HISTORY).status()).isEqualTo(200);
    }

    @Test
    void aNumberThatWasLinkedLongAgoIsTooLate() {
        assertThat(new SyncedNumber(simulator, "710000000000003").ask(CONTACTS).errorCode())
                .isEqualTo(2593108);
    }

    @Test
    void withoutAMadePastTheChatsThatAreThereAreIt() {
        SyncedNumber number = new SyncedNumber(simulator, "710000000000004");
        simulator.inbound(number.id(), MINA, "before the linking");
        simulator.receiver().await("messages", 1);
        simulator.advance("1h");
        JsonNode clock = simulator.get("/clock");
        Instant now = Instant.parse(number.sync().path("now").asText());
        assertThat(clock.isObject()).isTrue();
        simulator.number(number.id(), "{\"linkedAt\":\"" + now.minus(Duration.ofMinutes(10)) + "\"}");
        simulator.inbound(number.id(), MINA, "since the linking");
        number.sync(CONTACTS);
        number.sync(HISTORY);
        assertThat(simulator.receiver().items("state_sync")).hasSize(1);
        assertThat(number.delivered()).isEqualTo(number.expected()).hasSize(1);
        assertThat(number.delivered().values()).allMatch(row -> row.contains("before the linking"));
        assertThat(number.progress()).containsExactly(100);
    }

    @Test
    void aPastWithNothingInItEndsAtOnceOrIsSilent() {
        SyncedNumber number = new SyncedNumber(simulator, "710000000000005");
        number.link("{\"conversations\":0,\"contacts\":0}");
        number.sync(CONTACTS);
        number.sync(HISTORY);
        assertThat(simulator.receiver().items("state_sync")).isEmpty();
        assertThat(number.progress()).containsExactly(100);

        simulator.receiver().clear();
        simulator.behaviour("{\"historyEmptyTells\":false}");
        number.link("{\"conversations\":0,\"contacts\":0}");
        number.sync(HISTORY);
        assertThat(number.parts()).isEmpty();
    }

    @Test
    void theFormIsChecked() {
        SyncedNumber number = new SyncedNumber(simulator, "710000000000006");
        number.link(TINY);
        String token = "simulator-token-" + number.id();
        assertThat(number.ask(CONTACTS, "wrong").errorCode()).isEqualTo(190);
        assertThat(number.askWith("{\"messaging_product\":\"whatsapp\"}", token).errorCode())
                .isEqualTo(131008);
        assertThat(number.askWith("[]", token).errorCode()).isEqualTo(100);
        assertThat(number.askWith("{\"messaging_product\":\"whatsapp\",\"sync_type\":\"history\",\"days\":7}", token)
                        .errorCode())
                .isEqualTo(100);
        assertThat(number.ask("groups").errorCode()).isEqualTo(131009);
        assertThat(simulator
                        .call("POST", "/v25.0/790000000000000/smb_app_data", token, "{}")
                        .errorCode())
                .isEqualTo(100);
        assertThat(number.calls(CONTACTS).path("accepted").asInt()).isZero();
    }

    @Test
    void theAnswerCanBeLostAlthoughItWasAccepted() {
        SyncedNumber number = new SyncedNumber(simulator, "710000000000007");
        number.link(TINY);
        simulator.faults("{\"number\":\"" + number.id() + "\",\"dropAnswerRate\":1}");
        String path = "/v25.0/" + number.id() + "/smb_app_data";
        assertThatThrownBy(() -> simulator.tryCall(
                        "POST",
                        path,
                        "simulator-token-" + number.id(),
                        "{\"messaging_product\":\"whatsapp\",\"sync_type\":\"history\"}"))
                .isInstanceOf(IOException.class);
        simulator.control("DELETE", "/faults", "");
        assertThat(number.ask(HISTORY).errorCode()).isEqualTo(2593107);
        number.awaitDelivered(HISTORY);
        assertThat(number.delivered()).isEqualTo(number.expected());
        JsonNode lost = number.sync().path("calls").path(0);
        assertThat(lost.path("code").asText()).isEqualTo("accepted");
        assertThat(lost.path("answerLost").asBoolean()).isTrue();
    }

    @Test
    void errorsAreNoAcceptance() {
        SyncedNumber number = new SyncedNumber(simulator, "710000000000008");
        number.link(TINY);
        simulator.faults("{\"number\":\"" + number.id() + "\",\"errorRate\":1,\"code\":131016,\"times\":1}");
        assertThat(number.ask(CONTACTS).errorCode()).isEqualTo(131016);
        assertThat(number.ask(CONTACTS).status()).isEqualTo(200);
    }

    @Test
    void aSecondLinkingForgetsNothingAndClosesWindows() {
        SyncedNumber number = new SyncedNumber(simulator, "710000000000009");
        simulator.inbound(number.id(), MINA, "written to the number as it was");
        simulator.receiver().await("messages", 1);
        simulator.advance("1m");
        number.link("{\"seed\":11,\"conversations\":1,\"messagesPerConversation\":3,\"media\":0}");
        assertThat(number.expected().values())
                .hasSize(4)
                .anyMatch(row -> row.contains("written to the number as it was"));
        Answer closed = simulator.sendText(number.id(), MINA, "r.1");
        assertThat(closed.errorCode()).as(closed.text()).isEqualTo(131047);
        simulator.advance("1m");
        number.link("{\"seed\":11,\"conversations\":1,\"messagesPerConversation\":3,\"media\":0}");
        assertThat(number.expected())
                .as("the same seed adds nothing that is there")
                .hasSize(4);
        number.link("{\"seed\":12,\"conversations\":1,\"messagesPerConversation\":3,\"media\":0}");
        assertThat(number.expected()).hasSize(7);
    }

    @Test
    void aReceiverThatIsAwayGetsEverythingLater() {
        SyncedNumber number = new SyncedNumber(simulator, "710000000000010");
        number.link("{\"conversations\":3,\"messagesPerConversation\":10,\"chunkMessages\":5}");
        simulator.behaviour("{\"retryFirstGapMs\":50}");
        simulator.receiver().refuse(4);
        number.sync(HISTORY);
        assertThat(number.delivered()).isEqualTo(number.expected()).hasSize(30);
    }

    @Test
    void whatCameComesOnceMoreAsOftenAsSomebodyWants() {
        SyncedNumber number = new SyncedNumber(simulator, "710000000000009");
        number.link("{\"conversations\":4,\"messagesPerConversation\":10,\"chunkMessages\":10,\"media\":0.5,"
                + "\"days\":10,\"contacts\":1,\"repeat\":3,\"shuffle\":true,\"seed\":3}");
        number.sync(CONTACTS);
        simulator.receiver().clear();
        number.sync(HISTORY);
        Set<String> places = Set.copyOf(number.places());
        List<String> files = files();
        assertThat(number.calls(HISTORY).path("webhooks").path("planned").asInt())
                .as("repeated")
                .isGreaterThan(places.size() + Set.copyOf(files).size());

        simulator.receiver().clear();
        simulator.control("POST", "/numbers/" + number.id() + "/past/again", "");
        number.awaitDelivered(CONTACTS);
        number.awaitDelivered(HISTORY);
        assertThat(number.places()).as("each once").containsExactlyInAnyOrderElementsOf(places);
        assertThat(files()).as("the same files").containsExactlyInAnyOrderElementsOf(Set.copyOf(files));
        assertThat(simulator.receiver().items("state_sync")).isNotEmpty();
        assertThat(number.calls(HISTORY).path("calls").asInt()).isEqualTo(1);
    }

    @Test
    void thatTheOwnerDoesNotShareComesOnceMoreAsItCame() {
        SyncedNumber number = new SyncedNumber(simulator, "710000000000011");
        number.link("{\"shareHistory\":false}");
        simulator.behaviour("{\"historyDeclineBare\":true}");
        number.sync(HISTORY);
        assertThat(bareRefusals()).containsExactly(2593109);

        simulator.receiver().clear();
        simulator.behaviour("{\"historyDeclineBare\":false}");
        simulator.control("POST", "/numbers/" + number.id() + "/past/again", "");
        number.awaitDelivered(HISTORY);
        assertThat(bareRefusals()).containsExactly(2593109);
        assertThat(number.parts()).isEmpty();
    }

    private List<Integer> bareRefusals() {
        return simulator.receiver().items("errors").stream()
                .map(error -> error.path("code").asInt())
                .toList();
    }

    /** The media ids that came, with the message they belong to. */
    private List<String> files() {
        return Stream.of("messages", "message_echoes")
                .flatMap(list -> simulator.receiver().items(list).stream())
                .map(item -> item.path("id").asText() + " "
                        + item.path(item.path("type").asText()).path("id").asText())
                .toList();
    }
}
