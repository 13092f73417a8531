package dev.tandem.store;

import static dev.tandem.TestNumbers.DESK;
import static dev.tandem.TestNumbers.SHOP;
import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.RECEIVED;
import static dev.tandem.webhook.Webhooks.body;
import static dev.tandem.webhook.Webhooks.change;
import static dev.tandem.webhook.Webhooks.echo;
import static dev.tandem.webhook.Webhooks.echoes;
import static dev.tandem.webhook.Webhooks.item;
import static dev.tandem.webhook.Webhooks.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.AutomationPause;
import dev.tandem.domain.Outbox;
import dev.tandem.operation.DataSubject;
import dev.tandem.webhook.Automations;
import dev.tandem.webhook.EchoIntake;
import dev.tandem.webhook.FakeOwnSends;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.ReadDesk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Conversations that a human has taken over: the same for every database. */
abstract class AutomationSuite {

    private static final String MINA = "15550100077";
    private static final String USER_ID = "US.4f00aa11bb22";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;
    private final JdbcOutbox outbox;
    private final Automations automations;
    private final MessageIntake messages;
    private final EchoIntake echoes;

    AutomationSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        outbox = new JdbcOutbox(jdbc, transaction, JSON);
        automations = new JdbcAutomations(jdbc, transaction);
        Clock clock = Clock.fixed(RECEIVED, ZoneOffset.UTC);
        JdbcMessages store = new JdbcMessages(jdbc, transaction, outbox);
        messages = new MessageIntake(store, new FakeOwnSends(), clock);
        echoes = new EchoIntake(store, new FakeOwnSends(), clock);
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    private static AutomationPause pause(@Nullable Duration length) {
        return new AutomationPause(RECEIVED, length == null ? null : RECEIVED.plus(length), "Ada");
    }

    private void writes(@Nullable String phone, @Nullable String userId, String id) {
        String who = (phone == null ? "" : "\"from\":\"" + phone + "\",")
                + (userId == null ? "" : "\"from_user_id\":\"" + userId + "\",");
        messages.take(item(body(change(
                "messages",
                value("\"messages\":[{" + who + "\"id\":\"" + id + "\",\"timestamp\":\"" + NOW
                        + "\",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}]")))));
    }

