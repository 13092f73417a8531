package dev.tandem.coexistence.sync;

import static dev.tandem.domain.SyncKind.CONTACTS;
import static dev.tandem.domain.SyncKind.HISTORY;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.tandem.LogLines;
import dev.tandem.TestNumbers;
import dev.tandem.domain.Alert;
import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.Connection;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Event;
import dev.tandem.domain.HistoryChunk;
import dev.tandem.domain.HistoryProgress;
import dev.tandem.domain.NumberSync;
import dev.tandem.domain.SyncAnswer;
import dev.tandem.domain.SyncKind;
import dev.tandem.domain.SyncTexts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyncDeskTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SyncRoom room = new SyncRoom();

    private void answer(SyncKind kind, SyncAnswer answer) {
        room.answers.put(kind, () -> answer);
    }

    private SyncDesk.Asked ask(SyncKind kind) {
        return room.desk.ask(room.shop(), kind, "crm", false);
    }

    /** Contacts and history are asked for and accepted, and the contacts have come. */
    private void bothAsked() {
        room.round();
        contactsCome();
        assertThat(ask(HISTORY).answer()).isEqualTo(SyncRoom.YES);
    }

    private void contactsCome() {
        room.desk.contacts(room.shop(), room.clock.instant(), true);
    }

    @Test
    void contactsAreAskedForByThemselvesAndHistoryInTheLastHour() {
        room.desk.linked(room.shop());
        room.roundsFor(Duration.ofMinutes(22 * 60 + 50));
        assertThat(room.asked).containsExactly(CONTACTS);
        assertThat(room.sync().contacts().by()).isEqualTo("tandem");
        room.roundsFor(Duration.ofMinutes(70));
        assertThat(room.asked).containsExactly(CONTACTS, HISTORY);
        assertThat(room.sync().history().at()).isEqualTo(TestNumbers.LINKED.plus(Duration.ofHours(23)));
        assertThat(room.sync().history().requestId()).isEqualTo("req-1");
    }

    @Test
    void atOnceIsRightAfterTheContacts() {
        room.plan = AutoHistory.AT_ONCE;
        room.round();
        assertThat(room.asked).containsExactly(CONTACTS, HISTORY);
    }

    @Test
    void neverIsNeverUnlessAPersonAsks() {
        room.plan = AutoHistory.NEVER;
        room.round();
        contactsCome();
        room.roundsFor(Duration.ofHours(25));
        assertThat(room.asked).containsExactly(CONTACTS);
        assertThat(room.alertCodes())
                .as("who was told twice and asked for nothing wants none")
                .isEmpty();
        assertThat(room.outcomes()).containsExactly("sync_ended expired");

        SyncRoom other = new SyncRoom();
        other.plan = AutoHistory.NEVER;
        other.round();
        other.desk.ask(other.shop(), HISTORY, "crm", false);
        assertThat(other.history()).isEqualTo("accepted");
    }

    /** Where nobody else asks it depends on a person, and that person on the alarms. */
    @Test
    void alsoWhoeverWantsToAskIsAlarmedBeforeTheEnd() {
        room.plan = AutoHistory.NEVER;
        room.round();
        contactsCome();
        room.roundsFor(Duration.ofHours(18));
        assertThat(room.alertCodes()).containsExactly("sync_deadline");
        assertThat(alarm("sync_deadline").text())
                .contains("POST /numbers/{n}/sync/history")
                .doesNotContain("by itself");
        room.roundsFor(Duration.ofHours(5));
        assertThat(room.alertCodes()).containsExactly("sync_deadline", "sync_deadline_last");
        ask(HISTORY);
        assertThat(room.alertCodes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"AT_ONCE, 19", "AT_ONCE, 23", "LAST_HOUR, 23"})
    void whatIsAskedForInTheSameRoundAlarmsNobody(AutoHistory plan, int hours) {
        room.plan = plan;
        List<String> alarmed = new ArrayList<>();
        room.answers.put(HISTORY, () -> {
            alarmed.addAll(room.alertCodes());
            return SyncRoom.YES;
        });
        room.clock.advance(Duration.ofHours(hours).plusMinutes(30));
        room.round();
        assertThat(room.asked).containsExactly(CONTACTS, HISTORY);
        assertThat(alarmed).as("when it is asked for").isEmpty();
        assertThat(room.alertCodes()).as("afterwards").isEmpty();
    }

    @Test
    void aPersonAsksOnceAndIsToldWhyNotAgain() {
        assertThat(ask(HISTORY).why()).contains("contacts come first");
        bothAsked();
        assertThat(ask(HISTORY).why()).contains("was asked for at 2026-10-01T00:00:00Z (request req-1)", "once per");
        assertThat(ask(CONTACTS).why()).contains("were asked for");
        assertThat(room.desk.ask(room.shop(), HISTORY, "crm", true).why())
                .as("a person's word counts for unclear calls only")
                .contains("was asked for");
        assertThat(room.asked).containsExactly(CONTACTS, HISTORY);
    }

    @Test
    void aNumberLinkedLongAgoIsLeftInPeace() {
        room.clock.advance(Duration.ofHours(24));
        room.roundsFor(Duration.ofHours(1));
        assertThat(room.asked).isEmpty();
        assertThat(room.alertCodes()).isEmpty();
        assertThat(room.store.events).isEmpty();
        assertThat(room.history()).isEqualTo("expired");
        assertThat(ask(HISTORY).why()).contains("link it again");
    }

    @Test
    void alarmsSixHoursAndOneBeforeTheEndOnceEachUntilItIsAsked() {
        answer(CONTACTS, new SyncAnswer.Refused("Token.", 190, true));
        answer(HISTORY, new SyncAnswer.Refused("Token.", 190, true));
        room.roundsFor(Duration.ofHours(17).plusMinutes(50));
        assertThat(room.alertCodes()).containsExactly("sync_refused");
        room.roundsFor(Duration.ofMinutes(100));
        assertThat(room.alertCodes()).containsExactly("sync_deadline", "sync_refused");
        assertThat(alarm("sync_deadline").text())
                .contains("until 2026-10-02T00:00:00Z only", "by itself at 2026-10-01T23:00:00Z");
        room.roundsFor(Duration.ofHours(4));
        assertThat(room.alertCodes())
                .containsExactly("sync_deadline", "sync_deadline_last", "sync_refused", "sync_refused");
        assertThat(alarm("sync_deadline").count()).isEqualTo(1);
        assertThat(alarm("sync_deadline_last").count()).isEqualTo(1);
        assertThat(alarm("sync_deadline_last").text())
                .contains("until 2026-10-02T00:00:00Z only", "POST /numbers/{n}/sync/history")
                .doesNotContain("by itself at");
        answer(CONTACTS, SyncRoom.YES);
        answer(HISTORY, SyncRoom.YES);
        room.roundsFor(Duration.ofMinutes(30));
        assertThat(room.history()).isEqualTo("accepted");
        assertThat(room.alertCodes()).isEmpty();
    }

    private Alert alarm(String code) {
        return room.alerts.standing().stream()
                .filter(alert -> alert.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anEngineThatComesBackInTheLastHourRaisesBothAlarmsAndTheEndEndsThem() {
        answer(CONTACTS, new SyncAnswer.Refused("Token.", 190, true));
        answer(HISTORY, new SyncAnswer.Refused("Token.", 190, true));
        room.round();
        room.roundAfter(Duration.ofMinutes(23 * 60 + 30));
        assertThat(room.alertCodes())
                .containsExactly("sync_deadline", "sync_deadline_last", "sync_refused", "sync_refused");
        assertThat(alarm("sync_deadline_last").count()).isEqualTo(1);
        room.roundsFor(Duration.ofMinutes(30));
        assertThat(room.alertCodes()).containsExactly("sync_expired");
    }

    @Test
    void aRefusedCallDidNotCountAndIsAskedAgainByItself() {
        answer(CONTACTS, new SyncAnswer.Refused("Meta answered with the error 190: expired.", 190, true));
        room.round();
        room.round();
        assertThat(room.asked).as("not at once").containsExactly(CONTACTS);
        assertThat(room.alerts.standing()).singleElement().satisfies(alert -> {
            assertThat(alert.code()).isEqualTo("sync_refused");
            assertThat(alert.text()).contains("error 190", "did not count", "tried again by itself");
        });
        answer(CONTACTS, SyncRoom.YES);
        room.roundAfter(MINUTE);
        assertThat(room.asked).containsExactly(CONTACTS, CONTACTS);
        assertThat(room.sync().contactsState()).isEqualTo("accepted");
        assertThat(room.alertCodes()).isEmpty();
    }

    @Test
    void anUnclearCallIsParkedUntilAPersonSaysThatItDidNotCount() {
        answer(CONTACTS, new SyncAnswer.Unclear("The call left, and no answer came."));
        room.roundsFor(Duration.ofHours(20));
        assertThat(room.asked).containsExactly(CONTACTS);
        assertThat(room.alertCodes()).contains("sync_unclear");
        assertThat(ask(CONTACTS).why()).contains("is not known", "{\"again\": true}");
        answer(CONTACTS, SyncRoom.YES);
        assertThat(room.desk.ask(room.shop(), CONTACTS, "crm", true).answer()).isEqualTo(SyncRoom.YES);
        assertThat(room.asked).containsExactly(CONTACTS, CONTACTS);
        assertThat(room.sync().contacts().by()).isEqualTo("crm");
        assertThat(room.alertCodes()).doesNotContain("sync_unclear");
    }

    @Test
    void anEditOfThePhoneBookLeavesAnUnclearCallToAPerson() {
        answer(CONTACTS, new SyncAnswer.Unclear("The call left, and no answer came."));
        room.round();
        room.desk.contacts(room.shop(), room.clock.instant(), false);
        assertThat(room.sync().contactsState()).isEqualTo("unclear");
        assertThat(room.alertCodes()).containsExactly("sync_unclear");
        assertThat(ask(CONTACTS).why()).contains("may be edits on the phone", "{\"again\": true}");
        contactsCome();
        assertThat(room.sync().contactsState()).isEqualTo("received");
        assertThat(room.alertCodes()).isEmpty();
    }

    @Test
    void anUnclearCallSettlesByWhatComes() {
        room.round();
        answer(HISTORY, new SyncAnswer.Unclear("The call left, and no answer came."));
        ask(HISTORY);
        assertThat(room.history()).isEqualTo("unclear");
        assertThat(room.alertCodes()).containsExactly("sync_unclear");
        room.chunk(1, 1, 50);
        assertThat(room.history()).isEqualTo("syncing");
        assertThat(room.alertCodes()).isEmpty();
        assertThat(room.asked).containsExactly(CONTACTS, HISTORY);
    }

    @Test
    void anUnclearCallThatNothingEverFollowsEndsWithTheDay() {
        room.round();
        contactsCome();
        answer(HISTORY, new SyncAnswer.Unclear("The call left, and no answer came."));
        ask(HISTORY);
        room.roundsFor(Duration.ofHours(25));
        assertThat(room.asked).containsExactly(CONTACTS, HISTORY);
        assertThat(room.outcomes()).containsExactly("sync_ended expired");
        assertThat(room.alertCodes()).containsExactly("sync_expired");
    }

    @Test
    void aCrashBetweenRecordAndAnswerIsUnclearAndNoOtherEngineAsksAgain() {
        room.answers.put(CONTACTS, () -> {
            throw new Killed();
        });
        assertThatThrownBy(room::round).isInstanceOf(Killed.class);
        SyncDesk other = room.engine();
        SyncRoom.round(other);
        assertThat(room.sync().contactsState()).as("it may still be under way").isEqualTo("asking");
        assertThat(other.ask(room.shop(), CONTACTS, "crm", true).why()).contains("at this moment");
        room.clock.advance(MINUTE.multipliedBy(2));
        SyncRoom.round(other);
        assertThat(room.sync().contactsState()).isEqualTo("unclear");
        assertThat(room.alerts.standing()).singleElement().satisfies(alert -> assertThat(alert.text())
                .contains("The engine stopped between the record of the call and its answer."));
        SyncRoom.round(other);
        SyncRoom.round(room.engine());
        assertThat(room.asked).containsExactly(CONTACTS);
    }

    /** As a process that is killed: no code of the engine sees it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void anAnswerThatComesAfterItWasParkedStillCounts() {
        room.answers.put(CONTACTS, () -> {
            room.clock.advance(MINUTE.multipliedBy(3));
            room.engine().settle();
            assertThat(room.sync().contactsState()).isEqualTo("unclear");
            return SyncRoom.YES;
        });
        room.round();
        assertThat(room.sync().contactsState()).isEqualTo("accepted");
        assertThat(room.alertCodes()).isEmpty();
    }

    @Test
    void ofManyThatAskAtTheSameTimeOneDoes() throws Exception {
        room.round();
        List<SyncDesk> engines = List.of(room.desk, room.engine(), room.engine(), room.engine());
        CyclicBarrier start = new CyclicBarrier(8);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<SyncDesk.Asked>> asked = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> threads.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return engines.get(i % engines.size()).ask(room.shop(), HISTORY, "crm " + i, false);
                }))
                .toList();
        int made = 0;
        for (Future<SyncDesk.Asked> each : asked) {
            made += each.get(10, TimeUnit.SECONDS).answer() != null ? 1 : 0;
        }
        threads.shutdown();
        assertThat(made).isEqualTo(1);
        assertThat(room.asked).containsExactly(CONTACTS, HISTORY);
    }

    @Test
    void alreadyUsedIsAsGoodAsDone() {
        answer(CONTACTS, new SyncAnswer.AlreadyUsed("2593107."));
        answer(HISTORY, new SyncAnswer.AlreadyUsed("2593107."));
        room.plan = AutoHistory.AT_ONCE;
        room.round();
        assertThat(room.asked).containsExactly(CONTACTS, HISTORY);
        assertThat(room.history()).isEqualTo("already_used");
        assertThat(ask(HISTORY).why()).contains("2593107");
        room.roundsFor(Duration.ofHours(2));
        assertThat(room.asked).containsExactly(CONTACTS, HISTORY);
        assertThat(room.outcomes()).containsExactly("sync_ended already_used");
        assertThat(room.alertCodes()).containsExactly("sync_already_used");
    }

    @Test
    void tooLateByMetasClockEndsIt() {
        room.round();
        answer(HISTORY, new SyncAnswer.Expired("2593108."));
        assertThat(ask(HISTORY).sync().historyState()).isEqualTo("expired");
        assertThat(room.outcomes()).containsExactly("sync_ended expired");
        assertThat(room.alerts.standing()).singleElement().satisfies(alert -> {
            assertThat(alert.code()).isEqualTo("sync_expired");
            assertThat(alert.text()).contains("2593108", "link it again");
        });
    }

    @Test
    void twentyFourHoursWithoutAnyCallEndIt() {
        answer(CONTACTS, new SyncAnswer.Refused("Not reached.", 0, false));
        answer(HISTORY, new SyncAnswer.Refused("Not reached.", 0, false));
        room.roundsFor(Duration.ofHours(25));
        assertThat(room.history()).isEqualTo("expired");
        assertThat(room.sync().contactsState()).isEqualTo("expired");
        assertThat(room.outcomes()).containsExactly("sync_ended expired");
        assertThat(room.alertCodes()).as("the others are over with it").containsExactly("sync_expired");
    }

    @Test
    void aHundredBeforeTheLastChunkIsNotTheEnd() {
        bothAsked();
        room.chunk(0, 1, 20);
        room.chunk(1, 3, 100);
        room.chunk(1, 1, 40);
        room.roundAfter(SyncRoom.SETTLE.minusSeconds(1));
        assertThat(room.history()).isEqualTo("syncing");
        room.chunk(1, 2, 80);
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes()).containsExactly("sync_ended complete");
        assertThat(room.alertCodes()).as("an end that asks for nothing").isEmpty();
        assertThat(SyncRoom.item(room.store.events.get(0)))
                .containsEntry("endedBy", "progress")
                .containsEntry("chunks", 4)
                .containsEntry("messages", 400L)
                .containsEntry("missing", "")
                .containsEntry("requestId", "req-1")
                .containsEntry("contacts", "received");
        int writes = room.store.writes;
        room.chunks.forEach(chunk -> room.desk.chunk(room.shop(), chunk));
        room.round();
        assertThat(room.store.writes).as("a second delivery changes nothing").isEqualTo(writes);
    }

    @Test
    void withoutAHundredTheQuietTimeEndsIt() {
        bothAsked();
        room.chunk(1, 1, 99);
        room.roundAfter(SyncRoom.QUIET);
        assertThat(room.outcomes()).containsExactly("sync_ended complete");
        assertThat(SyncRoom.item(room.store.events.get(0))).containsEntry("endedBy", "quiet");
    }

    /** The phone is put away at 35 %, and taken out again when the quiet time is over (R8). */
    @Test
    void whatOnlySilenceCalledCompleteGoesOnWhenTheRestComes() {
        bothAsked();
        room.chunk(1, 1, 35);
        room.roundAfter(SyncRoom.QUIET);
        room.roundAfter(Duration.ofMinutes(1));
        room.chunk(1, 3, 100);
        assertThat(room.history()).isEqualTo("syncing");
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes()).containsExactly("sync_ended complete", "sync_corrected gap");
        assertThat(room.alertCodes()).containsExactly("sync_gap");
        room.chunk(1, 2, 70);
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes())
                .containsExactly("sync_ended complete", "sync_corrected gap", "sync_corrected complete");
        assertThat(room.alertCodes()).isEmpty();
        assertThat(SyncRoom.item(room.store.events.get(2)))
                .containsEntry("endedBy", "progress")
                .containsEntry("progress", 100);
        int writes = room.store.writes;
        room.clock.advance(Duration.ofMinutes(1));
        room.chunk(2, 1, 100);
        room.round();
        assertThat(room.store.writes).as("Meta counted to 100: that end stays").isEqualTo(writes);
    }

    @Test
    void chunksThatStandInLineHereAreNoSilence() {
        bothAsked();
        Instant came = room.clock.instant();
        room.roundAfter(SyncRoom.SETTLE.minusSeconds(1));
        room.chunk(1, 3, 100, came);
        room.roundAfter(SyncRoom.SETTLE.minusSeconds(1));
        room.chunk(1, 2, 80, came);
        room.roundAfter(SyncRoom.SETTLE.minusSeconds(1));
        assertThat(room.outcomes())
                .as("the first chunk may be the next in line")
                .isEmpty();
        room.chunk(1, 1, 40, came);
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes()).containsExactly("sync_ended complete");
    }

    @Test
    void whatArrivedAndStandsInLineIsNoSilenceHoweverLongItDoes() {
        bothAsked();
        room.chunk(1, 1, 40);
        room.chunk(1, 3, 100);
        room.inLine = room.clock.instant();
        room.roundAfter(SyncRoom.QUIET);
        assertThat(room.outcomes()).as("the second chunk may be it").isEmpty();
        room.chunk(1, 2, 80);
        room.inLine = null;
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes()).containsExactly("sync_ended complete");
    }

    /** It was killed when the last chunk was in; what comes while it starts again is turned away, and comes later. */
    @Test
    void theTimeInWhichAnEngineStartsIsNoSilence() {
        bothAsked();
        room.chunk(1, 1, 40);
        room.chunk(1, 3, 100);
        SyncDesk again = room.engine();
        room.clock.advance(SyncRoom.SETTLE);
        SyncRoom.round(again);
        assertThat(room.outcomes()).as("it has only begun to listen").isEmpty();
        room.clock.advance(SyncRoom.SETTLE);
        SyncRoom.round(again);
        assertThat(room.outcomes()).containsExactly("sync_ended gap");
    }

    @Test
    void aMissingChunkIsAGapAndACompleteOneWhenItComes() {
        bothAsked();
        room.chunk(1, 1, 40);
        room.chunk(1, 3, 100);
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes()).containsExactly("sync_ended gap");
        assertThat(room.alerts.standing()).singleElement().satisfies(alert -> {
            assertThat(alert.code()).isEqualTo("sync_gap");
            assertThat(alert.text()).contains("missing: phase 1: 2", "request req-1");
        });
        room.roundAfter(Duration.ofHours(3));
        room.chunk(1, 2, 80);
        assertThat(room.alertCodes()).isEmpty();
        assertThat(room.history()).isEqualTo("syncing");
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes()).containsExactly("sync_ended gap", "sync_corrected complete");
        assertThat(room.store.events.get(0).id())
                .isNotEqualTo(room.store.events.get(1).id());
    }

    @Test
    void aYesThatNothingFollowsIsSilence() {
        bothAsked();
        room.roundsFor(SyncRoom.QUIET);
        room.roundsFor(Duration.ofHours(30));
        assertThat(room.outcomes()).containsExactly("sync_ended silent");
        assertThat(room.alerts.standing()).singleElement().satisfies(alert -> {
            assertThat(alert.code()).isEqualTo("sync_silent");
            assertThat(alert.count()).isEqualTo(1);
            assertThat(alert.text()).contains("Meta said yes and nothing came", "req-1");
        });
    }

    /** The history's end says nothing of the contacts: they have their own quiet time. */
    @Test
    void contactsThatWerePromisedAndNeverComeAreToldOnceAndNeverAskedForAgain() {
        room.plan = AutoHistory.AT_ONCE;
        room.round();
        room.chunk(0, 1, 100);
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.history()).isEqualTo("complete");
        room.roundAfter(SyncRoom.QUIET.minus(SyncRoom.SETTLE).minusSeconds(1));
        assertThat(room.sync().contactsState()).isEqualTo("accepted");
        assertThat(room.alertCodes()).isEmpty();
        room.roundAfter(Duration.ofSeconds(1));
        room.roundsFor(Duration.ofHours(30));
        assertThat(room.sync().contactsState()).isEqualTo("silent");
        assertThat(room.asked).containsExactly(CONTACTS, HISTORY);
        assertThat(room.store.events).extracting(Event::type).containsExactly("sync_ended", "sync_contacts_silent");
        assertThat(SyncRoom.item(room.store.events.get(1)))
                .containsEntry("contacts", "silent")
                .containsEntry("requestId", "req-1");
        assertThat(room.alerts.standing()).singleElement().satisfies(alert -> {
            assertThat(alert.code()).isEqualTo("sync_contacts_silent");
            assertThat(alert.count()).isEqualTo(1);
            assertThat(alert.text())
                    .contains("Meta said yes and none came", "req-1", "open WhatsApp Business on the phone");
        });
        assertThat(ask(CONTACTS).why()).contains("once per linking");
    }

    @Test
    void contactsThatComeAfterAllEndTheirAlarm() {
        room.round();
        room.roundAfter(SyncRoom.QUIET);
        assertThat(room.alertCodes()).containsExactly("sync_contacts_silent");
        room.desk.contacts(room.shop(), room.clock.instant(), true);
        assertThat(room.sync().contactsState()).isEqualTo("received");
        assertThat(room.alertCodes()).isEmpty();
        room.roundAfter(SyncRoom.QUIET);
        assertThat(room.store.events).hasSize(1);
    }

    @Test
    void anotherLinkingEndsTheAlarmOfSilentContacts() {
        room.round();
        room.roundAfter(SyncRoom.QUIET);
        assertThat(room.alertCodes()).containsExactly("sync_contacts_silent");
        room.numbers.relink(room.shop().phoneNumberId(), room.clock.instant());
        room.desk.linked(room.shop());
        assertThat(room.alertCodes()).isEmpty();
    }

    @Test
    void declinedIsANormalEnd() {
        bothAsked();
        room.desk.declined(room.shop(), room.clock.instant());
        room.desk.declined(room.shop(), room.clock.instant().plusSeconds(5));
        room.roundsFor(Duration.ofHours(30));
        assertThat(room.outcomes()).containsExactly("sync_ended declined");
        assertThat(room.alertCodes()).isEmpty();
        assertThat(ask(HISTORY).why()).contains("owner chose not to share");
        assertThat(room.sync().shares()).isEqualTo("no");
    }

    private void declined() {
        room.clock.advance(MINUTE);
        room.desk.declined(room.shop(), room.clock.instant());
    }

    private String text() {
        SyncDesk.View view = room.desk.view(room.shop());
        return SyncTexts.history(view.sync(), HistoryProgress.of(view.chunks()), view.asksAt());
    }

    /** Meta repeats the refusal of the linking before, and nothing in it tells it from a new one. */
    @Test
    void aRefusalThatAPartFollowsWasOneOfTheLinkingBefore() {
        bothAsked();
        declined();
        assertThat(room.outcomes()).containsExactly("sync_ended declined");
        room.roundAfter(Duration.ofHours(3));
        try (LogLines told = new LogLines(SyncNotices.class)) {
            room.chunk(1, 1, 50);
            assertThat(room.history()).isEqualTo("syncing");
            assertThat(room.sync().shares()).isEqualTo("yes");
            room.clock.advance(MINUTE);
            room.chunk(1, 2, 100);
            assertThat(told.all())
                    .singleElement(as(STRING))
                    .contains("Number shop", "that was wrong", "linking before");
        }
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes()).containsExactly("sync_ended declined", "sync_corrected complete");
        assertThat(text())
                .startsWith("The history is complete. Meta counted to 100. Meta said at 2026-10-01T00:01:00Z")
                .contains("does not share the history (2593109), and that was wrong");
        assertThat(room.alertCodes()).isEmpty();
    }

    @Test
    void aRefusalAfterAPartIsBelievedWhenNothingMoreComes() {
        bothAsked();
        room.chunk(1, 1, 35);
        declined();
        room.roundAfter(SyncRoom.QUIET.minusSeconds(1));
        assertThat(room.history()).isEqualTo("syncing");
        room.roundAfter(Duration.ofSeconds(1));
        assertThat(room.outcomes()).containsExactly("sync_ended declined");
        assertThat(SyncRoom.item(room.store.events.get(0))).containsEntry("endedBy", "quiet");
        assertThat(room.sync().shares()).isEqualTo("no");
        assertThat(text())
                .contains("said at 2026-10-01T00:01:00Z", "nothing of it has come since", "linking the number again");
        assertThat(room.alertCodes()).isEmpty();
        room.roundAfter(MINUTE);
        room.chunk(1, 3, 100);
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes()).containsExactly("sync_ended declined", "sync_corrected gap");
        assertThat(room.alerts.standing()).singleElement().satisfies(alert -> assertThat(alert.text())
                .contains("missing: phase 1: 2", "that was wrong"));
    }

    @Test
    void aRefusalAmongPartsIsAsIfItHadNotBeen() {
        bothAsked();
        room.chunk(1, 1, 35);
        declined();
        room.roundAfter(SyncRoom.QUIET.minusSeconds(1));
        room.chunk(1, 2, 60);
        room.roundAfter(SyncRoom.QUIET.minusSeconds(1));
        assertThat(room.outcomes()).isEmpty();
        room.chunk(1, 3, 100);
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes()).containsExactly("sync_ended complete");
    }

    @Test
    void aRefusalAfterAnEndThatMissedSomethingIsWaitedOut() {
        bothAsked();
        room.chunk(1, 2, 100);
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.alertCodes()).containsExactly("sync_gap");
        declined();
        assertThat(room.alertCodes()).isEmpty();
        room.roundAfter(SyncRoom.QUIET);
        assertThat(room.outcomes()).containsExactly("sync_ended gap", "sync_corrected declined");
        assertThat(room.alertCodes()).isEmpty();
    }

    /** Whoever sent all of it cannot have refused it. */
    @Test
    void whereAllHasComeARefusalIsOneOfTheLinkingBefore() {
        bothAsked();
        room.chunk(1, 1, 100);
        declined();
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes()).containsExactly("sync_ended complete");
        int writes = room.store.writes;
        declined();
        room.roundAfter(SyncRoom.QUIET);
        assertThat(room.store.writes).isEqualTo(writes);
    }

    @Test
    void aChunkWhoseNewsWasLostIsFoundInTheLedger() {
        bothAsked();
        room.chunks.add(new HistoryChunk(0, 1, 100, 5, room.clock.instant()));
        room.round();
        assertThat(room.history()).isEqualTo("syncing");
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes()).containsExactly("sync_ended complete");
    }

    @Test
    void aSecondLinkingBeginsAnew() {
        bothAsked();
        room.roundsFor(Duration.ofHours(1));
        assertThat(room.alertCodes()).containsExactly("sync_silent");
        Instant again = room.clock.instant();
        room.numbers.relink(room.shop().phoneNumberId(), again);
        room.desk.linked(room.shop());
        room.desk.linked(room.shop());
        assertThat(room.alertCodes()).as("of the last linking").isEmpty();
        room.round();
        ask(HISTORY);
        assertThat(room.asked).containsExactly(CONTACTS, HISTORY, CONTACTS, HISTORY);
        room.chunk(0, 1, 100);
        room.roundAfter(SyncRoom.SETTLE);
        assertThat(room.outcomes()).containsExactly("sync_ended silent", "sync_ended complete");
        assertThat(room.store.events.get(0).id())
                .isNotEqualTo(room.store.events.get(1).id());
    }

    @Test
    void aPartOfTheLinkingBeforeTakesNobodysPlace() {
        bothAsked();
        room.clock.advance(MINUTE);
        room.numbers.relink(room.shop().phoneNumberId(), room.clock.instant());
        room.desk.linked(room.shop());
        room.round();
        room.clock.advance(MINUTE);
        assertThat(room.desk.awaits(room.shop(), room.clock.instant()))
                .as("nobody has asked since")
                .isFalse();
        ask(HISTORY);
        assertThat(room.desk.awaits(room.shop(), room.clock.instant())).isTrue();
    }

    @Test
    void aSyncThatRanIsReplacedByTheNextLinking() {
        bothAsked();
        Instant first = room.shop().linkedAt();
        room.numbers.relink(room.shop().phoneNumberId(), first.plusSeconds(60));
        room.clock.advance(MINUTE);
        room.desk.linked(room.shop());
        room.round();
        contactsCome();
        room.roundsFor(Duration.ofHours(2));
        assertThat(room.store
                        .find(room.shop().phoneNumberId(), first)
                        .orElseThrow()
                        .historyState())
                .isEqualTo("replaced");
        assertThat(room.store.events).isEmpty();
    }

    /** Another engine linked the number again; this one has the old time for some seconds yet. */
    @Test
    void anEngineThatLagsBehindANewLinkingAsksNothingOnTheOldOne() {
        room.plan = AutoHistory.AT_ONCE;
        room.answers.put(CONTACTS, () -> new SyncAnswer.Refused("Token.", 190, true));
        room.round();
        room.asked.clear();
        room.clock.advance(MINUTE);
        assertThat(room.store.begin(NumberSync.of(room.shop().withLinkedAt(room.clock.instant())), () -> {}))
                .as("by the other")
                .isTrue();
        room.roundsFor(Duration.ofHours(1));
        assertThat(ask(CONTACTS).why()).contains("linked again");
        assertThat(room.desk.ask(room.shop(), HISTORY, "crm", true).why()).contains("linked again");
        assertThat(room.asked).isEmpty();
    }

    private static Connection away() {
        return ConnectionFacts.of(TestNumbers.LINKED)
                .offboarded(TestNumbers.LINKED.plusSeconds(1))
                .connection();
    }

    @Test
    void nothingIsAskedOfANumberThatIsAwayUntilItIsBack() {
        room.plan = AutoHistory.AT_ONCE;
        room.away = away();
        room.roundsFor(Duration.ofHours(2));
        for (SyncKind kind : SyncKind.values()) {
            assertThat(room.desk.mayAsk(room.desk.view(room.shop()), kind)).isFalse();
        }
        assertThat(ask(CONTACTS).why())
                .contains("cannot be asked for while the number is offboarded", "until 2026-10-02T00:00:00Z only")
                .contains("the phone was registered anew", "Wait for Meta to reconnect it");
        assertThat(room.desk.view(room.shop()).asksAt()).as("nobody knows").isNull();
        assertThat(room.asked).isEmpty();
        room.away = null;
        assertThat(room.desk.mayAsk(room.desk.view(room.shop()), CONTACTS)).isTrue();
        room.round();
        assertThat(room.asked).as("by itself").containsExactly(CONTACTS, HISTORY);
    }

    @Test
    void theDayOfANumberThatIsAwayDoesNotRunOutUnnoticed() {
        room.round();
        room.away = away();
        room.roundsFor(Duration.ofMinutes(18 * 60));
        assertThat(alarm("sync_deadline").text())
                .contains("until 2026-10-02T00:00:00Z only", "cannot be while the number is offboarded")
                .contains("Wait for Meta to reconnect it")
                .doesNotContain("by itself at");
        room.roundsFor(Duration.ofHours(5));
        assertThat(alarm("sync_deadline_last").text()).contains("cannot be while the number is offboarded");
        room.roundsFor(Duration.ofHours(1));
        assertThat(room.asked).containsExactly(CONTACTS);
        assertThat(room.alertCodes()).containsExactly("sync_contacts_silent", "sync_expired");
        assertThat(room.outcomes()).containsExactly("sync_contacts_silent null", "sync_ended expired");
    }

    @Test
    void oneNumbersFaultDoesNotHoldUpTheOthers() {
        room.numbers.add(TestNumbers.DESK);
        room.answers.put(CONTACTS, () -> {
            if (room.asked.size() == 1) {
                throw new IllegalStateException("out of order");
            }
            return SyncRoom.YES;
        });
        room.round();
        assertThat(room.asked).containsExactly(CONTACTS, CONTACTS);
        assertThat(room.sync().contactsState())
                .as("nobody knows whether it left")
                .isEqualTo("unclear");
        assertThat(room.desk.view(TestNumbers.DESK).sync().contactsState()).isEqualTo("accepted");
    }

    @ParameterizedTest
    @EnumSource
    void whatEveryPlanLooksLikeBeforeTheFirstRound(AutoHistory plan) {
        room.plan = plan;
        SyncDesk.View view = room.desk.view(room.shop());
        assertThat(view.sync().historyState()).isEqualTo("not_asked");
        assertThat(view.sync().shares()).isEqualTo("unknown");
        assertThat(view.asksAt() == null).isEqualTo(plan == AutoHistory.NEVER);
        assertThat(room.store.running()).as("looking writes nothing").isEmpty();
    }
}
