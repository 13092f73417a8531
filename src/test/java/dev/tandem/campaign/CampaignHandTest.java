package dev.tandem.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Cause;
import dev.tandem.domain.LanePlace;
import dev.tandem.domain.Lineage;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.SendIds;
import dev.tandem.send.SendLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator and the stop rules do with campaigns under way, over a real ledger. */
class CampaignHandTest {

    @TempDir
    Path folder;

    private CampaignHouse house;

    @BeforeEach
    void start() throws IOException {
        house = open(folder, CampaignHouse.NOW);
    }

    CampaignHouse open(Path where, Instant now) throws IOException {
        return new CampaignHouse(where, now, CampaignHouse.numbers("berlin"));
    }

    @AfterEach
    void stop() {
        house.close();
    }

    private Campaign running(int rows) throws IOException {
        house.arrive(house.drop("spring.csv", table(rows)));
        house.reader().readAll();
        return campaign();
    }

    private Campaign campaign() {
        return house.campaigns.newest(1).get(0);
    }

    private CampaignControl control() {
        return house.controls.find(campaign().id());
    }

    private CampaignProgress.Progress progress() {
        return house.desk.find(campaign().id()).orElseThrow().progress();
    }

    private void pass(int seconds) {
        house.clock.advance(Duration.ofSeconds(seconds));
    }

    private static String table(int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(row -> "+49 170 " + (1_000_000 + row) + ",spring_offer,en\n")
                .collect(Collectors.joining("", "to,template,language\n", ""));
    }

    @Test
    void aPauseIsShownWithItsReasonAndSurvivesARestart() throws Exception {
        Campaign campaign = running(2);
        assertThat(house.hand.pause(campaign, "ops")).isEmpty();
        assertThat(house.hand.pause(campaign, "somebody else")).as("once more").isEmpty();
        house.close();
        house = open(folder, CampaignHouse.NOW.plusSeconds(60));

        CampaignControl.Pause pause = control().pause();
        assertThat(pause).isNotNull();
        assertThat(pause.by()).isEqualTo("ops");
        assertThat(pause.reason()).isEqualTo(PauseReason.OPERATOR);
        assertThat(control().shown(campaign().state())).isEqualTo(CampaignState.PAUSED);
        assertThat(progress().eta()).as("it does not go on").isNull();

        assertThat(house.hand.resume(campaign())).isEmpty();
        assertThat(house.hand.resume(campaign())).as("once more").isEmpty();
        assertThat(control().isHeld()).isFalse();
        assertThat(control().shown(campaign().state())).isEqualTo(CampaignState.RUNNING);
    }

    @Test
    void aPausedCampaignWithNothingLeftToDoIsFinished() throws Exception {
        house.hand.pause(running(2), "ops");
        house.finisher.finishAll();
        assertThat(campaign().state()).isEqualTo(CampaignState.RUNNING);
        house.sendAll();
        house.finisher.finishAll();
        assertThat(campaign().state()).isEqualTo(CampaignState.FINISHED);
        assertThat(control().shown(campaign().state())).isEqualTo(CampaignState.FINISHED);
        assertThat(control().ended(campaign())).contains("completed");
    }

    @Test
    void whatHasNotLeftIsCancelledAndTheCampaignEndsWithItsResults() throws Exception {
        Campaign campaign = running(3);
        Send gone = house.sends().get(1);
        house.fail(gone, 131026);
        assertThat(house.hand.cancel(campaign, "ops")).isEmpty();
        house.orders.carryOut();
        assertThat(house.hand.cancel(campaign, "ops")).as("once more").isEmpty();
        house.orders.carryOut();
        house.finisher.finishAll();

        assertThat(progress().states()).isEqualTo(Map.of("cancelled", 2L, "failed", 1L));
        assertThat(house.results("spring", ',').stream().skip(1).map(row -> row.get(5)))
                .containsExactly("cancelled", "failed", "cancelled");
        assertThat(house.results("spring", ',').get(1).get(7)).isEqualTo("Its campaign was cancelled before it left.");
        assertThat(control().ended(campaign())).contains("cancelled");
        assertThat(house.hand.resume(campaign())).hasValueSatisfying(text -> assertThat(text)
                .isEqualTo("It was cancelled by 'ops' at 2026-03-01T10:00:00Z, so there is nothing to resume."));
        assertThat(house.hand.retryFailed(campaign()))
                .contains(
                        "It was cancelled by 'ops' at 2026-03-01T10:00:00Z, and what is cancelled is not sent again. Drop"
                                + " the rows that should go out as a new file.");
        assertThat(house.hand.pace(campaign(), 0.5))
                .contains("It was cancelled by 'ops' at 2026-03-01T10:00:00Z, so its pace does not matter any more.");
        assertThat(house.controls.unfinishedOrders()).isEmpty();
    }

