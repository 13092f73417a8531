package dev.tandem.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.LeavingSends;
import dev.tandem.domain.QuietHours;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.send.LaneCheck.Obstacle;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from where a person lives. */
class PlaceChecksTest {

    private static final Instant NOON = Instant.parse("2026-11-05T12:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-11-05T22:00:00Z");
    private static final String NEW_YORK = "12125550123";

    private final QuietHoursCheck quiet = new QuietHoursCheck(
            Optional.of(new QuietHours(LocalTime.of(21, 0), LocalTime.of(8, 0))), campaign -> Optional.empty());
    private Optional<TemplateCategory> category = Optional.of(TemplateCategory.MARKETING);
    private final MarketingPlaceCheck place = new MarketingPlaceCheck((number, template) -> category);

    @ParameterizedTest
    @CsvSource({
        "12125550123, US",
        "14165550123, CA",
        "18095550123, DO",
        "17875550123, PR",
        "491701234567, DE",
        "5215512345678, MX",
        "15550100077, "
    })
    void theCountryIsThatOfTheAreaCode(String phone, @Nullable String country) {
        assertThat(PhonePlaces.country(Recipient.ofPhone(phone)).orElse(null)).isEqualTo(country);
    }

    @ParameterizedTest
    @CsvSource({
        "12125550123, America/New_York",
        "491701234567, Europe/Berlin",
        "5511987654321, America/Sao_Paulo",
        "551187654321, America/Sao_Paulo",
        "5215512345678, America/Mexico_City",
        "79161234567, Asia/Vladivostok"
    })
    void theTimeZonesAreThoseOfTheNumber(String phone, String zone) {
        assertThat(PhonePlaces.zones(Recipient.ofPhone(phone))).contains(ZoneId.of(zone));
    }

    @Test
    void aUserIdTellsItsCountry() {
        assertThat(PhonePlaces.country(Recipient.ofUserId("US.4f00aa11bb22"))).hasValue("US");
        assertThat(PhonePlaces.zones(Recipient.ofUserId("DE.4f00aa11bb22"))).contains(ZoneId.of("Europe/Berlin"));
        assertThat(PhonePlaces.zones(Recipient.ofUserId("XX.4f00aa11bb22"))).isEmpty();
        assertThat(PhonePlaces.zones(Recipient.ofPhone("80012345678")))
                .as("of no country")
                .isEmpty();
    }

    @Test
    void marketingIsNotSentWhereMetaDoesNotDeliverIt() {
        Optional<Obstacle> refused = place.obstacle(
                LeavingSends.at(NOON).to(NEW_YORK).template("offer", "en").made());
        assertThat(refused).hasValueSatisfying(obstacle -> {
            assertThat(((Obstacle.Refuse) obstacle).cause().reason()).isEqualTo(Reason.MARKETING_NOT_DELIVERED_THERE);
            assertThat(((Obstacle.Refuse) obstacle).cause().detail()).contains("tandem.consent.marketing-to-us");
        });
        assertThat(place.obstacle(LeavingSends.at(NOON).to(NEW_YORK).made()))
                .as("a text")
                .isEmpty();
        assertThat(place.obstacle(LeavingSends.at(NOON)
                        .to("14165550123")
                        .template("offer", "en")
                        .made()))
                .as("Canada")
                .isEmpty();
        category = Optional.of(TemplateCategory.UTILITY);
        assertThat(place.obstacle(LeavingSends.at(NOON)
                        .to(NEW_YORK)
                        .template("offer", "en")
                        .made()))
                .isEmpty();
        category = Optional.empty();
        assertThat(place.obstacle(LeavingSends.at(NOON)
                        .to(NEW_YORK)
                        .template("offer", "en")
                        .campaign()
                        .made()))
                .as("nobody knows the category: Meta is the judge")
                .isEmpty();
    }

