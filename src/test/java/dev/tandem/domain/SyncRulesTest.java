package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.TestNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyncRulesTest {

    private static final Duration QUIET = Duration.ofMinutes(30);
    private static final Duration SETTLE = Duration.ofMinutes(2);
    private static final SyncRules RULES = new SyncRules(QUIET, SETTLE);
    private static final NumberSync FRESH = NumberSync.of(TestNumbers.SHOP);
    private static final Instant LINKED = FRESH.linkedAt();
    private static final Instant T = FRESH.deadline();

    private static NumberSync after(SyncCall.State contacts, SyncCall.State history) {
        return NumberSyncTest.standing(contacts, history);
    }

    private static HistoryChunk chunk(int order, int progress, Instant at) {
        return new HistoryChunk(1, order, progress, 10, at);
    }

    @ParameterizedTest
    @EnumSource
    void contactsAreAskedForAtOnceAndOnlyOnce(SyncCall.State state) {
        NumberSync sync = after(state, SyncCall.State.NOT_ASKED);
        boolean open = state == SyncCall.State.NOT_ASKED || state == SyncCall.State.REFUSED;
        assertThat(RULES.contactsDue(sync, LINKED.plus(Duration.ofHours(1)))).isEqualTo(open);
        assertThat(RULES.contactsDue(sync, T)).isFalse();
    }

    @Test
    void aRefusedCallIsAskedAgainAtGrowingGaps() {
        NumberSync sync = FRESH;
        Instant now = LINKED;
        long gaps = 0;
        for (int minutes : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            sync = sync.asking(SyncKind.CONTACTS, now, "tandem", false);
            sync = sync.answered(
                    SyncKind.CONTACTS, sync.contacts().tries(), new SyncAnswer.Refused("Too many.", 80007, true));
            Instant next = now.plus(Duration.ofMinutes(minutes));
            assertThat(RULES.contactsDue(sync, next.minusMillis(1))).isFalse();
            assertThat(RULES.contactsDue(sync, next)).isTrue();
            now = next;
            gaps++;
        }
        assertThat(gaps).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "AT_ONCE, NOT_ASKED, 0, false", // contacts first
        "AT_ONCE, ASKING, 0, false",
        "AT_ONCE, REFUSED, 0, false",
        "AT_ONCE, ACCEPTED, 0, true",
        "AT_ONCE, UNCLEAR, 0, true",
        "AT_ONCE, ALREADY_USED, 0, true",
        "AT_ONCE, ACCEPTED, 24, false",
        "LAST_HOUR, ACCEPTED, 0, false",
        "LAST_HOUR, ACCEPTED, 22, false",
        "LAST_HOUR, ACCEPTED, 23, true",
        "LAST_HOUR, NOT_ASKED, 23, false",
        "LAST_HOUR, REFUSED, 23, true", // the last hour is no time to insist on the order
        "AT_ONCE, REFUSED, 23, true",
        "LAST_HOUR, ACCEPTED, 24, false",
        "NEVER, ACCEPTED, 0, false",
        "NEVER, ACCEPTED, 23, false",
    })
    void theHistoryIsAskedForAsThePlanSays(AutoHistory plan, SyncCall.State contacts, int hours, boolean due) {
        Instant now = LINKED.plus(Duration.ofHours(hours));
        assertThat(RULES.historyDue(after(contacts, SyncCall.State.NOT_ASKED), plan, now))
                .isEqualTo(due);
        for (SyncCall.State state : SyncCall.State.values()) {
            if (state != SyncCall.State.NOT_ASKED && state != SyncCall.State.REFUSED) {
                assertThat(RULES.historyDue(after(contacts, state), plan, now))
                        .as(state.code())
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"17, 0", "18, 1", "22, 1", "23, 2", "24, 0"})
    void alarmsSixHoursAndOneBeforeTheEnd(int hours, int alarms) {
        Instant now = LINKED.plus(Duration.ofHours(hours));
        assertThat(RULES.alarmsDue(FRESH, now)).isEqualTo(alarms);
        for (SyncCall.State state : SyncCall.State.values()) {
            boolean open = state == SyncCall.State.NOT_ASKED || state == SyncCall.State.REFUSED;
            assertThat(RULES.alarmsDue(after(SyncCall.State.ACCEPTED, state), now))
                    .as(state.code())
                    .isEqualTo(open ? alarms : 0);
        }
    }

    private static Optional<SyncEnd> end(NumberSync sync, List<HistoryChunk> chunks, Instant now) {
        NumberSync with = sync;
        for (HistoryChunk chunk : chunks) {
            with = with.chunkCame(chunk);
        }
        return RULES.end(with, chunks, LINKED, now).map(SyncClose::how);
    }

    @Test
    void metaSaidYesAndNothingCame() {
        NumberSync asked = after(SyncCall.State.ACCEPTED, SyncCall.State.ACCEPTED);
        Instant at = LINKED.plusSeconds(1).plus(QUIET);
        assertThat(end(asked, List.of(), at.minusMillis(1))).isEmpty();
        assertThat(end(asked, List.of(), at)).contains(SyncEnd.SILENT);
        NumberSync used = after(SyncCall.State.ACCEPTED, SyncCall.State.ALREADY_USED);
        assertThat(end(used, List.of(), at.minusMillis(1))).isEmpty();
        assertThat(end(used, List.of(), at)).contains(SyncEnd.ALREADY_USED);
    }

    @ParameterizedTest
    @EnumSource
    void onlyPromisedContactsCanBeSilent(SyncCall.State state) {
        NumberSync sync = after(state, SyncCall.State.NOT_ASKED);
        Instant at = LINKED.plus(QUIET).plusSeconds(1);
        assertThat(RULES.isContactsSilent(sync, LINKED, at)).isEqualTo(state == SyncCall.State.ACCEPTED);
        assertThat(RULES.isContactsSilent(sync, at, at))
                .as("a silence that nobody listened to")
                .isFalse();
        assertThat(RULES.isContactsSilent(sync.contactsCame(LINKED.plusSeconds(5), true), LINKED, at))
                .isFalse();
        assertThat(RULES.isContactsSilent(sync.contactsSilent(at), LINKED, at)).isFalse();
    }

    @Test
    void aHundredEndsItOnlyWhenTheLastChunkHasHadTimeToCome() {
        NumberSync asked = after(SyncCall.State.ACCEPTED, SyncCall.State.ACCEPTED);
        Instant at = LINKED.plusSeconds(100);
        List<HistoryChunk> early = List.of(chunk(3, 100, at), chunk(1, 30, at));
        assertThat(end(asked, early, at.plus(SETTLE).minusMillis(1))).isEmpty();
        assertThat(end(asked, early, at.plus(SETTLE))).contains(SyncEnd.GAP);
        Instant late = at.plus(SETTLE).minusSeconds(1);
        List<HistoryChunk> all = List.of(chunk(3, 100, at), chunk(1, 30, at), chunk(2, 60, late));
        assertThat(end(asked, all, late.plus(SETTLE).minusMillis(1))).isEmpty();
        assertThat(end(asked, all, late.plus(SETTLE))).contains(SyncEnd.COMPLETE);
        NumberSync with = asked.chunkCame(all.get(0)).chunkCame(all.get(2));
        assertThat(RULES.end(with, all, LINKED, late.plus(SETTLE)))
                .contains(new SyncClose(SyncEnd.COMPLETE, "progress", late.plus(SETTLE), true));
    }

    /** An engine that was down for a while: Meta keeps what it could not deliver. */
    @Test
    void aSilenceThatNobodyListenedToIsNone() {
        NumberSync asked = after(SyncCall.State.ACCEPTED, SyncCall.State.ACCEPTED);
        Instant back = LINKED.plus(Duration.ofHours(3));
        assertThat(RULES.end(asked, List.of(), back, back)).isEmpty();
        assertThat(RULES.end(asked, List.of(), back, back.plus(QUIET))).isPresent();
        HistoryChunk chunk = chunk(1, 100, LINKED.plusSeconds(10));
        NumberSync all = asked.chunkCame(chunk);
        assertThat(RULES.end(all, List.of(chunk), back, back.plus(SETTLE).minusMillis(1)))
                .isEmpty();
        assertThat(RULES.end(all, List.of(chunk), back, back.plus(SETTLE))).isPresent();
    }

    @Test
    void withoutAHundredTheQuietTimeEndsIt() {
        NumberSync asked = after(SyncCall.State.UNCLEAR, SyncCall.State.ALREADY_USED);
        Instant at = LINKED.plusSeconds(100);
        List<HistoryChunk> some = List.of(chunk(1, 30, at), chunk(2, 99, at));
        assertThat(end(asked, some, at.plus(QUIET).minusMillis(1))).isEmpty();
        assertThat(end(asked, some, at.plus(QUIET))).contains(SyncEnd.COMPLETE);
        assertThat(end(asked, some.subList(1, 2), at.plus(QUIET))).contains(SyncEnd.GAP);
        NumberSync with = asked.chunkCame(some.get(0)).chunkCame(some.get(1));
        assertThat(RULES.end(with, some, LINKED, at.plus(QUIET)).orElseThrow().by())
                .isEqualTo("quiet");
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnythingElseEveryStateEndsOrWaitsAsItShould(SyncCall.State state) {
        NumberSync sync = after(SyncCall.State.ACCEPTED, state);
        Instant soon = LINKED.plusSeconds(2);
        assertThat(end(sync, List.of(), soon))
                .isEqualTo(state == SyncCall.State.EXPIRED ? Optional.of(SyncEnd.EXPIRED) : Optional.empty());
        Optional<SyncEnd> late =
                switch (state) {
                    case NOT_ASKED, REFUSED, EXPIRED, UNCLEAR -> Optional.of(SyncEnd.EXPIRED);
                    case ASKING -> Optional.empty();
                    case ACCEPTED -> Optional.of(SyncEnd.SILENT);
                    case ALREADY_USED -> Optional.of(SyncEnd.ALREADY_USED);
                };
        assertThat(end(sync.overdue(T), List.of(), T)).isEqualTo(late);
    }

    @Test
    void anUnclearCallOfTheLastMomentHasItsQuietTime() {
        Instant last = T.minusSeconds(1);
        NumberSync sync = after(SyncCall.State.ACCEPTED, SyncCall.State.NOT_ASKED)
                .asking(SyncKind.HISTORY, last, "crm", false)
                .answered(SyncKind.HISTORY, 1, new SyncAnswer.Unclear("No answer."));
        assertThat(end(sync, List.of(), T)).isEmpty();
        assertThat(end(sync, List.of(), last.plus(QUIET))).contains(SyncEnd.EXPIRED);
    }

    @Test
    void whatIsOverHasNoEndAndNothingIsDue() {
        for (SyncEnd how : SyncEnd.values()) {
            NumberSync over = FRESH.ended(SyncClose.of(how, "", LINKED, true));
            assertThat(end(over, List.of(), T)).isEmpty();
            assertThat(RULES.contactsDue(over, LINKED)).isFalse();
            assertThat(RULES.historyDue(over, AutoHistory.AT_ONCE, LINKED)).isFalse();
            assertThat(RULES.historyAt(over, AutoHistory.AT_ONCE)).isEmpty();
            assertThat(RULES.alarmsDue(over, T.minusSeconds(1))).isZero();
        }
    }

    @Test
    void thePlanSaysWhen() {
        assertThat(RULES.historyAt(FRESH, AutoHistory.AT_ONCE)).contains(LINKED);
        assertThat(RULES.historyAt(FRESH, AutoHistory.LAST_HOUR)).contains(T.minus(Duration.ofHours(1)));
        assertThat(RULES.historyAt(FRESH, AutoHistory.NEVER)).isEmpty();
        assertThat(AutoHistory.parse("last-hour")).isEqualTo(AutoHistory.LAST_HOUR);
        for (AutoHistory plan : AutoHistory.values()) {
            assertThat(AutoHistory.parse(plan.code())).isEqualTo(plan);
        }
    }
}