    @Test
    void aCancelGoesOnAfterACrashInTheMiddleOfIt() throws Exception {
        Campaign campaign = running(1_200);
        house.hand.cancel(campaign, "ops");
        List<Long> first = house.campaigns.notLeft(campaign.id(), 0, 500).stream()
                .map(Campaigns.SentRow::sendId)
                .toList();
        house.close();
        house = open(folder, CampaignHouse.NOW.plusSeconds(60));
        assertThat(first).hasSize(500);
        house.orders.carryOut();
        house.finisher.finishAll();
        assertThat(progress().states()).isEqualTo(Map.of("cancelled", 1_200L));
        assertThat(house.results("spring", ',')).hasSize(1_201);
    }

    @Test
    void rowsOfACampaignThatIsCancelledWhileItIsReadBecomeNoSends() throws Exception {
        house.arrive(house.drop("spring.csv", table(1_100)));
        house.hand.cancel(campaign(), "ops");
        house.reader().readAll();
        house.orders.carryOut();
        house.finisher.finishAll();

        assertThat(house.sends()).isEmpty();
        assertThat(progress().states()).isEqualTo(Map.of("cancelled", 1_100L));
        List<List<String>> results = house.results("spring", ',');
        assertThat(results.stream().skip(1).map(row -> row.get(5)).distinct()).containsExactly("cancelled");
        assertThat(results.get(1_100).get(7)).isEqualTo("The campaign was cancelled before this row became a send.");
    }

    @Test
    void failedRowsAreSentAgainAndTheResultsShowTheLastSend() throws Exception {
        running(4);
        List<Send> sends = house.sends();
        house.fail(sends.get(0), 131026);
        house.fail(sends.get(2), 131000);
        Send marked = sends.get(3).queued(CampaignHouse.NOW).sending(MessageMode.TEMPLATE, CampaignHouse.NOW);
        Send unknown = marked.unanswered(Cause.of(Reason.ANSWER_LOST), Patience.DEFAULT, CampaignHouse.NOW);
        house.ledger.replace(new SendLedger.Change(sends.get(3), unknown, List.of()));
        house.sendAll();
        house.finisher.finishAll();
        assertThat(campaign().state()).isEqualTo(CampaignState.FINISHED);

        pass(60);
        assertThat(house.hand.retryFailed(campaign())).isEmpty();
        assertThat(campaign().state()).isEqualTo(CampaignState.RUNNING);
        house.finisher.finishAll();
        assertThat(campaign().state()).as("there is something to do").isEqualTo(CampaignState.RUNNING);
        house.orders.carryOut();
        house.orders.carryOut();
        assertThat(house.hand.retryFailed(campaign()))
                .as("nothing is failed now")
                .isEmpty();
        house.orders.carryOut();

        assertThat(house.sends()).hasSize(6);
        Send again = house.sends().get(4);
        assertThat(again.acceptance().clientId()).isEqualTo(campaign().id() + "-1-r2");
        assertThat(again.acceptance().lineage())
                .isEqualTo(new Lineage(sends.get(0).id(), 1));
        assertThat(again.acceptance().campaign()).isEqualTo(campaign().id());
        assertThat(progress().states()).isEqualTo(Map.of("accepted", 2L, "submitted", 1L, "unknown", 1L));

        house.fail(house.sends().get(5), 131000);
        house.sendAll();
        house.finisher.finishAll();
        assertThat(campaign().state()).isEqualTo(CampaignState.FINISHED);
        assertThat(house.results("spring", ',').stream().skip(1).map(row -> row.get(5)))
                .containsExactly("submitted", "submitted", "failed", "unknown");
        assertThat(house.results("spring", ',').get(1).get(4)).isEqualTo(SendIds.text(again.id()));

        pass(60);
        house.hand.retryFailed(campaign());
        house.orders.carryOut();
        assertThat(house.sends().get(6).acceptance().clientId())
                .isEqualTo(campaign().id() + "-3-r3");
    }

