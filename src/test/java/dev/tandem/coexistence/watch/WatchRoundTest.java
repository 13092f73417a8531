package dev.tandem.coexistence.watch;

import static dev.tandem.TestNumbers.DIRECTORY;
import static dev.tandem.TestNumbers.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.TestNumbers;
import dev.tandem.coexistence.Notices;
import dev.tandem.domain.Alert;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Idleness;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Restriction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is noticed by the clock, with clocks that are moved. */
class WatchRoundTest {

    private static final String ID = SHOP.phoneNumberId();
    private static final Duration NO_STATUS = Duration.ofMinutes(15);
    private static final Duration HELD_BACK = SignsOfLife.heldBack(Duration.ofSeconds(10));

    private final MovableClock clock = new MovableClock(Clock.fixed(TestNumbers.LINKED, ZoneOffset.UTC));
    private final MemoryWatch disk = new MemoryWatch();
    private final TimedAlerts alerts = new TimedAlerts(clock);
    private final NumberDirectory numbers = new NumberDirectory(List.of(SHOP));
    private final ConnectionBook book = new ConnectionBook(disk);
    private final List<String> lane = new ArrayList<>();
    private Runnable meanwhile = () -> {};
    private final ConnectionDesk desk = new ConnectionDesk(
            book,
            new LaneGate() {
                @Override
                public void reconsider(BusinessNumber number) {
                    lane.add("reconsider");
                    meanwhile.run();
                }

                @Override
                public void beginGently(BusinessNumber number) {
                    lane.add("gently");
                }
            },
            alerts,
            clock);
    private final SignsOfLife signs = new SignsOfLife(disk, clock);
    private final Silence silence = new Silence(signs, 3, NO_STATUS, HELD_BACK, clock);
    private Optional<Instant> tokenEnd = Optional.empty();
    private final WatchRules rules = new WatchRules(Duration.ofDays(7), Duration.ofDays(7));
    private final WatchRound round = new WatchRound(
            numbers,
            book,
            desk,
            signs,
            new Forecast(signs, Idleness.DEFAULT),
            silence,
            number -> tokenEnd,
            alerts,
            rules,
            clock);

    private List<String> standingAfter(Duration time) {
        clock.advance(time);
        round.look();
        round.look();
        return alerts.standing().stream().map(Alert::code).sorted().toList();
    }

    private String text(String code) {
        return alerts.standing().stream()
                .filter(alert -> alert.code().equals(code))
                .findFirst()
                .orElseThrow()
                .text();
    }

    @Test
    void anIdlePhoneIsWarnedOfAtTenAndThirteenDaysOnceEach() {
        assertThat(standingAfter(Duration.ofDays(10).minusMillis(1))).isEmpty();
        assertThat(standingAfter(Duration.ofMillis(1))).containsExactly("phone_idle");
        assertThat(text("phone_idle"))
                .contains("Open WhatsApp Business on the primary phone or the link will be cut at about 14 days")
                .contains("2026-10-15T00:00:00Z");
        assertThat(standingAfter(Duration.ofDays(3))).containsExactly("phone_idle", "phone_idle_last");
        assertThat(standingAfter(Duration.ofHours(1))).containsExactly("phone_idle", "phone_idle_last");
        assertThat(alerts.standing()).extracting(Alert::count).containsOnly(1L);

        signs.phoneActed(ID, clock.instant());
        assertThat(standingAfter(Duration.ZERO)).isEmpty();
        assertThat(standingAfter(Duration.ofDays(10))).containsExactly("phone_idle");
    }