    private JsonNode lastEvent() {
        List<Outbox.Pending> events = outbox.pending(Outbox.BEGINNING, 100);
        try {
            return JSON.readTree(events.get(events.size() - 1).json());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<AutomationPause> pauseOf(String name) {
        return automations.pause(SHOP, name, RECEIVED);
    }

    @Test
    void aPauseStandsUntilItEndsOrIsEnded() {
        assertThat(pauseOf(MINA)).isEmpty();
        automations.set(SHOP, MINA, pause(null), RECEIVED);
        automations.set(SHOP, MINA, pause(Duration.ofHours(1)), RECEIVED);
        assertThat(pauseOf(MINA)).contains(pause(Duration.ofHours(1)));
        assertThat(automations.pause(DESK, MINA, RECEIVED)).isEmpty();
        Instant end = RECEIVED.plus(Duration.ofHours(1));
        assertThat(automations.pause(SHOP, MINA, end.minusMillis(1))).isPresent();
        assertThat(automations.pause(SHOP, MINA, end)).isEmpty();
        automations.set(SHOP, MINA, null, RECEIVED);
        assertThat(pauseOf(MINA)).isEmpty();
    }

    @Test
    void whatEndedByItselfGoesWithTheNextChange() {
        automations.set(SHOP, MINA, pause(Duration.ofHours(1)), RECEIVED);
        automations.set(SHOP, USER_ID, pause(null), RECEIVED.plus(Duration.ofHours(2)));
        assertThat(jdbc.queryForList("select contact from automation_pause", String.class))
                .containsExactly(USER_ID);
    }

    @Test
    void anExtensionNeverShortensAPause() {
        automations.extend(SHOP, MINA, pause(Duration.ofMinutes(30)), RECEIVED);
        automations.extend(SHOP, MINA, pause(Duration.ofMinutes(30)), RECEIVED);
        assertThat(pauseOf(MINA)).contains(pause(Duration.ofMinutes(30)));
        AutomationPause phone = new AutomationPause(RECEIVED, RECEIVED.plus(Duration.ofMinutes(45)), "phone");
        automations.extend(SHOP, MINA, phone, RECEIVED);
        assertThat(pauseOf(MINA)).contains(phone);

        automations.set(SHOP, MINA, pause(Duration.ofHours(2)), RECEIVED);
        automations.extend(SHOP, MINA, phone, RECEIVED);
        assertThat(pauseOf(MINA)).contains(pause(Duration.ofHours(2)));
        automations.set(SHOP, MINA, pause(null), RECEIVED);
        automations.extend(SHOP, MINA, phone, RECEIVED);
        assertThat(pauseOf(MINA)).as("until somebody ends it").contains(pause(null));
    }

    @Test
    void whatIsOverByNowBeginsNoPause() {
        automations.extend(SHOP, MINA, pause(Duration.ofMinutes(30)), RECEIVED.plus(Duration.ofMinutes(30)));
        assertThat(jdbc.queryForObject("select count(*) from automation_pause", Integer.class))
                .isZero();
        automations.extend(SHOP, MINA, pause(Duration.ofMinutes(30)), RECEIVED.plus(Duration.ofMinutes(29)));
        assertThat(pauseOf(MINA)).isPresent();
    }

    @Test
    void eventsOfMessagesAndEchoesSayIt() {
        writes(MINA, null, "wamid.1");
        assertThat(lastEvent().path("automation")).hasToString("{\"paused\":false}");
        automations.set(SHOP, MINA, pause(Duration.ofHours(1)), RECEIVED);
        writes(MINA, null, "wamid.2");
        String until = RECEIVED.plus(Duration.ofHours(1)).toString();
        assertThat(lastEvent().path("automation")).hasToString("{\"paused\":true,\"until\":\"" + until + "\"}");
        echoes.take(item(echoes(echo("wamid.3", NOW, "text", "{\"body\":\"from the phone\"}"))));
        assertThat(lastEvent().path("channel").asText()).isEqualTo("echo");
        assertThat(lastEvent().path("automation").path("paused").asBoolean()).isTrue();
        automations.set(SHOP, MINA, new AutomationPause(RECEIVED, RECEIVED, "Ada"), RECEIVED.minusSeconds(1));
        writes(MINA, null, "wamid.4");
        assertThat(lastEvent().path("automation")).as("over").hasToString("{\"paused\":false}");
    }

    @Test
    void aPauseBeforeTheFirstMessageIsThatPersonsInAnyFormOfTheNumber() {
        automations.set(SHOP, "5511987654321", pause(null), RECEIVED);
        writes("551187654321", null, "wamid.1");
        assertThat(lastEvent().path("automation").path("paused").asBoolean()).isTrue();
        assertThat(pauseOf("5511987654321")).isPresent();
        assertThat(pauseOf("551187654321")).isPresent();
        automations.set(SHOP, "551187654321", null, RECEIVED);
        assertThat(pauseOf("5511987654321")).isEmpty();
    }

    @Test
    void twoWhoTurnOutToBeOneKeepTheLongerPause() {
        writes(MINA, null, "wamid.1");
        writes(null, USER_ID, "wamid.2");
        automations.set(SHOP, MINA, pause(Duration.ofHours(1)), RECEIVED);
        automations.set(SHOP, USER_ID, pause(Duration.ofHours(2)), RECEIVED);
        writes(MINA, USER_ID, "wamid.3");
        assertThat(pauseOf(MINA)).contains(pause(Duration.ofHours(2)));
        assertThat(pauseOf(USER_ID)).contains(pause(Duration.ofHours(2)));
        assertThat(jdbc.queryForObject("select count(*) from automation_pause", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void aNewNumberTakesThePauseAlong() {
        writes(MINA, null, "wamid.1");
        automations.set(SHOP, MINA, pause(null), RECEIVED);
        messages.take(item(body(change(
                "messages",
                value("\"messages\":[{\"from\":\"" + MINA + "\",\"id\":\"wamid.2\",\"timestamp\":\"" + (NOW + 1)
                        + "\",\"type\":\"system\",\"system\":{\"body\":\"changed\",\"wa_id\":\"15550100078\","
                        + "\"type\":\"user_changed_number\"}}]")))));
        assertThat(pauseOf("15550100078")).isPresent();
        assertThat(pauseOf(MINA)).as("somebody else's now").isEmpty();
    }

    @Test
    void itIsExportedAndForgottenWithThePerson() {
        automations.set(SHOP, MINA, pause(Duration.ofHours(1)), RECEIVED);
        automations.set(SHOP, "15550100078", pause(null), RECEIVED);
        PersonalAutomation personal = new PersonalAutomation(jdbc);
        DataSubject mina = new DataSubject(SHOP.phoneNumberId(), Set.of(MINA));
        assertThat(personal.export(mina)).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("by", "Ada")
                .containsEntry("until", RECEIVED.plus(Duration.ofHours(1)).toString()));
        assertThat(personal.erase(mina, RECEIVED)).isEqualTo(1);
        assertThat(personal.export(mina)).isEmpty();
        assertThat(pauseOf("15550100078")).isPresent();
    }

    @Test
    void aMessageIsKnownByWhoWroteIt() {
        writes(MINA, null, "wamid.in");
        echoes.take(item(echoes(echo("wamid.out", NOW, "text", "{\"body\":\"from the phone\"}"))));
        JdbcReceivedMessages received = new JdbcReceivedMessages(jdbc);
        assertThat(received.find(SHOP, "wamid.in")).contains(new ReadDesk.Known(true, Instant.ofEpochSecond(NOW)));
        assertThat(received.find(SHOP, "wamid.out").map(ReadDesk.Known::fromThePerson))
                .contains(false);
        assertThat(received.find(DESK, "wamid.in")).isEmpty();
    }
}