    @Test
    void aRetryThatACrashBrokeOffSendsNothingTwice() throws Exception {
        running(3);
        house.sends().forEach(send -> house.fail(send, 131026));
        pass(1);
        house.hand.retryFailed(campaign());
        // The first rows went before the crash, and nobody noted how far it got.
        List<Campaigns.SentRow> failed = house.campaigns.failed(campaign().id(), house.clock.instant(), 0, 10);
        assertThat(failed).hasSize(3);
        house.orders.carryOut();
        house.controls.retry(campaign().id(), CampaignHouse.NOW.plusSeconds(1));
        house.close();
        house = open(folder, CampaignHouse.NOW.plusSeconds(60));
        house.orders.carryOut();
        house.orders.carryOut();
        assertThat(house.sends()).hasSize(6);
        assertThat(house.sends().stream().filter(send -> send.state() == SendState.ACCEPTED))
                .hasSize(3)
                .allMatch(send -> send.progress().place() == LanePlace.READY);
    }

    @Test
    void whatIsOverCanBeNeitherPausedNorCancelledAndSaysSo() throws Exception {
        running(1);
        house.sendAll();
        house.finisher.finishAll();
        assertThat(house.hand.pause(campaign(), "ops")).contains("It is finished, so there is nothing to pause.");
        assertThat(house.hand.resume(campaign())).contains("It is finished, so there is nothing to resume.");
        assertThat(house.hand.cancel(campaign(), "ops"))
                .contains("It is finished, so there is nothing left to cancel.");
        assertThat(house.hand.pace(campaign(), 1)).contains("It is finished, so its pace does not matter any more.");
        assertThat(house.hand.retryFailed(campaign())).as("nothing has failed").isEmpty();
        assertThat(campaign().state()).isEqualTo(CampaignState.FINISHED);

        house.arrive(house.drop("bad.csv", "to,colour\n1,2\n"));
        house.reader().readAll();
        Campaign bad = house.campaigns.named("bad").get(0);
        assertThat(house.hand.retryFailed(bad)).contains("It is failed, so none of its rows can be sent again now.");
    }

    @Test
    void tooManyFailuresPauseACampaignUntilSomebodyResumesIt() throws Exception {
        running(30);
        for (int row = 0; row < 2; row++) {
            house.fail(house.sends().get(row), 131026);
        }
        pass(1);
        house.stops.look();
        assertThat(control().isHeld()).as("two are not enough to judge by").isFalse();
        house.fail(house.sends().get(2), 131026);
        house.stops.look();
        CampaignControl.Pause pause = control().pause();
        assertThat(pause).isNotNull();
        assertThat(pause.reason()).isEqualTo(PauseReason.FAILURES);
        assertThat(pause.by()).isEqualTo("engine");
        assertThat(pause.detail()).startsWith("3 of the last 3 sends failed, and the campaign stops at 20 %.");
        assertThat(house.alerts.standing()).singleElement().satisfies(alert -> {
            assertThat(alert.code()).isEqualTo("campaign_paused");
            assertThat(alert.subject()).isEqualTo(campaign().id());
            assertThat(alert.text()).endsWith("/resume, or /cancel.");
        });
        house.stops.look();
        assertThat(house.alerts.standing()).singleElement().matches(alert -> alert.count() == 1);

        pass(1);
        house.hand.resume(campaign());
        house.stops.look();
        assertThat(control().isHeld()).as("somebody has seen these").isFalse();
        assertThat(house.alerts.standing()).isEmpty();

        pass(1);
        house.sends().stream().skip(3).limit(3).forEach(send -> house.fail(send, 131026));
        house.stops.look();
        assertThat(control().isHeld()).isTrue();
    }

