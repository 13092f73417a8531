package dev.tandem.coexistence.linking;

import static dev.tandem.TestNumbers.DESK;
import static dev.tandem.TestNumbers.SHOP;
import static dev.tandem.coexistence.linking.LinkingHouse.BERLIN;
import static dev.tandem.coexistence.linking.LinkingHouse.NOW;
import static dev.tandem.coexistence.linking.LinkingHouse.WABA;
import static dev.tandem.coexistence.linking.LinkingHouse.again;
import static dev.tandem.coexistence.linking.LinkingHouse.againByCode;
import static dev.tandem.coexistence.linking.LinkingHouse.berlin;
import static dev.tandem.coexistence.linking.LinkingHouse.byCode;
import static dev.tandem.coexistence.linking.LinkingHouse.byToken;
import static dev.tandem.coexistence.linking.LinkingHouse.onPhone;
import static dev.tandem.coexistence.linking.LinkingHouse.shopAgain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tandem.domain.Alert;
import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Limits;
import dev.tandem.domain.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A number is linked step by step, whatever happens in between. */
class LinkingDeskTest {

    private final LinkingHouse house = new LinkingHouse(SHOP);

    private static @Nullable Reason reason(Linking linking) {
        return linking.trouble() == null ? null : linking.trouble().cause().reason();
    }

    private Linking link(LinkWish wish) throws LinkTroubleException {
        return house.desk.link(wish);
    }

    private static LinkTrouble refused(Throwable thrown) {
        return ((LinkTroubleException) thrown).trouble();
    }

    @Test
    void fromTheCodeToANumberThatWorks() throws LinkTroubleException {
        house.meta.with(berlin());
        Linking linking = link(byCode("AQ1", "berlin"));
        assertThat(linking.step()).isEqualTo(LinkingStep.LINKED);
        assertThat(house.meta.asked)
                .as("the app is subscribed last, just before the number is ours")
                .containsExactly("exchange", "numbers", "number", "fields", "number", "subscribe");
        BusinessNumber number = house.numbers.find("berlin").orElseThrow();
        assertThat(number.phoneNumberId()).isEqualTo(BERLIN);
        assertThat(number.accessToken()).isEqualTo(FakeMeta.TOKEN);
        assertThat(number.linkedAt()).as("Meta's time").isEqualTo(NOW.minusSeconds(10));
        assertThat(number.limits()).isEqualTo(NumberSettings.STANDARD_LIMITS);
        assertThat(house.told).containsExactly(number);
        assertThat(linking.token()).as("lives on with the number").isNull();
        assertThat(house.store.numbers().get(0).token().text())
                .startsWith("v1:")
                .doesNotContain(FakeMeta.TOKEN);
        assertThat(house.store.linkings + " " + house.store.numbers + byCode("AQ1", "x"))
                .doesNotContain(FakeMeta.TOKEN)
                .doesNotContain("AQ1");
    }

    /** Six writes lie between the request and the end; the engine dies before or after each of them. */
    @ParameterizedTest
    @CsvSource({
        "0,false", "0,true", "1,false", "1,true", "2,false", "2,true", "3,false", "3,true", "4,false", "4,true",
        "5,false", "5,true"
    })
    void whereverTheEngineDiesItGoesOn(int write, boolean afterIt) throws LinkTroubleException {
        house.meta.with(berlin());
        house.store.diesAt = write;
        house.store.diesAfterIt = afterIt;
        assertThatThrownBy(() -> link(byCode("AQ1", "berlin"))).isInstanceOf(FakeLinkings.Killed.class);
        house.restart();
        house.desk.resume();
        house.clock.advance(Duration.ofMinutes(2));
        house.desk.resume();
        assertThat(house.meta.times("exchange")).isLessThanOrEqualTo(1);
        assertThat(house.store.open()).isEmpty();
        if (write == 0 && !afterIt) {
            assertThat(house.store.linkings).as("nothing was begun").isEmpty();
            return;
        }
        Linking linking = house.desk.latest(1).get(0);
        boolean tokenLost = write == 0 || write == 1 && !afterIt;
        if (tokenLost) {
            assertThat(reason(linking)).isEqualTo(Reason.CODE_REFUSED);
            assertThat(linking.trouble().cause().detail()).contains("works once");
            assertThat(house.numbers.find("berlin")).isEmpty();
            return;
        }
        assertThat(linking.step()).isEqualTo(LinkingStep.LINKED);
        assertThat(house.numbers.find("berlin").orElseThrow().accessToken()).isEqualTo(FakeMeta.TOKEN);
        // After the last write everybody knew; before it they are told again.
        assertThat(house.told).isNotEmpty().allMatch(number -> number.phoneNumberId()
                .equals(BERLIN));
        house.restart();
        assertThat(house.numbers.find("berlin")).isPresent();
    }

    @Test
    void theSameCodeIsTheSameLinking() throws LinkTroubleException {
        house.meta.with(berlin());
        Linking linking = link(byCode("AQ1", "berlin"));
        assertThat(link(byCode("AQ1", "berlin"))).isEqualTo(linking);
        assertThat(house.meta.times("exchange")).isEqualTo(1);
        assertThat(house.store.linkings).hasSize(1);
    }