    @Test
    void aSignOfLifeSurvivesARestartAndIsWrittenOnceAMinuteAtMost() {
        clock.advance(Duration.ofDays(5));
        for (int second = 0; second < 60; second++) {
            signs.phoneActed(ID, clock.instant());
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(disk.written).isEqualTo(1);
        signs.phoneActed(ID, clock.instant());
        assertThat(disk.written).isEqualTo(2);
        signs.phoneActed(ID, clock.instant().plus(Duration.ofDays(400)));
        assertThat(new SignsOfLife(disk, clock).phone(ID)).contains(clock.instant());
        assertThat(signs.phone(ID)).as("no phone acts tomorrow").contains(clock.instant());
    }

    @Test
    void aLinkThatWasOldWhenTheWatchBeganIsWatchedFromThenOn() {
        assertThat(standingAfter(Duration.ofDays(200))).isEmpty();
        assertThat(standingAfter(Duration.ofDays(10).minusMillis(1))).isEmpty();
        assertThat(standingAfter(Duration.ofMillis(1))).containsExactly("phone_idle");
    }

    @Test
    void linkedDevicesAreRemindedOfThreeDaysBeforeThirtyAndAgainThirtyDaysLater() {
        for (int day = 0; day < 27; day++) {
            signs.phoneActed(ID, clock.instant());
            assertThat(standingAfter(Duration.ofDays(1).minusMinutes(1))).isEmpty();
            clock.advance(Duration.ofMinutes(1));
        }
        signs.phoneActed(ID, clock.instant());
        assertThat(standingAfter(Duration.ZERO)).containsExactly("companions_idle");
        assertThat(text("companions_idle")).contains("about 30 days").contains("Linked devices");
        assertThat(standingAfter(Duration.ofDays(3))).isEmpty();
    }

    @Test
    void aNumberThatIsNotLinkedIsWarnedOfNothingElse() {
        assertThat(standingAfter(Duration.ofDays(13))).containsExactly("phone_idle", "phone_idle_last");
        desk.removed(SHOP, new ConnectionFacts.Removal("PRIMARY_INACTIVITY", "SYSTEM", clock.instant()));
        assertThat(standingAfter(Duration.ofDays(1))).containsExactly("number_disconnected");
        assertThat(text("number_disconnected"))
                .contains("not opened on the primary phone for about 14 days")
                .contains("link the number again")
                .contains("new sends are refused");
    }

    @Test
    void sendsWithoutAnyStatusAreAnAlarmUntilOneComes() {
        signs.statusCame(ID);
        clock.advance(Duration.ofMinutes(1));
        silence.taken(ID);
        silence.taken(ID);
        assertThat(standingAfter(NO_STATUS)).as("two may have lost theirs").isEmpty();
        silence.taken(ID);
        assertThat(standingAfter(NO_STATUS.minusMillis(1))).isEmpty();
        silence.taken(ID);
        assertThat(standingAfter(Duration.ofMillis(1))).containsExactly("no_statuses");
        assertThat(text("no_statuses")).contains("15 minutes").contains("Check that Meta reaches the webhook");
        clock.advance(Duration.ofMinutes(1));
        signs.statusCame(ID);
        assertThat(standingAfter(Duration.ZERO)).isEmpty();
        assertThat(standingAfter(Duration.ofHours(1)))
                .as("those sends are old news")
                .isEmpty();
    }

    @Test
    void whileStatusesComeNoSendIsSilentHoweverManyGetNone() {
        for (int minute = 0; minute < 60; minute++) {
            silence.taken(ID);
            silence.taken(ID);
            signs.statusCame(ID);
            assertThat(standingAfter(Duration.ofMinutes(1))).isEmpty();
        }
    }

    /** As a round of one of two engines does. */
    private static void roundOf(SignsOfLife engine) {
        engine.flush();
        engine.refresh();
    }

    /** The status that comes within a minute of another is in memory alone, at an engine that has not the number's lane. */
    @Test
    void aStatusThatCameToAnotherEngineIsHeard() {
        SignsOfLife other = new SignsOfLife(disk, clock);
        other.statusCame(ID);
        threeTaken();
        clock.advance(Duration.ofSeconds(2));
        other.statusCame(ID);
        clock.advance(NO_STATUS);
        roundOf(other);
        assertThat(standingAfter(Duration.ZERO)).isEmpty();
        assertThat(standingAfter(Duration.ofHours(1)))
                .as("they have their status")
                .isEmpty();
    }

    @Test
    void anEngineThatStopsLeavesWhatItHeardBehind() {
        SignsOfLife other = new SignsOfLife(disk, clock);
        other.statusCame(ID);
        threeTaken();
        clock.advance(Duration.ofSeconds(2));
        other.statusCame(ID);
        other.close();
        assertThat(standingAfter(NO_STATUS)).isEmpty();
    }

    /** Whatever the patience is: another engine may still have the status when it is over. */
    @Test
    void aRoundThatComesBeforeAnotherEngineHasToldAlarmsNobody() {
        SignsOfLife other = new SignsOfLife(disk, clock);
        Silence hasty = new Silence(signs, 1, Duration.ofSeconds(30), HELD_BACK, clock);
        other.statusCame(ID);
        clock.advance(Duration.ofSeconds(1));
        hasty.taken(ID);
        clock.advance(Duration.ofSeconds(1));
        other.statusCame(ID);
        for (int round = 0; round < 20; round++) {
            clock.advance(Duration.ofSeconds(10));
            roundOf(signs);
            assertThat(hasty.isSilent(ID)).as("round %d", round).isFalse();
            roundOf(other);
        }
        hasty.taken(ID);
        clock.advance(HELD_BACK.minusMillis(1));
        assertThat(hasty.isSilent(ID)).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(hasty.isSilent(ID)).as("nobody has one").isTrue();
        assertThat(hasty.text()).contains("for 80 seconds");
    }

    private void threeTaken() {
        clock.advance(Duration.ofSeconds(1));
        for (int send = 0; send < 3; send++) {
            silence.taken(ID);
        }
    }

    @Test
    void whatRoundsWriteIsOnceAMinuteAtMost() {
        int before = disk.written;
        for (int second = 0; second < 600; second++) {
            signs.statusCame(ID);
            if (second % 10 == 0) {
                roundOf(signs);
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(disk.written - before).isEqualTo(10);
        clock.advance(Duration.ofMinutes(1));
        roundOf(signs);
        roundOf(signs);
        assertThat(disk.written - before).as("the last one, once").isEqualTo(11);
    }

    @Test
    void aRestartForgetsTheSendsAndNotTheAlarm() {
        alerts.raise("no_statuses", ID, ID, "raised by the engine before it was stopped");
        assertThat(standingAfter(Duration.ofMinutes(5))).containsExactly("no_statuses");
        signs.statusCame(ID);
        assertThat(standingAfter(Duration.ZERO)).isEmpty();
    }

    @Test
    void aTokenIsWarnedOfBeforeItsEndWhereThatIsKnown() {
        assertThat(standingAfter(Duration.ofDays(1))).isEmpty();
        tokenEnd = Optional.of(clock.instant().plus(Duration.ofDays(8)));
        assertThat(standingAfter(Duration.ofDays(1))).isEmpty();
        assertThat(standingAfter(Duration.ofMillis(1))).containsExactly("token_expires");
        assertThat(text("token_expires")).contains(tokenEnd.orElseThrow().toString());
        tokenEnd = Optional.of(clock.instant().plus(Duration.ofDays(60)));
        assertThat(standingAfter(Duration.ZERO)).isEmpty();
    }

    @Test
    void aRestrictionsAlertEndsWithIt() {
        Instant end = clock.instant().plus(Duration.ofHours(5));
        desk.restricted(SHOP, new Restriction("RESTRICTED_BIZ_INITIATED_MESSAGING", true, end, clock.instant()));
        assertThat(text("account_restricted")).contains("no templates out").contains(end.toString());
        assertThat(standingAfter(Duration.ofHours(5).minusMillis(1))).containsExactly("account_restricted");
        assertThat(standingAfter(Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void aNoticeThatNothingEndsIsOverAfterAWeekAndLateNewsOfItStaysAway() {
        Notices notices = new Notices(alerts, Duration.ofDays(7), clock);
        Instant told = clock.instant();
        notices.raise(SHOP, "account_violation", "SPAM", "text", told);
        assertThat(standingAfter(Duration.ofDays(7))).containsExactly("account_violation");
        assertThat(standingAfter(Duration.ofMillis(1))).isEmpty();
        notices.raise(SHOP, "account_violation", "SPAM", "text", told);
        assertThat(alerts.standing()).isEmpty();
    }

    @Test
    void aRoundThatLooksWhileACutIsLearnedDoesNotTellOfItTwice() {
        round.look();
        meanwhile = round::look;
        Instant at = clock.instant().plusSeconds(60);
        desk.removed(SHOP, new ConnectionFacts.Removal("PRIMARY_INACTIVITY", "SYSTEM", at));
        assertThat(alerts.standing()).hasSize(1).allMatch(alert -> alert.count() == 1);
        assertThat(text("number_disconnected")).contains("Open WhatsApp Business on the primary phone");
    }

    @Test
    void whatHappensToAConnectionIsToldOnceAndDoneTwiceWithoutHarm() {
        Instant at = clock.instant().plusSeconds(60);
        desk.offboarded(SHOP, at);
        desk.offboarded(SHOP, at);
        assertThat(alerts.standing()).extracting(Alert::code).containsExactly("number_offboarded");
        assertThat(alerts.standing()).extracting(Alert::count).containsExactly(1L);
        assertThat(lane).containsExactly("reconsider");
        desk.reconnected(SHOP, at.plusSeconds(60));
        assertThat(lane).containsExactly("reconsider", "gently", "reconsider");
        desk.reconnected(SHOP, at.plusSeconds(60));
        assertThat(lane)
                .as("what a crash broke off is done, and the pace is not touched")
                .hasSize(4);
        assertThat(lane.get(3)).isEqualTo("reconsider");
        assertThat(alerts.standing()).isEmpty();
    }

    @Test
    void whatWaitsForALinkThatIsThereGoesWithTheFirstRound() {
        standingAfter(Duration.ZERO);
        assertThat(lane).containsExactly("reconsider");
        standingAfter(Duration.ZERO);
        assertThat(lane).as("once").hasSize(1);
    }

    @Test
    void whatAnotherEngineLearnedIsKnownAfterTheNextRound() {
        standingAfter(Duration.ZERO);
        lane.clear();
        Instant at = clock.instant().plusSeconds(60);
        disk.change(SHOP, before -> before.offboarded(at));
        assertThat(book.of(SHOP).isLinked()).isTrue();
        assertThat(standingAfter(Duration.ofMinutes(2))).containsExactly("number_offboarded");
        assertThat(book.of(SHOP).isLinked()).isFalse();
        assertThat(lane).containsExactly("reconsider");
        disk.change(SHOP, before -> before.reconnected(at.plusSeconds(60)));
        assertThat(standingAfter(Duration.ZERO)).isEmpty();
        disk.restrict(SHOP, new Restriction(Restriction.DISABLED, true, null, at));
        standingAfter(Duration.ZERO);
        assertThat(lane).hasSize(4);
        assertThat(lane.subList(0, 3))
                .as("whose lane it is lets go what it has held since")
                .containsExactly("reconsider", "gently", "reconsider");
    }

    @Test
    void onlyAnExplicitAnswerOfTheNodeChangesANumberAndItIsAskedAtItsPace() {
        List<Instant> asked = new ArrayList<>();
        List<Optional<Boolean>> answer = new ArrayList<>(List.of(Optional.empty()));
        NodePoll poll = new NodePoll(
                DIRECTORY,
                number -> {
                    asked.add(clock.instant());
                    return number.equals(SHOP) ? answer.get(0) : Optional.empty();
                },
                desk,
                number -> false,
                alerts,
                Duration.ofMinutes(30),
                clock);
        poll.look();
        assertThat(book.of(SHOP).isLinked()).isTrue();
        answer.set(0, Optional.of(false));
        clock.advance(Duration.ofMinutes(30).minusMillis(1));
        poll.look();
        assertThat(asked).hasSize(2);
        assertThat(book.of(SHOP).isLinked()).isTrue();
        clock.advance(Duration.ofMillis(1));
        poll.look();
        assertThat(asked).hasSize(4);
        assertThat(book.of(SHOP).cause()).isEqualTo("unknown");
        assertThat(text("number_disconnected")).contains("no longer on the WhatsApp Business App");

        answer.set(0, Optional.empty());
        clock.advance(Duration.ofMinutes(30));
        poll.look();
        assertThat(book.of(SHOP).isLinked()).as("silence is no answer").isFalse();
        answer.set(0, Optional.of(true));
        clock.advance(Duration.ofMinutes(30));
        poll.look();
        assertThat(book.of(SHOP).isLinked()).isTrue();
        assertThat(alerts.standing()).isEmpty();
    }

    @Test
    void aNumberThatMetaStoppedIsAskedForEveryMinute() {
        List<String> asked = new ArrayList<>();
        NodePoll poll = new NodePoll(
                DIRECTORY,
                number -> {
                    asked.add(number.alias());
                    return Optional.empty();
                },
                desk,
                SHOP::equals,
                alerts,
                Duration.ofMinutes(30),
                clock);
        poll.look();
        clock.advance(Duration.ofMinutes(1));
        poll.look();
        assertThat(asked).containsExactly("shop", "desk", "shop");
    }

    @Test
    void aLowQualityIsToldUntilItIsBetter() {
        List<String> rating = new ArrayList<>(List.of("GREEN"));
        NumberNode node = new NumberNode() {
            @Override
            public Optional<Boolean> isOnApp(BusinessNumber number) {
                return Optional.empty();
            }

            @Override
            public Said ask(BusinessNumber number) {
                return new Said(Optional.empty(), number.equals(SHOP) ? rating.get(0) : "");
            }
        };
        NodePoll poll = new NodePoll(DIRECTORY, node, desk, number -> false, alerts, Duration.ofMinutes(30), clock);
        for (String next : List.of("GREEN", "RED", "UNKNOWN", "RED")) {
            rating.set(0, next);
            poll.look();
            clock.advance(Duration.ofMinutes(30));
        }
        assertThat(text("quality_low")).contains("Meta rates its quality as low");
        assertThat(alerts.standing()).hasSize(1).allMatch(alert -> alert.count() == 1);
        rating.set(0, "YELLOW");
        poll.look();
        assertThat(alerts.standing()).isEmpty();
    }
}