    @Test
    void fewFailuresAmongManyStopNothing() throws Exception {
        running(20);
        house.sends().stream().limit(3).forEach(send -> house.fail(send, 131026));
        house.sendAll();
        house.stops.look();
        assertThat(control().isHeld()).isFalse();
    }

    @Test
    void unlinkedQualityAndTemplateStopByTheirRules() throws Exception {
        Campaign campaign = running(3);
        assertThat(house.controls.uses(campaign.id()))
                .containsExactly(new CampaignControls.Use("id-berlin", new TemplateName("spring_offer", "en")));
        for (PauseReason reason : List.of(PauseReason.TEMPLATE, PauseReason.QUALITY, PauseReason.UNLINKED)) {
            pass(10);
            String what = reason == PauseReason.TEMPLATE ? "spring_offer" : "id-berlin";
            house.troubles.put(
                    reason.code() + " " + what,
                    new CampaignHouse.Trouble("Something of " + what, house.clock.instant()));
            house.stops.look();
            assertThat(control().pause()).isNotNull().satisfies(pause -> {
                assertThat(pause.reason()).isEqualTo(reason);
                assertThat(pause.detail()).isEqualTo("Something of " + what);
            });
            house.hand.resume(campaign());
            house.stops.look();
            assertThat(control().isHeld()).as("resumed against it").isFalse();
        }
    }

    @Test
    void aCampaignMayHaveStopRulesOfItsOwn() throws Exception {
        Campaign campaign = running(3);
        house.controls.rules(campaign.id(), StopRules.NONE);
        assertThat(control().rules()).isEqualTo(StopRules.NONE);
        house.sends().forEach(send -> house.fail(send, 131026));
        house.troubles.put(
                "unlinked id-berlin", new CampaignHouse.Trouble("Cut off", CampaignHouse.NOW.plusSeconds(1)));
        house.stops.look();
        assertThat(control().isHeld()).isFalse();
        house.controls.rules(campaign.id(), new StopRules(0.5, 1, false, false, false));
        house.stops.look();
        assertThat(control().isHeld()).isTrue();
    }

    @Test
    void aNumberThatWasAwayBeforeTheFileCameStopsNothing() throws Exception {
        house.troubles.put(
                "unlinked id-berlin", new CampaignHouse.Trouble("Cut off", CampaignHouse.NOW.minusSeconds(1)));
        running(1);
        house.stops.look();
        assertThat(control().isHeld()).isFalse();
    }

    @Test
    void progressIsCountedFromTheRowsWithRateAndEnd() throws Exception {
        Campaign campaign = running(60);
        CampaignProgress.Progress first = progress();
        assertThat(first.states()).isEqualTo(Map.of("accepted", 60L));
        assertThat(first.open()).isEqualTo(60);
        assertThat(first.perMinute()).as("nothing was measured yet").isEmpty();
        assertThat(first.eta()).as("at five a second").isEqualTo(CampaignHouse.NOW.plusSeconds(12));
        house.controls.share(campaign.id(), 0.5);
        assertThat(progress().eta()).isEqualTo(CampaignHouse.NOW.plusSeconds(24));

        pass(60);
        house.sends().stream().limit(20).forEach(send -> house.fail(send, 131026));
        CampaignProgress.Progress later = progress();
        assertThat(later.states()).isEqualTo(Map.of("accepted", 40L, "failed", 20L));
        assertThat(later.perMinute()).hasValue(20);
        assertThat(later.eta()).isEqualTo(house.clock.instant().plusSeconds(120));
        assertThat(later.groups().get(1))
                .isEqualTo(new Campaigns.Group("failed", "cloud_api_131026", 20, "Meta says 131026"));

        pass(600);
        house.sendAll();
        assertThat(progress().eta()).as("nothing is open").isNull();
        assertThat(progress().open()).isZero();
    }
}