    @Test
    void whatMetaRefusesForGoodEndsIt() throws LinkTroubleException {
        house.meta.trouble = LinkTrouble.last(Cause.of(Reason.CODE_REFUSED));
        assertThat(reason(link(byCode("AQ1", "berlin")))).isEqualTo(Reason.CODE_REFUSED);
        assertThat(house.store.open()).isEmpty();
        house.meta.trouble = null;
        house.meta.with(new MetaNumber(BERLIN, "4915277000009", false, "CLOUD_API", null));
        isNotInTheApp(link(byToken(NOW)), "Meta says that +4915277000009 is on no phone.");
        isNotInTheApp(link(byCode("AQ2", "berlin")), "is on a phone.");
        house.meta.with(new MetaNumber(BERLIN, "4915277000009", true, "ON_PREMISE", null));
        isNotInTheApp(link(byToken(NOW)), "is of the platform ON_PREMISE");
        house.meta.with(onPhone(BERLIN, "2348021234567", null));
        Linking nigeria = link(byToken(NOW));
        assertThat(reason(nigeria)).isEqualTo(Reason.COUNTRY_NOT_ALLOWED);
        assertThat(nigeria.trouble().cause().detail())
                .contains("NG", "tandem.meta.countries-not-allowed", "Link a number of another country");
        assertThat(nigeria.token()).as("of a linking that failed").isNull();
        assertThat(house.numbers.all()).containsExactly(SHOP);
        assertThat(house.told).isEmpty();
        assertThat(house.meta.times("subscribe"))
                .as("to accounts of numbers that cannot be linked")
                .isZero();
    }

    private static void isNotInTheApp(Linking refused, String why) {
        assertThat(reason(refused)).isEqualTo(Reason.NUMBER_NOT_IN_APP);
        assertThat(refused.trouble().cause().detail())
                .contains(why)
                .endsWith("Move it there, update the app, then go through the dialog again.");
    }

    @Test
    void whereMetaSaysNothingNothingIsRefused() throws LinkTroubleException {
        house.meta.with(new MetaNumber(BERLIN, "4915277000009", null, "", null));
        assertThat(link(byCode("AQ1", "berlin")).step()).isEqualTo(LinkingStep.LINKED);
        assertThat(house.numbers.find("berlin").orElseThrow().linkedAt()).isEqualTo(NOW);
    }

    @Test
    void anOldTimeOfMetasIsNotThisLinkings() throws LinkTroubleException {
        house.meta.with(onPhone(BERLIN, "4915277000009", NOW.minus(Duration.ofDays(30))));
        link(byCode("AQ1", "berlin"));
        assertThat(house.numbers.find("berlin").orElseThrow().linkedAt()).isEqualTo(NOW);
    }

    @Test
    void whatAPersonCanPutRightMakesItWait() throws LinkTroubleException {
        house.meta.with(berlin());
        house.meta.missing = Set.of("history", "smb_message_echoes");
        Linking waits = link(byCode("AQ1", "berlin"));
        assertThat(waits.step()).isEqualTo(LinkingStep.SUBSCRIBE);
        assertThat(reason(waits)).isEqualTo(Reason.APP_NOT_SUBSCRIBED);
        assertThat(waits.trouble().cause().detail()).contains("history, smb_message_echoes");
        assertThat(house.alerts.standing()).singleElement().satisfies(alert -> assertThat(alert.text())
                .contains("retry"));
        assertThat(house.meta.asked)
                .as("the code is taken and the number read, and there it waits")
                .containsExactly("exchange", "numbers", "number", "fields");
        assertThat(house.numbers.find("berlin")).as("not ours yet").isEmpty();

        int calls = house.meta.asked.size();
        house.desk.resume();
        assertThat(house.meta.asked).as("not before five minutes are over").hasSize(calls);
        house.clock.advance(Duration.ofMinutes(5));
        house.desk.resume();
        assertThat(house.meta.times("fields")).isEqualTo(2);

        house.meta.missing = Set.of();
        house.clock.advance(Duration.ofMinutes(5));
        house.desk.resume();
        assertThat(house.desk.latest(1).get(0).step()).isEqualTo(LinkingStep.LINKED);
        assertThat(house.meta.times("exchange")).isEqualTo(1);
        assertThat(house.alerts.standing()).isEmpty();
    }

