package dev.tandem.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.TestNumbers;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.StopWords;
import dev.tandem.domain.Wish;
import dev.tandem.domain.Wish.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsentDeskTest {

    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
    private static final String SHOP = TestNumbers.SHOP.phoneNumberId();
    private static final Set<Kind> OUT = EnumSet.of(Kind.NO_MARKETING, Kind.NOTHING);
    private static final StopWords WORDS =
            new StopWords(Map.of("en", new StopWords.Language(List.of("stop"), List.of("start"))));

    private final FakeWishes wishes = new FakeWishes();
    private final MovableClock clock = new MovableClock(Clock.fixed(NOW, ZoneOffset.UTC));
    private final ConsentDesk desk = new ConsentDesk(wishes, Optional.of(WORDS), clock);

    private List<String> standing(String contact) {
        return desk.standing(contact, OUT).stream()
                .map(wish -> wish.kind() + " " + wish.phoneNumberId() + " " + wish.source())
                .toList();
    }

    @Test
    void aStopEndsMarketingFromTheNumberAndAStartLetsItComeAgain() {
        desk.wrote(TestNumbers.SHOP, Set.of("4917", "DE.1"), "Is it open?", NOW);
        assertThat(wishes.all).isEmpty();
        desk.wrote(TestNumbers.SHOP, Set.of("4917", "DE.1"), " Stop! ", NOW);
        assertThat(standing("4917")).containsExactly("NO_MARKETING " + SHOP + " person");
        assertThat(standing("DE.1")).as("under every name").hasSize(1);
        desk.wrote(TestNumbers.SHOP, Set.of("4917", "DE.1"), "START", NOW.plusSeconds(5));
        assertThat(standing("4917")).isEmpty();
        desk.wrote(TestNumbers.SHOP, Set.of("4917"), "stop", NOW.plusSeconds(2));
        assertThat(standing("4917")).as("an older word that comes late").isEmpty();
    }

    @Test
    void switchedOffNobodyIsHeard() {
        new ConsentDesk(wishes, Optional.empty(), clock).wrote(TestNumbers.SHOP, Set.of("4917"), "stop", NOW);
        assertThat(wishes.all).isEmpty();
    }

    @Test
    void theNewestPreferenceCountsInWhicheverOrderTheyCome() {
        desk.preference(TestNumbers.SHOP, Set.of("4917"), false, NOW.plusSeconds(10));
        desk.preference(TestNumbers.SHOP, Set.of("4917"), true, NOW);
        assertThat(standing("4917")).isEmpty();
        desk.preference(TestNumbers.SHOP, Set.of("4917"), true, NOW.plusSeconds(20));
        assertThat(standing("4917")).containsExactly("NO_MARKETING " + SHOP + " meta");
    }

    @Test
    void metasRefusalIsAnOptOut() {
        desk.optedOutAtMeta(TestNumbers.SHOP, "4917", NOW);
        assertThat(standing("4917")).containsExactly("NO_MARKETING " + SHOP + " meta");
    }

    @Test
    void whatIsRecordedIsForAllNumbersUnlessOneIsNamed() {
        desk.record(List.of(new ConsentDesk.Entry("4917", Kind.NOTHING)), null, "crm");
        desk.record(List.of(new ConsentDesk.Entry("4917", Kind.NO_MARKETING)), SHOP, "crm");
        assertThat(standing("4917")).containsExactlyInAnyOrder("NOTHING null crm", "NO_MARKETING " + SHOP + " crm");
    }

    @Test
    void takenBackForAllItIsOverAtEveryNumber() {
        desk.optedOutAtMeta(TestNumbers.SHOP, "4917", NOW);
        desk.record(List.of(new ConsentDesk.Entry("4917", Kind.NOTHING)), null, "crm");
        clock.advance(Duration.ofSeconds(1));
        desk.takeBack("4917", OUT, null, "crm");
        assertThat(standing("4917")).isEmpty();
        assertThat(Wish.standing(wishes.of("4917"), Kind.NO_MARKETING, SHOP)).isEmpty();
        desk.preference(TestNumbers.SHOP, Set.of("4917"), true, NOW);
        assertThat(standing("4917")).as("what was told before").isEmpty();
    }

    @Test
    void takenBackForOneNumberItStandsForTheOthers() {
        desk.record(List.of(new ConsentDesk.Entry("4917", Kind.NO_MARKETING)), null, "crm");
        clock.advance(Duration.ofSeconds(1));
        desk.takeBack("4917", OUT, SHOP, "crm");
        assertThat(Wish.standing(wishes.of("4917"), Kind.NO_MARKETING, SHOP)).isEmpty();
        assertThat(Wish.standing(wishes.of("4917"), Kind.NO_MARKETING, "2")).isPresent();
    }
}
