package dev.tandem.send;

import static dev.tandem.webhook.Webhooks.body;
import static dev.tandem.webhook.Webhooks.change;
import static dev.tandem.webhook.Webhooks.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.TestNumbers;
import dev.tandem.cloudapi.ErrorTableFile;
import dev.tandem.cloudapi.MessageBody;
import dev.tandem.domain.Answer;
import dev.tandem.domain.AnswerRule;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Outbox;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.StatusReport;
import dev.tandem.routes.QuietRooms;
import dev.tandem.steps.IdentitySteps;
import dev.tandem.steps.WebhookSteps;
import dev.tandem.store.JdbcMessages;
import dev.tandem.store.JdbcMirrorBook;
import dev.tandem.store.JdbcPeople;
import dev.tandem.store.JdbcWebhookItems;
import dev.tandem.store.JdbcWindows;
import dev.tandem.webhook.EarlyEchoException;
import dev.tandem.webhook.EchoIntake;
import dev.tandem.webhook.Handshake;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.Newcomers;
import dev.tandem.webhook.OwnSends;
import dev.tandem.webhook.Quarantine;
import dev.tandem.webhook.RawIntake;
import dev.tandem.webhook.StatusIntake;
import dev.tandem.webhook.UserIdIntake;
import dev.tandem.webhook.WebhookSignature;
import dev.tandem.webhook.WebhookSplitter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One person with a phone number and a user id, from the door to the lane and back through the real routes of the webhook,
 * over a real ledger and real conversations. Only the broker is left out.
 */
class IdentityFlowTest {

    private static final String PHONE = "15550100077";
    private static final String USER = "US.4f00aa11bb22";

    private final SendRoom room = SendRoom.empty();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private LaneDesk lane;
    private int webhooks;

    @BeforeEach
    void start() throws Exception {
        JdbcWindows windows = new JdbcWindows(room.jdbc);
        lane = new LaneDesk(
                room.ledger,
                room.moves,
                room.statuses,
                room.numbers,
                room.feeder.states(),
                windows,
                List.of(),
                new AnswerRule(ErrorTableFile.read(), new Random(1)),
                room.aftermath,
                room.debts,
                room.portfolio,
                Patience.DEFAULT,
                room.clock);
        TransactionTemplate transaction =
                new TransactionTemplate(new JdbcTransactionManager(room.jdbc.getDataSource()));
        JdbcMessages messages = new JdbcMessages(room.jdbc, transaction, room.outbox);
        JdbcWebhookItems items = new JdbcWebhookItems(room.jdbc, transaction, room.outbox);
        RawIntake raw = new RawIntake(items);
        camel.getRegistry()
                .bind(
                        "webhook",
                        new WebhookSteps(
                                new Handshake("token"),
                                new WebhookSignature(List.of("secret")),
                                new WebhookSplitter(room.numbers, Newcomers.NONE),
                                new MessageIntake(messages, sends, room.clock),
                                new StatusIntake(sends, raw, ErrorTableFile.read(), (number, name, end) -> {}),
                                new EchoIntake(messages, sends, room.clock),
                                raw,
                                new Quarantine(items),
                                room.clock));
        camel.getRegistry()
                .bind("identity", new IdentitySteps(new UserIdIntake(new JdbcPeople(room.jdbc, transaction), raw)));
        QuietRooms.bind(camel);
        load("webhook-split");
        AdviceWith.adviceWith(camel, "webhook-split", advice -> advice.replaceFromWith("direct:webhook"));
        for (String channel :
                List.of("message", "status", "echo", "history", "contact", "account", "template", "other")) {
            load(channel);
        }
        camel.start();
        room.feeder.open();
    }

    private void load(String file) throws Exception {
        Path path = Path.of("routes/webhook", file + ".camel.yaml").toAbsolutePath();
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveResource(camel, "file:" + path));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    /** As the engine's own adapter does. */
    private final OwnSends sends = new OwnSends() {
        @Override
        public boolean status(StatusReport report, List<Event> events) {
            return room.statuses.apply(report, events);
        }

        @Override
        public void personWrote(BusinessNumber number, Set<String> names, Instant at) {
            names.forEach(contact -> room.sweep.windowOpened(number, contact));
        }

        @Override
        public void phoneSent(BusinessNumber number, Instant at) {
            // Nobody types here.
        }

        @Override
        public boolean isOwn(String wamid) {
            return room.ledger.findByWamid(wamid).isPresent();
        }

        @Override
        public boolean awaitsAnswer(BusinessNumber number, Set<String> names, Instant lostSince, Instant markedUntil) {
            return new JdbcMirrorBook(room.jdbc).awaitsAnswer(number.phoneNumberId(), names, lostSince, markedUntil);
        }
    };

    private void webhook(String field, String members) {
        camel.createProducerTemplate()
                .sendBody("direct:webhook", body(change(field, value(members))).getBytes(StandardCharsets.UTF_8));
    }

    private long now() {
        return room.clock.instant().getEpochSecond();
    }