    @Test
    void aPersonMayTryAtOnceOrGiveUp() throws LinkTroubleException {
        house.meta.with(berlin());
        house.meta.missing = Set.of("history");
        Linking waits = link(byCode("AQ1", "berlin"));
        house.meta.missing = Set.of();
        house.meta.trouble = LinkTrouble.passing(Cause.of(Reason.CREDIT_LINE_SHARED));
        waits = house.desk.again(waits.id(), null, null);
        assertThat(reason(waits)).isEqualTo(Reason.CREDIT_LINE_SHARED);
        String id = waits.id();
        Linking ended = house.desk.giveUp(id, "ada");
        assertThat(ended.step()).isEqualTo(LinkingStep.FAILED);
        assertThat(ended.token()).isNull();
        assertThat(house.alerts.standing()).isEmpty();
        assertThat(refused(catchThrowable(() -> house.desk.again(id, null, null)))
                        .cause()
                        .reason())
                .isEqualTo(Reason.WRONG_STATE);
        assertThat(refused(catchThrowable(() -> house.desk.giveUp("nobody", "ada")))
                        .cause()
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void ofSeveralNumbersAPersonSaysWhich() throws LinkTroubleException {
        house.meta.with(berlin()).with(onPhone("400000000000010", "4915277000010", null));
        Linking waits = link(byCode("AQ1", "berlin"));
        assertThat(waits.trouble().cause().detail())
                .contains(BERLIN + " (+4915277000009), 400000000000010 (+4915277000010)");
        Linking linked = house.desk.again(waits.id(), "400000000000010", "potsdam");
        assertThat(linked.step()).isEqualTo(LinkingStep.LINKED);
        assertThat(house.numbers.find("potsdam").orElseThrow().displayPhoneNumber())
                .isEqualTo("4915277000010");
        assertThat(link(byCode("AQ2", "berlin")).phoneNumberId())
                .as("the one that is left")
                .isEqualTo(BERLIN);
        assertThat(reason(link(byCode("AQ3", "third")))).isEqualTo(Reason.ALREADY_LINKED);
    }

    @Test
    void anAccountMayFillUpLater() throws LinkTroubleException {
        Linking waits = link(byCode("AQ1", "berlin"));
        assertThat(reason(waits)).isEqualTo(Reason.NOT_FOUND);
        house.meta.with(berlin());
        assertThat(house.desk.again(waits.id(), null, null).step()).isEqualTo(LinkingStep.LINKED);
    }

    @Test
    void aNumberIsLinkedOnceUntilItIsLinkedAgain() throws LinkTroubleException {
        house.meta.with(berlin());
        link(byCode("AQ1", "berlin"));
        assertThat(reason(link(byToken(null)))).isEqualTo(Reason.ALREADY_LINKED);
        house.meta.with(onPhone(BERLIN, "4915277000009", null));
        assertThat(reason(link(byToken(null)))).as("Meta is silent").isEqualTo(Reason.ALREADY_LINKED);

        Instant later = NOW.plus(Duration.ofDays(40));
        house.clock.advance(Duration.ofDays(40));
        house.meta.with(onPhone(BERLIN, "4915277000009", later));
        LinkWish wish = new LinkWish(new Secret("AQ2"), null, null, null, WABA, null, "berlin", null, null, "ada");
        assertThat(link(wish).step()).isEqualTo(LinkingStep.LINKED);
        assertThat(house.numbers.find("berlin").orElseThrow().linkedAt()).isEqualTo(later);
        assertThat(house.told).hasSize(2);
        assertThat(house.gone).as("the limits are the same").isEmpty();
    }

    @Test
    void aNumberThatIsAwayIsLinkedAgainThoughMetaTellsNoTime() throws LinkTroubleException {
        house.meta.with(berlin());
        link(byCode("AQ1", "berlin"));
        house.clock.advance(Duration.ofDays(40));
        house.meta.with(onPhone(BERLIN, "4915277000009", null));
        assertThat(reason(link(byCode("AQ2", "berlin")))).as("it is here").isEqualTo(Reason.ALREADY_LINKED);
        house.away.add(BERLIN);
        assertThat(link(byCode("AQ3", "berlin")).step()).isEqualTo(LinkingStep.LINKED);
        assertThat(house.numbers.find("berlin").orElseThrow().linkedAt())
                .as("the dialog's time")
                .isEqualTo(NOW.plus(Duration.ofDays(40)));
    }

    @Test
    void aNewTokenForANumberThatIsAwayLinksItAgain() throws LinkTroubleException {
        house.meta.with(berlin());
        link(byCode("AQ1", "berlin"));
        house.clock.advance(Duration.ofDays(40));
        house.meta.with(onPhone(BERLIN, "4915277000009", null));
        assertThat(reason(link(byToken(null)))).as("it is here").isEqualTo(Reason.ALREADY_LINKED);
        house.away.add(BERLIN);
        assertThat(link(byToken(null)).step()).isEqualTo(LinkingStep.LINKED);
        assertThat(house.numbers.find("berlin").orElseThrow().linkedAt())
                .as("when the token was given")
                .isEqualTo(NOW.plus(Duration.ofDays(40)));
    }

    @Test
    void theAlertsOfANumberEndWhenItGoes() throws LinkTroubleException {
        house.meta.with(berlin());
        link(byCode("AQ1", "berlin"));
        house.alerts.raise("number_disconnected", BERLIN, BERLIN, "It is away.");
        house.alerts.raise("template_rejected", "berlin/offer", BERLIN, "A template was refused.");
        house.alerts.raise("number_disconnected", SHOP.phoneNumberId(), SHOP.phoneNumberId(), "It is away.");
        house.alerts.raise("disk_full", "data", "", "The disk is full.");
        house.desk.remove(house.numbers.find("berlin").orElseThrow());
        assertThat(house.alerts.standing())
                .extracting(Alert::subject)
                .containsExactlyInAnyOrder(SHOP.phoneNumberId(), "data");
    }

    @Test
    void otherLimitsStartTheLaneAnew() throws LinkTroubleException {
        house.meta.with(berlin());
        link(byCode("AQ1", "berlin"));
        Limits slow = new Limits(OptionalInt.of(3), true, false, OptionalInt.empty(), 6, 45);
        LinkWish wish = new LinkWish(
                null,
                new Secret(FakeMeta.TOKEN),
                null,
                null,
                WABA,
                BERLIN,
                null,
                NOW,
                new NumberSettings(slow, null, null, AutoHistory.NEVER),
                "ada");
        assertThat(link(wish).step()).isEqualTo(LinkingStep.LINKED);
        assertThat(house.numbers.find("berlin").orElseThrow().limits()).isEqualTo(slow);
        assertThat(house.gone).extracting(BusinessNumber::alias).containsExactly("berlin");
    }

    @Test
    void namesAreTakenOnce() throws LinkTroubleException {
        house.meta.with(berlin());
        assertThat(refused(catchThrowable(() -> link(byCode("AQ1", "shop"))))
                        .cause()
                        .reason())
                .isEqualTo(Reason.ALREADY_LINKED);
        assertThat(house.meta.asked).as("before the code is used up").isEmpty();
        house.meta.with(onPhone(BERLIN, SHOP.displayPhoneNumber(), null));
        Linking waits = link(byCode("AQ1", "berlin"));
        assertThat(waits.trouble().cause().detail()).contains(SHOP.toString());
        assertThat(house.numbers.all()).containsExactly(SHOP);
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingBegins() {
        LinkWish nothing = new LinkWish(null, null, null, null, WABA, BERLIN, "berlin", null, null, "ada");
        assertThat(catchThrowable(() -> link(nothing))).hasMessageContaining("tokenRef");
        LinkWish noName = new LinkWish(new Secret("AQ1"), null, null, null, WABA, null, null, null, null, "ada");
        assertThat(catchThrowable(() -> link(noName))).hasMessageContaining("alias");
        LinkWish noAccount = new LinkWish(new Secret("AQ1"), null, null, null, null, null, "berlin", null, null, "ada");
        assertThat(catchThrowable(() -> link(noAccount))).hasMessageContaining("wabaId");
        LinkWish nowhere = new LinkWish(null, null, "env:NOWHERE", null, WABA, BERLIN, "berlin", null, null, "ada");
        assertThat(catchThrowable(() -> link(nowhere))).hasMessageContaining("env:NOWHERE");
        assertThat(house.store.linkings).isEmpty();
    }

    @Test
    void withoutAKeyOnlyReferencesAreKept() throws LinkTroubleException {
        LinkingHouse bare = new LinkingHouse((TokenSeal) null, SHOP);
        bare.meta.with(berlin());
        assertThat(catchThrowable(() -> bare.desk.link(byCode("AQ1", "berlin"))))
                .hasMessageContaining("TANDEM_TOKEN_KEY");
        assertThat(catchThrowable(() -> bare.desk.link(againByCode("AQ1"))))
                .hasMessageContaining("TANDEM_TOKEN_KEY")
                .hasMessageContaining("without the code");
        assertThat(catchThrowable(() -> bare.desk.link(byToken(NOW)))).hasMessageContaining("TANDEM_TOKEN_KEY");
        assertThat(bare.meta.asked).isEmpty();
        LinkWish wish = new LinkWish(null, null, "env:BERLIN", null, WABA, BERLIN, "berlin", NOW, null, "ada");
        assertThat(bare.desk.link(wish).step()).isEqualTo(LinkingStep.LINKED);
        assertThat(bare.store.numbers().get(0).token()).isEqualTo(new KeptToken("env:BERLIN", null));
        assertThat(bare.numbers.find("berlin").orElseThrow().accessToken()).isEqualTo(FakeMeta.TOKEN);
    }

    @Test
    void aNumberOfTheFileIsLinkedAgainWithTheFilesToken() throws LinkTroubleException {
        LinkingHouse own = new LinkingHouse(SHOP.withToken(FakeMeta.TOKEN));
        own.meta.with(shopAgain());
        Linking linking = own.desk.link(again(null));
        assertThat(linking.step()).isEqualTo(LinkingStep.LINKED);
        assertThat(own.meta.asked)
                .as("a link that was cut took the subscription with it")
                .containsExactly("number", "fields", "number", "subscribe");
        assertThat(own.store.numbers()).isEmpty();
        assertThat(own.numbers.find("shop").orElseThrow().linkedAt()).isEqualTo(NOW);
        assertThat(own.told).extracting(BusinessNumber::linkedAt).containsExactly(NOW);
        assertThat(reason(own.desk.link(again(NOW)))).isEqualTo(Reason.ALREADY_LINKED);
        own.restart();
        assertThat(own.numbers.find("shop").orElseThrow().linkedAt())
                .as("the later of both wins")
                .isEqualTo(NOW);
        assertThat(own.numbers.find("shop").orElseThrow().accessToken()).isEqualTo(FakeMeta.TOKEN);
    }

    /** Four writes, as above. */
    @ParameterizedTest
    @CsvSource({"0,true", "1,false", "1,true", "2,false", "2,true", "3,false", "3,true"})
    void whereverTheEngineDiesANumberOfTheFileIsLinkedAgain(int write, boolean afterIt) {
        LinkingHouse own = new LinkingHouse(SHOP.withToken(FakeMeta.TOKEN));
        own.meta.with(shopAgain());
        own.store.diesAt = write;
        own.store.diesAfterIt = afterIt;
        assertThatThrownBy(() -> own.desk.link(again(null))).isInstanceOf(FakeLinkings.Killed.class);
        own.restart();
        own.desk.resume();
        assertThat(own.desk.latest(1).get(0).step()).isEqualTo(LinkingStep.LINKED);
        assertThat(own.meta.times("subscribe")).isBetween(1L, 2L);
        assertThat(own.numbers.find("shop").orElseThrow().linkedAt()).isEqualTo(NOW);
        assertThat(own.told).isNotEmpty();
    }

    @Test
    void aTokenOfTheFileThatMetaRefusesIsWaitedFor() throws LinkTroubleException {
        LinkingHouse own = new LinkingHouse(SHOP);
        own.meta.with(shopAgain());
        Linking waits = own.desk.link(again(null));
        assertThat(waits.step()).isEqualTo(LinkingStep.READ);
        assertThat(waits.trouble().cause().code()).isEqualTo("cloud_api_190");
        assertThat(waits.trouble().cause().detail())
                .contains("config/numbers.yaml", "within seconds")
                .doesNotContain("link the number anew");
        assertThat(own.alerts.standing()).hasSize(1);
        assertThat(own.meta.times("subscribe")).isZero();
        assertThat(own.store.relinked).as("nothing is linked with it").isEmpty();

        own.numbers.renew(SHOP.phoneNumberId(), FakeMeta.TOKEN);
        own.clock.advance(Duration.ofMinutes(5));
        own.desk.resume();
        assertThat(own.desk.latest(1).get(0).step()).isEqualTo(LinkingStep.LINKED);
        assertThat(own.alerts.standing()).isEmpty();
    }

    @Test
    void theFieldsAreLookedAtBeforeANumberOfTheFileIsLinkedAgain() throws LinkTroubleException {
        LinkingHouse own = new LinkingHouse(SHOP.withToken(FakeMeta.TOKEN));
        own.meta.with(shopAgain());
        own.meta.missing = Set.of("history");
        Linking waits = own.desk.link(again(null));
        assertThat(reason(waits)).isEqualTo(Reason.APP_NOT_SUBSCRIBED);
        assertThat(own.store.relinked).isEmpty();
        own.meta.missing = Set.of();
        assertThat(own.desk.again(waits.id(), null, null).step()).isEqualTo(LinkingStep.LINKED);
    }

    @Test
    void theDialogsTokenSubscribesANumberOfTheFileAndTheFilesIsProved() throws LinkTroubleException {
        LinkingHouse own = new LinkingHouse(SHOP.withToken(FakeMeta.TOKEN));
        own.meta.with(shopAgain());
        assertThat(own.desk.link(againByCode("AQ1")).step()).isEqualTo(LinkingStep.LINKED);
        assertThat(own.meta.asked)
                .as("the last call is made with the file's token")
                .containsExactly("exchange", "number", "fields", "number", "subscribe", "number");
        assertThat(own.store.numbers()).as("the file stays its owner").isEmpty();
        assertThat(own.desk.link(againByCode("AQ1")).step()).as("the same code").isEqualTo(LinkingStep.LINKED);
        assertThat(own.meta.times("exchange")).isEqualTo(1);
    }

    @Test
    void theDialogsTokenIsKeptWhileTheFilesIsRefused() throws LinkTroubleException {
        LinkingHouse own = new LinkingHouse(SHOP);
        own.meta.with(shopAgain());
        Linking waits = own.desk.link(againByCode("AQ1"));
        assertThat(waits.step()).isEqualTo(LinkingStep.SUBSCRIBE);
        assertThat(waits.trouble().cause().detail())
                .contains("config/numbers.yaml", "take the number out", "this linking's token");
        assertThat(own.meta.times("subscribe")).as("its webhooks come").isEqualTo(1);
        assertThat(own.owners.named(SHOP.wabaId())).as("nothing comes twice").isEmpty();
        assertThat(own.store.relinked).isEmpty();

        own.numbers.renew(SHOP.phoneNumberId(), FakeMeta.TOKEN);
        Linking linked = own.desk.again(waits.id(), null, null);
        assertThat(linked.step()).isEqualTo(LinkingStep.LINKED);
        assertThat(linked.token()).isNull();
        assertThat(own.store.relinked).containsEntry(SHOP.phoneNumberId(), NOW);
    }

    @Test
    void aNumberThatLeavesTheFileIsLinkedWithTheDialogsToken() throws LinkTroubleException {
        LinkingHouse own = new LinkingHouse(SHOP);
        own.meta.with(shopAgain());
        own.desk.link(againByCode("AQ1"));
        own.ofFile.clear();
        own.restart();
        own.clock.advance(Duration.ofMinutes(5));
        own.desk.resume();
        assertThat(own.desk.latest(1).get(0).step()).isEqualTo(LinkingStep.LINKED);
        BusinessNumber shop = own.numbers.find("shop").orElseThrow();
        assertThat(shop.accessToken()).isEqualTo(FakeMeta.TOKEN);
        assertThat(shop.linkedAt()).isEqualTo(NOW);
    }

    /** R3: the dialog does not say which number it was. */
    @Test
    void aNumberOfTheFileThatTheDialogFoundIsLinkedAgain() throws LinkTroubleException {
        LinkingHouse own = new LinkingHouse(SHOP.withToken(FakeMeta.TOKEN));
        own.meta.with(shopAgain());
        LinkWish wish =
                new LinkWish(new Secret("AQ1"), null, null, null, SHOP.wabaId(), null, "shop", null, null, "ada");
        assertThat(own.desk.link(wish).step()).isEqualTo(LinkingStep.LINKED);
        assertThat(own.meta.asked)
                .containsExactly("exchange", "numbers", "number", "fields", "number", "subscribe", "number");
        assertThat(own.store.numbers()).isEmpty();
        assertThat(own.numbers.find("shop").orElseThrow().linkedAt()).isEqualTo(NOW);
    }

    /** What Meta says of an account is heard by the numbers of that account alone. */
    @Test
    void anotherAccountThanTheFilesIsWaitedForInTheFile() throws LinkTroubleException {
        BusinessNumber shop = SHOP.withToken(FakeMeta.TOKEN);
        LinkingHouse own = new LinkingHouse(shop);
        own.meta.with(shopAgain());
        LinkWish wish =
                new LinkWish(new Secret("AQ1"), null, null, null, WABA, SHOP.phoneNumberId(), null, null, null, "ada");
        Linking waits = own.desk.link(wish);
        assertThat(waits.step()).isEqualTo(LinkingStep.SUBSCRIBE);
        assertThat(waits.trouble().cause().detail())
                .contains("config/numbers.yaml", "wabaId " + SHOP.wabaId(), "write " + WABA);
        assertThat(own.store.relinked).isEmpty();

        own.ofFile.set(
                0,
                new BusinessNumber(
                        shop.alias(),
                        shop.phoneNumberId(),
                        shop.displayPhoneNumber(),
                        WABA,
                        shop.accessToken(),
                        shop.linkedAt(),
                        shop.graphUrl(),
                        shop.defaultTemplate(),
                        shop.messagingAccountId(),
                        shop.limits()));
        own.restart();
        own.clock.advance(Duration.ofMinutes(5));
        own.desk.resume();
        assertThat(own.desk.latest(1).get(0).step()).isEqualTo(LinkingStep.LINKED);
        assertThat(own.store.relinked).containsEntry(SHOP.phoneNumberId(), NOW);
    }

    @Test
    void aTokenForANumberOfTheFileBelongsIntoTheFile() {
        LinkingHouse own = new LinkingHouse(SHOP);
        own.meta.with(shopAgain());
        LinkWish wish = new LinkWish(
                null, new Secret(FakeMeta.TOKEN), null, null, null, SHOP.phoneNumberId(), null, null, null, "ada");
        LinkTrouble refused = refused(catchThrowable(() -> own.desk.link(wish)));
        assertThat(refused.cause().reason()).isEqualTo(Reason.WRONG_STATE);
        assertThat(refused.cause().detail()).contains("config/numbers.yaml", "phoneNumberId alone");
        assertThat(own.meta.asked).isEmpty();
        assertThat(own.store.linkings).isEmpty();
    }

    @Test
    void whatItBroughtGoesWhenItIsGivenUp() throws LinkTroubleException {
        house.meta.with(berlin());
        house.first = number -> {
            throw new IllegalStateException("the database is away");
        };
        Linking waits = link(byCode("AQ1", "berlin"));
        BusinessNumber number = house.numbers.find("berlin").orElseThrow();
        house.alerts.raise("phone_idle", BERLIN, BERLIN, "Nothing was seen of the phone.");
        Linking ended = house.desk.giveUp(waits.id(), "ada");
        assertThat(ended.step()).isEqualTo(LinkingStep.FAILED);
        assertThat(ended.trouble().cause().detail()).contains("berlin", "taken out again", "on the phone");
        assertThat(house.store.numbers()).isEmpty();
        assertThat(house.numbers.all()).containsExactly(SHOP);
        assertThat(house.gone).containsExactly(number);
        assertThat(house.alerts.standing()).isEmpty();
        house.restart();
        house.desk.resume();
        assertThat(house.numbers.all()).containsExactly(SHOP);
    }

    @Test
    void whatIsLinkedIsNotAnotherNumberAnyMore() throws LinkTroubleException {
        house.meta.with(berlin());
        house.first = number -> {
            throw new IllegalStateException("the database is away");
        };
        Linking waits = link(byCode("AQ1", "berlin"));
        house.first = number -> {};
        Linking linked = house.desk.again(waits.id(), "400000000000010", "potsdam");
        assertThat(linked.step()).isEqualTo(LinkingStep.LINKED);
        assertThat(linked.phoneNumberId()).isEqualTo(BERLIN);
        assertThat(linked.alias()).isEqualTo("berlin");
        assertThat(house.told).singleElement().satisfies(number -> assertThat(number.alias())
                .isEqualTo("berlin"));
    }

    @Test
    void whatIsLinkedAlreadyIsNotGivenUp() throws LinkTroubleException {
        house.meta.with(berlin());
        link(byCode("AQ1", "berlin"));
        house.first = number -> {
            throw new IllegalStateException("the database is away");
        };
        house.clock.advance(Duration.ofDays(40));
        house.meta.with(onPhone(BERLIN, "4915277000009", house.clock.instant()));
        Linking waits = link(byCode("AQ2", "berlin"));
        assertThat(waits.step()).isEqualTo(LinkingStep.TELL);
        LinkTrouble refused = refused(catchThrowable(() -> house.desk.giveUp(waits.id(), "ada")));
        assertThat(refused.cause().reason()).isEqualTo(Reason.WRONG_STATE);
        assertThat(refused.cause().detail()).contains("is linked", "DELETE /api/v1/numbers/" + BERLIN);
        assertThat(house.numbers.find("berlin")).isPresent();
        assertThat(house.store.open()).containsExactly(waits);
        assertThat(house.alerts.standing())
                .singleElement()
                .satisfies(alert -> assertThat(alert.text()).contains("retry").doesNotContain("gives it up"));

        house.desk.remove(house.numbers.find("berlin").orElseThrow());
        assertThat(house.store.open()).as("nobody need be told any more").isEmpty();
        assertThat(house.alerts.standing()).isEmpty();
        assertThat(house.desk.latest(1).get(0).trouble().cause().detail()).contains("taken out");
    }

    @Test
    void aNumberOfTheFileThatIsLinkedAgainIsNotGivenUp() throws LinkTroubleException {
        LinkingHouse own = new LinkingHouse(SHOP.withToken(FakeMeta.TOKEN));
        own.meta.with(shopAgain());
        own.first = number -> {
            throw new IllegalStateException("the database is away");
        };
        Linking waits = own.desk.link(again(null));
        LinkTrouble refused = refused(catchThrowable(() -> own.desk.giveUp(waits.id(), "ada")));
        assertThat(refused.cause().detail()).contains("is linked", "config/numbers.yaml");
        assertThat(own.store.open()).containsExactly(waits);
    }

    @Test
    void theAlertsOfANumberThatLeftTheFileEndWithTheNextStart() throws LinkTroubleException {
        LinkingHouse two = new LinkingHouse(SHOP, DESK);
        two.meta.with(berlin());
        two.desk.link(byCode("AQ1", "berlin"));
        two.meta.with(onPhone("400000000000010", "4915277000010", null));
        two.meta.missing = Set.of("history");
        LinkWish waits = new LinkWish(
                new Secret("AQ2"), null, null, null, WABA, "400000000000010", "potsdam", null, null, "ada");
        two.desk.link(waits);
        two.alerts.raise("number_disconnected", SHOP.phoneNumberId(), SHOP.phoneNumberId(), "It is away.");
        two.alerts.raise("number_disconnected", DESK.phoneNumberId(), DESK.phoneNumberId(), "It is away.");
        two.alerts.raise("account_restricted", "desk 1", DESK.phoneNumberId(), "It is restricted.");
        two.alerts.raise("phone_idle", BERLIN, BERLIN, "Nothing was seen of the phone.");
        two.alerts.raise("account_alert", "potsdam", "400000000000010", "Its webhooks come already.");
        two.alerts.raise("disk_full", "data", "", "The disk is full.");
        two.desk.resume();
        assertThat(two.alerts.standing()).as("all are somebody's").hasSize(7);
        two.ofFile.remove(DESK);
        two.isFileKnown = false;
        two.restart();
        two.desk.resume();
        assertThat(two.alerts.standing()).as("nobody knows").hasSize(7);
        two.isFileKnown = true;
        two.restart();
        two.desk.resume();
        assertThat(two.alerts.standing())
                .extracting(Alert::phoneNumberId)
                .containsExactlyInAnyOrder(SHOP.phoneNumberId(), BERLIN, "400000000000010", "400000000000010", "");
    }

    @Test
    void whoeverFailsToHearOfItIsToldAgain() throws LinkTroubleException {
        house.meta.with(berlin());
        house.first = number -> {
            throw new IllegalStateException("the database is away");
        };
        Linking waits = link(byCode("AQ1", "berlin"));
        assertThat(waits.step()).isEqualTo(LinkingStep.TELL);
        assertThat(reason(waits)).isEqualTo(Reason.INTERNAL_FAULT);
        assertThat(house.numbers.find("berlin")).as("it works all the same").isPresent();
        house.first = number -> {};
        house.clock.advance(Duration.ofMinutes(5));
        house.desk.resume();
        assertThat(house.told).hasSize(1);
        assertThat(house.store.open()).isEmpty();
    }

    @Test
    void whatTheDatabaseOwnsCanGo() throws LinkTroubleException {
        house.meta.with(berlin());
        link(byCode("AQ1", "berlin"));
        BusinessNumber number = house.numbers.find("berlin").orElseThrow();
        house.desk.remove(number);
        assertThat(house.numbers.all()).containsExactly(SHOP);
        assertThat(house.gone).containsExactly(number);
        assertThat(refused(catchThrowable(() -> house.desk.remove(SHOP)))
                        .cause()
                        .detail())
                .contains("config/numbers.yaml");
        house.meta.with(onPhone(BERLIN, "4915277000009", NOW));
        assertThat(link(byToken(NOW)).step()).as("and come again").isEqualTo(LinkingStep.LINKED);
    }

    @Test
    void whatAnotherEngineLinkedIsTakenOver() throws LinkTroubleException {
        house.meta.with(berlin());
        link(byCode("AQ1", "berlin"));
        LinkedNumber row = house.store.numbers().get(0);
        house.store.numbers.clear();
        house.desk.resume();
        assertThat(house.numbers.find("berlin")).isEmpty();
        house.store.numbers.put(BERLIN, row);
        house.desk.resume();
        assertThat(house.numbers.find("berlin")).isPresent();
    }

    @Test
    void aTokenIsReplacedOnceMetaTakesIt() throws LinkTroubleException {
        house.meta.with(berlin());
        LinkWish wish = new LinkWish(null, null, "env:BERLIN", null, WABA, BERLIN, "berlin", NOW, null, "ada");
        link(wish);
        BusinessNumber number = house.numbers.find("berlin").orElseThrow();
        assertThat(refused(catchThrowable(() -> house.renewals.renew(number, new Secret("wrong"), null, null)))
                        .cause()
                        .code())
                .isEqualTo("cloud_api_190");
        assertThat(house.store.numbers().get(0).token().text()).isEqualTo("env:BERLIN");
        assertThat(house.renewals
                        .renew(number, new Secret(FakeMeta.TOKEN), null, null)
                        .token()
                        .text())
                .startsWith("v1:");
        assertThat(house.numbers.find("berlin").orElseThrow().linkedAt())
                .as("it is no linking")
                .isEqualTo(NOW);
        assertThat(house.renewed).as("it is the same token").isEmpty();
        assertThat(refused(catchThrowable(() -> house.renewals.renew(SHOP, new Secret("t"), null, null)))
                        .cause()
                        .detail())
                .contains("config/numbers.yaml");
    }

    private @Nullable Instant tokenEnds() {
        return house.store.numbers().get(0).token().expiresAt();
    }

    @Test
    void theEndOfATokenIsKeptWithIt() throws LinkTroubleException {
        house.meta.with(berlin());
        house.meta.livesFor = Duration.ofDays(60);
        link(byCode("AQ1", "berlin"));
        assertThat(tokenEnds()).as("as Meta said").isEqualTo(NOW.plus(Duration.ofDays(60)));
        house.owners.renewSeals();
        house.restart();
        assertThat(house.owners.ofDatabase(BERLIN).orElseThrow().token().expiresAt())
                .isEqualTo(NOW.plus(Duration.ofDays(60)));

        BusinessNumber number = house.numbers.find("berlin").orElseThrow();
        Instant told = NOW.plus(Duration.ofDays(90));
        house.renewals.renew(number, null, "env:BERLIN", told);
        assertThat(tokenEnds()).as("as whoever gave it said").isEqualTo(told);
        house.renewals.renew(number, null, "env:BERLIN", null);
        assertThat(tokenEnds()).as("one that never ends").isNull();
        house.desk.remove(number);
        LinkWish wish = new LinkWish(null, null, "env:BERLIN", told, WABA, BERLIN, "berlin", NOW, null, "ada");
        link(wish);
        assertThat(tokenEnds()).isEqualTo(told);
    }

    @Test
    void aNumberIsKnownToItsWebhooksBeforeTheAppIsSubscribed() throws LinkTroubleException {
        house.meta.with(berlin());
        List<BusinessNumber> known = new ArrayList<>();
        house.meta.atSubscribe = () -> {
            assertThat(house.numbers.find(BERLIN)).as("it cannot send yet").isEmpty();
            known.addAll(house.owners.named(BERLIN));
            known.addAll(house.owners.named("4915277000009"));
            known.addAll(house.owners.named(WABA));
        };
        assertThat(house.owners.named(BERLIN)).isEmpty();
        link(byCode("AQ1", "berlin"));
        BusinessNumber number = house.numbers.find("berlin").orElseThrow();
        assertThat(known).containsExactly(number, number, number);
        house.desk.remove(number);
        assertThat(house.owners.named(BERLIN)).as("nobody's any more").isEmpty();
    }

    @Test
    void whatWaitsForTheSubscriptionIsKnownUntilItIsGivenUp() throws LinkTroubleException {
        house.meta.with(berlin());
        house.meta.missing = Set.of("history");
        Linking waits = link(byCode("AQ1", "berlin"));
        assertThat(house.owners.named(BERLIN)).hasSize(1);
        house.desk.giveUp(waits.id(), "ada");
        assertThat(house.owners.named(BERLIN)).isEmpty();
    }

    @Test
    void anotherTokenInTheDatabaseIsTakenIntoUse() throws LinkTroubleException {
        house.meta.with(berlin());
        link(byCode("AQ1", "berlin"));
        LinkedNumber row = house.store.numbers().get(0);
        house.store.numbers.put(
                BERLIN, row.withToken(new KeptToken(house.tokens.keep(new Secret("another"), WABA), null)));
        house.desk.resume();
        house.desk.resume();
        assertThat(house.renewed).singleElement().satisfies(number -> assertThat(number.accessToken())
                .isEqualTo("another"));
        house.store.numbers.put(BERLIN, row.withToken(new KeptToken("env:NOWHERE", null)));
        house.desk.resume();
        assertThat(house.numbers.find("berlin").orElseThrow().accessToken())
                .as("one that cannot be read changes nothing")
                .isEqualTo("another");
    }
}