    @Test
    void onlyACampaignWaitsForTheMorningWhereThePersonLives() {
        assertThat(quiet.obstacle(LeavingSends.at(NIGHT).campaign().made())).hasValueSatisfying(obstacle -> {
            Obstacle.Wait wait = (Obstacle.Wait) obstacle;
            assertThat(wait.until()).isEqualTo(Instant.parse("2026-11-06T07:00:00Z"));
            assertThat(wait.cause().reason()).isEqualTo(Reason.QUIET_HOURS);
            assertThat(wait.cause().detail()).contains("21:00", "08:00", "Europe/Berlin");
        });
        assertThat(quiet.obstacle(LeavingSends.at(NIGHT).made())).isEmpty();
        assertThat(quiet.obstacle(LeavingSends.at(NIGHT).campaign().to(NEW_YORK).made()))
                .as("five in the afternoon")
                .isEmpty();
        assertThat(quiet.obstacle(LeavingSends.at(NOON).campaign().to(NEW_YORK).made()))
                .as("seven in the morning")
                .isPresent();
        assertThat(quiet.obstacle(
                        LeavingSends.at(NIGHT).campaign().to("80012345678").made()))
                .isEmpty();
    }

    @Test
    void aNumberOfALargeCountryWaitsForAllOfIt() {
        Instant morningInMoscow = Instant.parse("2026-11-05T06:00:00Z");
        assertThat(quiet.obstacle(LeavingSends.at(Instant.parse("2026-11-05T14:00:00Z"))
                        .campaign()
                        .to("79161234567")
                        .made()))
                .as("night in Kamchatka, afternoon in Moscow; the next time it is day in all of it")
                .hasValueSatisfying(obstacle -> {
                    Instant until = ((Obstacle.Wait) obstacle).until();
                    assertThat(until).isEqualTo(morningInMoscow.plusSeconds(86_400));
                    assertThat(PhonePlaces.zones(Recipient.ofPhone("79161234567")))
                            .allSatisfy(zone -> assertThat(LocalTime.ofInstant(until, zone))
                                    .isBetween(LocalTime.of(8, 0), LocalTime.of(20, 59)));
                });
    }

    /** Lunch in the campaign of the day, beside the night of the house; in Berlin the clock is set back on 25 October. */
    @Test
    void aCampaignsOwnHoursStandBesideThoseOfTheHouse() {
        QuietHoursCheck both = new QuietHoursCheck(
                Optional.of(new QuietHours(LocalTime.of(21, 0), LocalTime.of(8, 0))),
                campaign -> campaign.equals("spring")
                        ? Optional.of(new QuietHours(LocalTime.of(8, 0), LocalTime.of(10, 30)))
                        : Optional.empty());
        Instant nightOfTheChange = Instant.parse("2026-10-24T22:00:00Z");
        assertThat(both.obstacle(LeavingSends.at(nightOfTheChange).campaign().made()))
                .as("from the night straight into the morning, an hour later than yesterday")
                .hasValueSatisfying(obstacle -> {
                    Obstacle.Wait wait = (Obstacle.Wait) obstacle;
                    assertThat(wait.until()).isEqualTo(Instant.parse("2026-10-25T09:30:00Z"));
                    assertThat(wait.cause().detail()).contains("21:00 to 08:00 and 08:00 to 10:30");
                });
        assertThat(both.obstacle(LeavingSends.at(Instant.parse("2026-10-25T09:30:00Z"))
                        .campaign()
                        .made()))
                .isEmpty();
        QuietHoursCheck onlyItsOwn = new QuietHoursCheck(
                Optional.empty(), campaign -> Optional.of(new QuietHours(LocalTime.of(12, 0), LocalTime.of(13, 0))));
        assertThat(onlyItsOwn.obstacle(LeavingSends.at(NOON).campaign().made()))
                .as("one in Berlin")
                .isEmpty();
        assertThat(onlyItsOwn.obstacle(LeavingSends.at(Instant.parse("2026-11-05T11:30:00Z"))
                        .campaign()
                        .made()))
                .isPresent();
    }
}