    private void writes(String who) {
        webhook(
                "messages",
                "\"messages\":[{" + who + ",\"id\":\"wamid.in" + webhooks++ + "\",\"timestamp\":\"" + now()
                        + "\",\"type\":\"text\",\"text\":{\"body\":\"hello\"}}]");
    }

    private void statusSaysBoth(String wamid) {
        webhook(
                "messages",
                "\"statuses\":[{\"id\":\"" + wamid + "\",\"status\":\"delivered\",\"timestamp\":\"" + now()
                        + "\",\"recipient_id\":\"" + PHONE + "\",\"recipient_user_id\":\"" + USER + "\"}]");
    }

    private Send accepted(String id, String to, String more) {
        return room.accepted(SendRoom.incoming("{'from':'shop','id':'" + id + "','to':" + to
                + ",'message':{'type':'text','text':{'body':'Hello'}}" + more + "}"));
    }

    private Send toUser(String id) {
        return accepted(id, "{'userId':'" + USER + "'}", ",'whenClosed':'hold'");
    }

    private Send toPhone(String id) {
        return accepted(id, "'+" + PHONE + "'", ",'whenClosed':'hold'");
    }

    private Send inLane(Send send) {
        return lane.load(send.id()).orElseThrow(() -> new AssertionError("not in the lane: " + room.now(send)));
    }

    private Send held(Send send) {
        assertThat(lane.mayGo(inLane(send))).isFalse();
        assertThat(room.now(send).state()).isEqualTo(SendState.HELD);
        return room.now(send);
    }

