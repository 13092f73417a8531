package dev.tandem.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.FakeAlerts;
import dev.tandem.LeavingSends;
import dev.tandem.TestNumbers;
import dev.tandem.domain.Cause;
import dev.tandem.domain.OptInPolicy;
import dev.tandem.domain.Reason;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.domain.Wish;
import dev.tandem.domain.Wish.Kind;
import dev.tandem.send.LaneCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsentCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
    private static final String WANDA = "491701234567";
    private static final String SHOP = TestNumbers.SHOP.phoneNumberId();

    private final FakeWishes wishes = new FakeWishes();
    private final FakeAlerts alerts = new FakeAlerts();
    private final OptInWarnings warnings = new OptInWarnings(alerts);
    private Optional<TemplateCategory> category = Optional.of(TemplateCategory.MARKETING);

    private Optional<Cause> refusal(OptInPolicy policy, LeavingSends send) {
        LaneCheck check = new ConsentCheck(wishes, (number, template) -> category, policy, warnings);
        return check.obstacle(send.made()).map(found -> ((LaneCheck.Obstacle.Refuse) found).cause());
    }

    private Optional<Cause> refusal(LeavingSends send) {
        return refusal(OptInPolicy.OFF, send);
    }

    private void tell(@Nullable String number, Kind kind, boolean given) {
        wishes.keep(List.of(new Wish(WANDA, number, kind, given, "crm", NOW.plusSeconds(wishes.all.size()))));
    }

    private static LeavingSends offer() {
        return LeavingSends.at(NOW).template("offer", "en");
    }

    @Test
    void whoWantsNoMarketingGetsEverythingElse() {
        tell(null, Kind.NO_MARKETING, true);
        assertThat(refusal(offer())).map(Cause::reason).hasValue(Reason.OPTED_OUT);
        assertThat(refusal(LeavingSends.at(NOW))).as("a text").isEmpty();
        category = Optional.of(TemplateCategory.UTILITY);
        assertThat(refusal(offer())).isEmpty();
        category = Optional.of(TemplateCategory.AUTHENTICATION);
        assertThat(refusal(offer())).isEmpty();
    }

    @Test
    void theRefusalNamesWhoSaidItAndWhatToChange() {
        tell(SHOP, Kind.NO_MARKETING, true);
        assertThat(refusal(offer()).orElseThrow().detail())
                .contains(WANDA, "'crm'", NOW.toString(), SHOP, "DELETE /api/v1/opt-outs/" + WANDA);
    }

    @Test
    void whoWantsNothingGetsNothingAlsoInAnOpenWindow() {
        tell(null, Kind.NOTHING, true);
        assertThat(refusal(LeavingSends.at(NOW).open())).map(Cause::reason).hasValue(Reason.OPTED_OUT);
        category = Optional.of(TemplateCategory.AUTHENTICATION);
        assertThat(refusal(offer())).isPresent();
    }

    @Test
    void anOptOutIsAboutItsNumber() {
        tell(TestNumbers.DESK.phoneNumberId(), Kind.NO_MARKETING, true);
        assertThat(refusal(offer())).isEmpty();
        assertThat(refusal(offer().from(TestNumbers.DESK))).isPresent();
    }

    @Test
    void whatIsTakenBackIsOver() {
        tell(null, Kind.NO_MARKETING, true);
        tell(SHOP, Kind.NO_MARKETING, false);
        assertThat(refusal(offer())).isEmpty();
        assertThat(refusal(offer().from(TestNumbers.DESK)))
                .as("said at the shop only")
                .isPresent();
    }

    @Test
    void whereTheCategoryCannotBeToldACampaignCountsAsMarketing() {
        tell(null, Kind.NO_MARKETING, true);
        category = Optional.empty();
        assertThat(refusal(offer().campaign())).isPresent();
        assertThat(refusal(offer())).isEmpty();
    }

    @Test
    void withTheNumbersOwnTemplateItIsTheSame() {
        tell(null, Kind.NO_MARKETING, true);
        assertThat(refusal(LeavingSends.at(NOW).defaultTemplate()))
                .as("the shop has none, so nothing leaves as marketing")
                .isEmpty();
    }

    @Test
    void whatTheBusinessBeginsNeedsAnOptInWhereItIsRequired() {
        assertThat(refusal(OptInPolicy.REQUIRE, offer()).orElseThrow())
                .satisfies(cause -> assertThat(cause.reason()).isEqualTo(Reason.NO_OPT_IN))
                .satisfies(cause -> assertThat(cause.detail()).contains("PUT /api/v1/opt-ins/" + WANDA));
        assertThat(refusal(OptInPolicy.REQUIRE, offer().open()))
                .as("the person wrote")
                .isEmpty();
        tell(null, Kind.OPT_IN, true);
        assertThat(refusal(OptInPolicy.REQUIRE, offer())).isEmpty();
        tell(null, Kind.OPT_IN, false);
        assertThat(refusal(OptInPolicy.REQUIRE, offer())).isPresent();
        assertThat(refusal(OptInPolicy.OFF, offer())).isEmpty();
    }

    @Test
    void aWarningIsCountedOncePerSendAndToldPerNumber() {
        for (int asked = 0; asked < 2; asked++) {
            assertThat(refusal(OptInPolicy.WARN, offer().id(1))).isEmpty();
            assertThat(refusal(OptInPolicy.WARN, offer().id(2))).isEmpty();
            assertThat(refusal(OptInPolicy.WARN, offer().id(3).from(TestNumbers.DESK)))
                    .isEmpty();
        }
        assertThat(refusal(OptInPolicy.WARN, offer().id(4).open())).isEmpty();
        assertThat(alerts.standing()).as("the lane writes nothing").isEmpty();
        warnings.tell();
        warnings.tell();
        assertThat(alerts.standing()).hasSize(2).allSatisfy(alert -> {
            assertThat(alert.code()).isEqualTo("no_opt_in");
            assertThat(alert.count()).as("told once, because nothing was added").isEqualTo(1);
            assertThat(alert.text()).startsWith(alert.subject().equals(SHOP) ? "2 messages" : "1 messages");
        });
        refusal(OptInPolicy.WARN, offer().id(5));
        warnings.tell();
        assertThat(alerts.standing())
                .anySatisfy(alert -> assertThat(alert.text()).startsWith("3 messages"));
    }

    @Test
    void itIsForeseenForManyWithoutCountingAnything() {
        tell(null, Kind.NO_MARKETING, true);
        wishes.keep(List.of(new Wish("491701234569", null, Kind.OPT_IN, true, "crm", NOW)));
        List<LaneCheck.Leaving> leavings = List.of(
                offer().made(),
                offer().to("491701234568").made(),
                offer().to("491701234569").made(),
                offer().to("491701234568").open().made());
        for (OptInPolicy policy : OptInPolicy.values()) {
            LaneCheck check = new ConsentCheck(wishes, (number, template) -> category, policy, warnings);
            List<List<LaneCheck.Foreseen>> foreseen = check.foresee(leavings);
            assertThat(foreseen).hasSize(4);
            assertThat(foreseen.get(0)).singleElement().satisfies(found -> {
                assertThat(found.cause()).isEqualTo(refusal(offer()).orElseThrow());
                assertThat(found.refused()).isTrue();
            });
            assertThat(foreseen.get(1)).singleElement().satisfies(found -> {
                assertThat(found.cause().reason()).isEqualTo(Reason.NO_OPT_IN);
                assertThat(found.refused()).as(policy.name()).isEqualTo(policy == OptInPolicy.REQUIRE);
            });
            assertThat(foreseen.get(2)).as("has agreed").isEmpty();
            assertThat(foreseen.get(3)).as("has written").isEmpty();
        }
        warnings.tell();
        assertThat(alerts.standing()).isEmpty();
    }
}
