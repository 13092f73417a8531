package dev.tandem.config;

import static dev.tandem.TestNumbers.DIRECTORY;
import static dev.tandem.TestNumbers.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.coexistence.watch.AlertEvents;
import dev.tandem.coexistence.watch.ConnectionBook;
import dev.tandem.coexistence.watch.NodePoll;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.PauseScope;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.NumberStates;
import dev.tandem.store.JdbcAlerts;
import dev.tandem.store.JdbcConnections;
import dev.tandem.store.JdbcNumberStates;
import dev.tandem.store.JdbcOutbox;
import dev.tandem.store.JdbcTemplateStates;
import dev.tandem.store.TestDatabases;
import dev.tandem.template.TemplateStates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What stops a campaign, as the rooms that know it keep it in a real database. */
class CampaignTroublesAdapterTest {

    private static final String NUMBER = SHOP.phoneNumberId();
    private static final Instant CAME = TestNumbers.LINKED.plus(Duration.ofDays(30));
    private static final TemplateName OFFER = new TemplateName("offer", "de");

    private final JdbcTemplate jdbc = new JdbcTemplate(TestDatabases.hsqldb());
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(Objects.requireNonNull(jdbc.getDataSource())));
    private final MovableClock clock = new MovableClock(Clock.fixed(CAME, ZoneOffset.UTC));
    private final JdbcNumberStates pauses = new JdbcNumberStates(jdbc, transaction);
    private final JdbcConnections connections = new JdbcConnections(jdbc, transaction);
    private final JdbcTemplateStates templates = new JdbcTemplateStates(jdbc, transaction);
    private final Alerts alerts = new JdbcAlerts(
            jdbc,
            transaction,
            clock,
            new JdbcOutbox(jdbc, transaction, new ObjectMapper()),
            new AlertEvents(DIRECTORY));

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    /** As an engine finds it that starts now. */
    private CampaignTroublesAdapter troubles() {
        return new CampaignTroublesAdapter(
                DIRECTORY,
                new NumberStates(pauses, number -> {}, clock),
                new ConnectionBook(connections),
                templates,
                alerts,
                clock);
    }

    private Instant after(Duration time) {
        return CAME.plus(time);
    }

    @Test
    void whereNothingIsWrongNothingStops() {
        assertThat(troubles().quality(NUMBER, CAME)).isEmpty();
        assertThat(troubles().unlinked(NUMBER, CAME)).isEmpty();
        assertThat(troubles().template(NUMBER, OFFER, CAME)).isEmpty();
    }

    @Test
    void aNumberThatMetaHoldsBackForCampaignsStopsThem() {
        pauses.pause(
                NUMBER,
                new NumberStates.Pause(
                        PauseScope.CAMPAIGNS, "Too many people blocked it.", true, after(Duration.ofMinutes(1))));
        assertThat(troubles().quality(NUMBER, CAME))
                .contains(
                        "Too many people blocked it. The number is paused for campaigns as well: resume it first, with POST"
                                + " /api/v1/numbers/" + NUMBER + "/resume.");
        assertThat(troubles().quality(NUMBER, after(Duration.ofMinutes(2))))
                .as("what a person resumed against")
                .isEmpty();
    }

    @Test
    void aPersonsOwnPauseIsNoDropOfQuality() {
        pauses.pause(
                NUMBER, new NumberStates.Pause(PauseScope.ALL, "by a person", false, after(Duration.ofMinutes(1))));
        assertThat(troubles().quality(NUMBER, CAME)).isEmpty();
    }

    @Test
    void aLowRatingStopsThemOnceItIsNewer() {
        clock.advance(Duration.ofMinutes(5));
        alerts.raise(NodePoll.QUALITY_LOW, NUMBER, NUMBER, "Meta rates its quality as low.");
        assertThat(troubles().quality(NUMBER, CAME)).contains("Meta rates its quality as low.");
        assertThat(troubles().quality(NUMBER, after(Duration.ofMinutes(6)))).isEmpty();
        assertThat(troubles().quality("another", CAME)).isEmpty();
    }

    @Test
    void aNumberThatWasUnlinkedStopsThemAndSaysWhatHelps() {
        connections.change(
                SHOP, facts -> facts.removed(new ConnectionFacts.Removal("", "USER", after(Duration.ofMinutes(1)))));
        assertThat(troubles().unlinked(NUMBER, CAME)).get().asString().startsWith("Disconnected. ");
        assertThat(troubles().unlinked(NUMBER, after(Duration.ofMinutes(2)))).isEmpty();
    }

    /** It comes back by itself, and its rows wait for that (R65). */
    @Test
    void aPhoneThatIsRegisteredAnewStopsNoCampaign() {
        connections.change(SHOP, facts -> facts.offboarded(after(Duration.ofMinutes(1))));
        assertThat(troubles().unlinked(NUMBER, CAME)).isEmpty();
    }

    @Test
    void aTemplateThatIsPausedStopsThemUntilItIsOver() {
        Instant told = after(Duration.ofMinutes(1));
        Instant until = after(Duration.ofHours(3));
        templates.keep(SHOP.wabaId(), OFFER, new TemplateStates.Told("PAUSED", until, told, told));
        assertThat(troubles().template(NUMBER, OFFER, CAME))
                .contains("Meta says of the template offer (de): PAUSED, until " + until
                        + " at the latest. Edit it, or wait until it may be sent again.");
        clock.advance(Duration.ofHours(4));
        assertThat(troubles().template(NUMBER, OFFER, CAME)).isEmpty();
    }

    @Test
    void aTemplateThatIsApprovedAgainStopsNothing() {
        Instant told = after(Duration.ofMinutes(1));
        templates.keep(SHOP.wabaId(), OFFER, new TemplateStates.Told("APPROVED", null, told, told));
        assertThat(troubles().template(NUMBER, OFFER, CAME)).isEmpty();
    }
}
