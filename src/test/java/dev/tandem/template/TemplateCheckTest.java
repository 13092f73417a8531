package dev.tandem.template;

import static dev.tandem.template.TemplateRoom.OFFER;
import static dev.tandem.template.TemplateRoom.SHOP;
import static dev.tandem.template.TemplateRoom.START;
import static dev.tandem.template.TemplateRoom.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.LeavingSends;
import dev.tandem.TestNumbers;
import dev.tandem.domain.Alert;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.domain.TemplateChange;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.LaneCheck;
import dev.tandem.send.LaneCheck.Obstacle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplateCheckTest {

    private final TemplateRoom room = TemplateRoom.empty();

    private LeavingSends offer() {
        return LeavingSends.at(room.clock.instant()).template("offer", "en");
    }

    private Optional<Obstacle> ask(LeavingSends send) {
        return room.check.obstacle(send.made());
    }

    private Cause refusal(LeavingSends send) {
        Obstacle obstacle = ask(send).orElseThrow();
        assertThat(obstacle).isInstanceOf(Obstacle.Refuse.class);
        return ((Obstacle.Refuse) obstacle).cause();
    }

    private Instant heldUntil(Reason reason, LeavingSends send) {
        Obstacle obstacle = ask(send).orElseThrow();
        assertThat(obstacle).isInstanceOf(Obstacle.Wait.class);
        assertThat(((Obstacle.Wait) obstacle).cause().reason()).isEqualTo(reason);
        return ((Obstacle.Wait) obstacle).until();
    }

    private void webhook(String event, String title, Instant at) {
        room.desk.changed(SHOP, new TemplateChange(OFFER, event, title, at, room.clock.instant()));
    }

    @Test
    void anApprovedOneLeavesAndTheListIsReadOnce() {
        assertThat(ask(offer())).isEmpty();
        room.clock.advance(Duration.ofMinutes(10));
        assertThat(ask(offer())).isEmpty();
        assertThat(ask(LeavingSends.at(START))).as("no template").isEmpty();
        assertThat(room.readings).containsExactly(START);
        room.clock.advance(Duration.ofMinutes(21));
        assertThat(ask(offer())).isEmpty();
        assertThat(room.readings).as("the list is old").hasSize(2);
    }

    @Test
    void anUnknownOneIsRefusedAndNearLanguagesAreNamed() {
        room.listed = List.of(
                template(new TemplateName("offer", "de"), "APPROVED"),
                template(new TemplateName("offer", "en_US"), "APPROVED"));
        Cause cause = refusal(offer());
        assertThat(cause.reason()).isEqualTo(Reason.TEMPLATE_UNKNOWN);
        assertThat(cause.detail()).contains("no template offer (en)", "It has it in: en_US, de.");
        assertThat(refusal(offer().template("ofer", "en")).detail()).contains("GET /api/v1/numbers/shop/templates");
    }

    @Test
    void whatIsNotApprovedIsRefusedWithMetasWord() {
        for (String status : List.of("REJECTED", "PENDING", "DISABLED", "SOMETHING_NEW")) {
            TemplateRoom other = TemplateRoom.empty();
            other.listed = List.of(template(status));
            Obstacle obstacle = other.check.obstacle(offer().made()).orElseThrow();
            Cause cause = ((Obstacle.Refuse) obstacle).cause();
            assertThat(cause.reason()).isEqualTo(Reason.TEMPLATE_NOT_APPROVED);
            assertThat(cause.detail()).contains("is " + status);
        }
    }

    @Test
    void parametersThatDoNotFitAreRefusedInEveryForm() {
        room.listed = List.of(template(OFFER, "APPROVED", "1"));
        assertThat(ask(offer().template("{'name':'offer','language':'en','parameters':['A']}")))
                .isEmpty();
        for (String form : List.of(
                "",
                ",'parameters':['A','B']",
                ",'parameters':{'name':'A'}",
                ",'parameters':{'body':['A'],'buttons':{'0':'x'}}",
                ",'components':[{'type':'body','parameters':[]}]")) {
            assertThat(refusal(offer().template("{'name':'offer','language':'en'" + form + "}"))
                            .reason())
                    .as(form)
                    .isEqualTo(Reason.TEMPLATE_PARAMETERS);
        }
    }

    @Test
    void theNumbersOwnTemplateIsCheckedToo() {
        room.listed = List.of(template(OFFER, "APPROVED", "1"));
        var shop = new dev.tandem.domain.BusinessNumber(
                "shop", SHOP.phoneNumberId(), "1", SHOP.wabaId(), "t", SHOP.linkedAt(), "", OFFER, null, SHOP.limits());
        assertThat(refusal(LeavingSends.at(START).from(shop).defaultTemplate()).reason())
                .isEqualTo(Reason.TEMPLATE_PARAMETERS);
    }

    @Test
    void onlyAListThatIsYoungerThanTheSendRefusesIt() {
        room.listed = List.of();
        assertThat(refusal(offer()).reason()).isEqualTo(Reason.TEMPLATE_UNKNOWN);
        room.clock.advance(Duration.ofSeconds(20));
        assertThat(heldUntil(Reason.TEMPLATE_UNKNOWN, offer()))
                .as("the list may be read again a minute after the last reading")
                .isEqualTo(START.plusSeconds(60));
        assertThat(room.readings).hasSize(1);
        LeavingSends second = offer();
        room.listed = List.of(template("APPROVED"));
        room.clock.advance(Duration.ofSeconds(40));
        assertThat(ask(second)).as("approved meanwhile").isEmpty();
        assertThat(room.readings).containsExactly(START, START.plusSeconds(60));
    }

    @Test
    void aListThatCannotBeReadLetsEverythingLeaveWithAnAlert() {
        room.listed = null;
        for (int i = 0; i < 5; i++) {
            assertThat(ask(offer().template("anything", "xx"))).isEmpty();
        }
        assertThat(room.readings).as("not again and again").hasSize(1);
        assertThat(room.alerts.standing())
                .extracting(Alert::code, Alert::subject)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("templates_unreadable", SHOP.wabaId()));
        assertThat(room.alerts.standing().get(0).text()).contains("Meta is away.", SHOP.toString());
        room.listed = List.of();
        room.clock.advance(Duration.ofMinutes(1));
        assertThat(refusal(offer()).reason()).isEqualTo(Reason.TEMPLATE_UNKNOWN);
        assertThat(room.alerts.standing()).as("it is over").isEmpty();
    }

    @Test
    void whatTheOldListRefusesLeavesWhenNoNewOneCanBeRead() {
        room.listed = List.of();
        refusal(offer());
        room.listed = null;
        room.clock.advance(Duration.ofMinutes(2));
        assertThat(ask(offer())).as("Meta is the judge").isEmpty();
    }

    @Test
    void itIsForeseenForManyFromOneList() {
        room.listed = List.of(template(OFFER, "APPROVED", "1"));
        List<List<LaneCheck.Foreseen>> foreseen = room.check.foresee(List.of(
                offer().template("{'name':'offer','language':'en','parameters':['A']}")
                        .made(),
                offer().template("{'name':'offer','language':'en','parameters':['A','B']}")
                        .made(),
                offer().template("ofer", "en").made(),
                LeavingSends.at(START).made()));
        assertThat(foreseen.get(0)).isEmpty();
        assertThat(foreseen.get(1)).singleElement().satisfies(found -> {
            assertThat(found.cause().reason()).isEqualTo(Reason.TEMPLATE_PARAMETERS);
            assertThat(found.refused()).isTrue();
        });
        assertThat(foreseen.get(2))
                .extracting(found -> found.cause().reason())
                .containsExactly(Reason.TEMPLATE_UNKNOWN);
        assertThat(foreseen.get(3)).as("a text").isEmpty();
        assertThat(room.readings).hasSize(1);

        webhook("PAUSED", "FIRST_PAUSE", START);
        assertThat(room.check.foresee(List.of(offer().made())).get(0))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.cause().reason()).isEqualTo(Reason.TEMPLATE_PAUSED);
                    assertThat(found.refused()).as("it goes on by itself").isFalse();
                });
    }

    @Test
    void aPausedOneWaitsUntilItsTimeIsOverOrTheWebhookSaysSo() {
        assertThat(ask(offer())).isEmpty();
        webhook("PAUSED", "FIRST_PAUSE", START);
        assertThat(heldUntil(Reason.TEMPLATE_PAUSED, offer())).isEqualTo(START.plus(Duration.ofHours(3)));
        assertThat(room.woken).isEmpty();
        webhook("APPROVED", "UNPAUSE", START.plusSeconds(60));
        assertThat(room.woken).containsExactly("shop offer");
        assertThat(ask(offer())).isEmpty();
        webhook("PAUSED", "SECOND_PAUSE", START.plusSeconds(90));
        assertThat(heldUntil(Reason.TEMPLATE_PAUSED, offer())).isEqualTo(START.plus(Duration.ofHours(6)));
        webhook("PAUSED", "FIRST_PAUSE", START);
        assertThat(heldUntil(Reason.TEMPLATE_PAUSED, offer()))
                .as("a webhook that comes late changes nothing")
                .isEqualTo(START.plus(Duration.ofHours(6)));
    }

    @Test
    void aPauseIsForTheAccountAndSurvivesARestart() {
        room.desk.pausedByMeta(SHOP, OFFER, START.plus(Duration.ofHours(3)));
        TemplateRoom restarted = new TemplateRoom();
        Obstacle.Wait wait =
                (Obstacle.Wait) restarted.check.obstacle(offer().made()).orElseThrow();
        assertThat(wait.until()).isEqualTo(START.plus(Duration.ofHours(3)));
        assertThat(ask(offer().from(TestNumbers.DESK))).as("another account").isEmpty();
        webhook("APPROVED", "", START.minusSeconds(5));
        assertThat(ask(offer()))
                .as("any word of Meta's is newer than a refusal")
                .isEmpty();
    }

    @Test
    void whenAPauseIsOverTheListSaysWhatHasBecomeOfIt() {
        room.listed = List.of(template("PAUSED"));
        room.desk.pausedByMeta(SHOP, OFFER, START.plus(Duration.ofHours(3)));
        LeavingSends early = offer();
        assertThat(heldUntil(Reason.TEMPLATE_PAUSED, early)).isEqualTo(START.plus(Duration.ofHours(3)));
        room.clock.advance(Duration.ofHours(3));
        assertThat(heldUntil(Reason.TEMPLATE_PAUSED, offer()))
                .as("still paused: it is looked at again")
                .isEqualTo(START.plus(Duration.ofMinutes(210)));
        room.listed = List.of(template("APPROVED"));
        room.clock.advance(Duration.ofMinutes(30));
        assertThat(ask(offer())).isEmpty();
    }

    @Test
    void aDisabledOneIsRefusedAndWhoWaitedIsAskedAgain() {
        webhook("PAUSED", "SECOND_PAUSE", START);
        room.listed = List.of(template("DISABLED"));
        room.clock.advance(Duration.ofMinutes(2));
        webhook("DISABLED", "DISABLED", START.plusSeconds(120));
        assertThat(room.woken).containsExactly("shop offer");
        assertThat(refusal(offer()).reason()).isEqualTo(Reason.TEMPLATE_NOT_APPROVED);
    }

    @Test
    void aWebhookIsNewerThanAListThatCannotBeReadAgainYet() {
        room.listed = List.of(template("PENDING"));
        refusal(offer());
        room.clock.advance(Duration.ofSeconds(5));
        webhook("APPROVED", "", START.plusSeconds(5));
        assertThat(room.readings).as("the pace is kept").hasSize(1);
        assertThat(ask(offer())).isEmpty();
    }

    @Test
    void editedComponentsAreReadBeforeTheyAreJudged() {
        room.listed = List.of(template(OFFER, "APPROVED", "1"));
        assertThat(refusal(offer()).reason()).isEqualTo(Reason.TEMPLATE_PARAMETERS);
        Instant accepted = room.clock.instant();
        room.clock.advance(Duration.ofSeconds(90));
        room.listed = List.of(template("APPROVED"));
        room.desk.refetch(SHOP);
        assertThat(room.readings).hasSize(2);
        assertThat(ask(offer().accepted(accepted))).isEmpty();
        assertThat(room.desk.category(SHOP, OFFER)).isPresent();
    }

    @Test
    void theOverviewShowsTheListWithWhatWasToldSince() {
        room.listed = List.of(template(new TemplateName("z", "de"), "REJECTED"), template("APPROVED"));
        room.desk.pausedByMeta(SHOP, OFFER, START.plus(Duration.ofHours(3)));
        TemplateDesk.Overview overview = room.desk.overview(SHOP).orElseThrow();
        assertThat(overview.lines())
                .extracting(line ->
                        line.template().key().name() + " " + line.template().status() + " " + line.pausedUntil())
                .containsExactly("offer PAUSED 2026-11-05T15:00:00Z", "z REJECTED null");
        room.listed = null;
        assertThat(room.desk.overview(TestNumbers.DESK)).isEmpty();
    }
}