    private void submits(Send send, String waId) {
        Send marked = lane.mark(inLane(send), MessageMode.FREEFORM).orElseThrow();
        lane.record(marked, new Answer.Accepted("wamid." + send.id(), waId, false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHeldSendToTheUserIdGoesWhenThePersonWritesFromThePhone(boolean knownByStatus) {
        Send send = held(toUser("held"));
        room.laneMessages.clear();
        if (knownByStatus) {
            statusSaysBoth("wamid.somebody-elses");
            writes("\"from\":\"" + PHONE + "\"");
        } else {
            writes("\"from\":\"" + PHONE + "\",\"from_user_id\":\"" + USER + "\"");
        }
        assertThat(room.laneMessages).containsExactly(send.id());
        Send queued = inLane(send);
        assertThat(lane.mayGo(queued)).isTrue();
        assertThat(lane.decide(queued)).isEqualTo(LateDecision.FREEFORM);
        JsonNode body = SendRoom.readTree(MessageBody.freeform(TestNumbers.SHOP, queued, UnaryOperator.identity()));
        assertThat(body.path("recipient").asText()).isEqualTo(USER);
        assertThat(body.has("to")).isFalse();
    }

    @Test
    void aHeldSendToThePhoneGoesWhenThePersonWritesUnderTheUserId() {
        submits(accepted("first", "'" + PHONE + "'", ""), PHONE);
        statusSaysBoth("wamid." + room.laneMessages.get(0));
        Send send = held(toPhone("held"));
        room.laneMessages.clear();
        writes("\"from_user_id\":\"" + USER + "\"");
        assertThat(room.laneMessages).containsExactly(send.id());
        assertThat(lane.mayGo(inLane(send))).isTrue();
    }

    @Test
    void orderPerPersonHoldsBetweenTheTwoAddresses() {
        writes("\"from\":\"" + PHONE + "\",\"from_user_id\":\"" + USER + "\"");
        Send first = toUser("first");
        Send second = toPhone("second");
        Send third = toUser("third");
        assertThat(room.laneMessages).as("the others wait").containsExactly(first.id());
        submits(first, null);
        assertThat(room.laneMessages).containsExactly(first.id(), second.id());
        submits(second, PHONE);
        assertThat(room.laneMessages).containsExactly(first.id(), second.id(), third.id());
    }

    @Test
    void orderHoldsFromTheMomentOnThatTheTwoAddressesAreKnownAsOne() {
        Send blocking = toPhone("blocking");
        statusSaysBoth("wamid.app");
        Send waiting = toUser("waiting");
        assertThat(room.laneMessages).containsExactly(blocking.id());
        submits(blocking, PHONE);
        assertThat(room.laneMessages).containsExactly(blocking.id(), waiting.id());
    }

    @Test
    void aHeldSendFollowsToTheNewNumberAndItsNoticeDoesNotLetItGo() {
        Send send = held(toPhone("held"));
        room.clock.advance(Duration.ofMinutes(1));
        room.laneMessages.clear();
        webhook(
                "messages",
                "\"messages\":[{\"from\":\"" + PHONE + "\",\"id\":\"wamid.notice\",\"timestamp\":\"" + now()
                        + "\",\"type\":\"system\",\"system\":{\"type\":\"user_changed_number\",\"wa_id\":"
                        + "\"15550100078\"}}]");
        assertThat(room.laneMessages).isEmpty();
        writes("\"from\":\"15550100078\"");
        assertThat(room.laneMessages).containsExactly(send.id());
        assertThat(lane.mayGo(inLane(send))).isTrue();
        JsonNode body =
                SendRoom.readTree(MessageBody.freeform(TestNumbers.SHOP, inLane(send), UnaryOperator.identity()));
        assertThat(body.path("to").asText())
                .as("the address stays as it was given")
                .isEqualTo("+" + PHONE);
    }

    @Test
    void aNewUserIdLetsGoWhatWaitedForIt() {
        writes("\"from\":\"" + PHONE + "\",\"from_user_id\":\"" + USER + "\"");
        Send send = held(accepted("held", "{'userId':'US.new'}", ",'whenClosed':'hold'"));
        room.laneMessages.clear();
        webhook(
                "user_id_update",
                "\"user_id_update\":[{\"user_id\":{\"previous\":\"" + USER
                        + "\",\"current\":\"US.new\"},\"timestamp\":\"" + now() + "\"}]");
        room.pass(Duration.ofSeconds(1));
        assertThat(room.laneMessages).containsExactly(send.id());
        assertThat(lane.mayGo(inLane(send))).isTrue();
    }

    @Test
    void aCodeForAUserIdGoesToThePhoneThatIsKnown() {
        writes("\"from\":\"" + PHONE + "\",\"from_user_id\":\"" + USER + "\"");
        Send send = room.accepted(Incoming.single(
                SendRoom.json("{'from':'shop','id':'code','to':{'userId':'" + USER
                        + "'},'template':{'name':'login_code','language':'en','parameters':{'body':['1'],"
                        + "'buttons':{'0':'1'}}}}"),
                null,
                true,
                Priority.OTP,
                "crm",
                null));
        JsonNode body =
                SendRoom.readTree(MessageBody.template(TestNumbers.SHOP, inLane(send), UnaryOperator.identity()));
        assertThat(body.path("to").asText()).isEqualTo("+" + PHONE);
        assertThat(body.has("recipient")).isFalse();
    }

    private void echoes(String wamid) {
        webhook("smb_message_echoes", echo(wamid));
    }

    private String echo(String wamid) {
        return "\"message_echoes\":[{\"from\":\"15550100001\",\"to\":\"" + PHONE + "\",\"id\":\"" + wamid
                + "\",\"timestamp\":\"" + now() + "\",\"type\":\"text\",\"text\":{\"body\":\"STOP\"}}]";
    }

    private List<String> toldOnChannelEcho() {
        return room.outbox.pending(Outbox.BEGINNING, 1_000).stream()
                .map(event -> SendRoom.readTree(event.json()))
                .filter(event -> event.path("channel").asText().equals("echo"))
                .map(event -> event.path("messageId").asText())
                .toList();
    }

    @Test
    void whatIsTypedOnThePhoneCausesNoSend() {
        Send send = held(toPhone("held"));
        room.laneMessages.clear();
        echoes("wamid.phone");
        assertThat(room.laneMessages).isEmpty();
        assertThat(room.now(send).state()).isEqualTo(SendState.HELD);
        assertThat(room.jdbc.queryForObject("select count(*) from send", Integer.class))
                .isEqualTo(1);
        assertThat(toldOnChannelEcho()).containsExactly("wamid.phone");
    }

    /** Meta may echo a send before it answers it: until the answer is there nobody knows whose message it is. */
    @Test
    void theEchoOfAnOwnSendIsToldToNobodyAlsoBeforeItsAnswer() {
        Send send = accepted("first", "'" + PHONE + "'", "");
        Send marked = lane.mark(inLane(send), MessageMode.FREEFORM).orElseThrow();
        assertThatThrownBy(() -> echoes("wamid.own"))
                .as("the broker brings it again")
                .hasRootCauseInstanceOf(EarlyEchoException.class);
        assertThat(toldOnChannelEcho()).isEmpty();
        lane.record(marked, new Answer.Accepted("wamid.own", PHONE, false));
        echoes("wamid.own");
        assertThat(toldOnChannelEcho()).isEmpty();
        echoes("wamid.phone");
        assertThat(toldOnChannelEcho()).containsExactly("wamid.phone");
    }

    /** One webhook brings both, and only the status tells whose message the echo is: neither waits for the broker. */
    @Test
    void anEchoThatMustWaitHoldsUpNoNeighbour() {
        Send send = accepted("first", "'" + PHONE + "'", "");
        Send marked = lane.mark(inLane(send), MessageMode.FREEFORM).orElseThrow();
        lane.record(marked, new Answer.Lost("the connection broke off"));
        camel.createProducerTemplate()
                .sendBody(
                        "direct:webhook",
                        body(
                                        change("smb_message_echoes", value(echo("wamid.own"))),
                                        change(
                                                "messages",
                                                value(
                                                        "\"statuses\":[{\"id\":\"wamid.own\",\"status\":\"delivered\",\"timestamp\":\""
                                                                + now() + "\",\"recipient_id\":\"" + PHONE
                                                                + "\",\"biz_opaque_callback_data\":\""
                                                                + SendIds.callbackData(send.id(), 1) + "\"}]")))
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(room.now(send).state()).isEqualTo(SendState.DELIVERED);
        assertThat(toldOnChannelEcho()).isEmpty();
    }
}
