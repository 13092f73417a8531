package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.TestNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumberSyncTest {

    private static final BusinessNumber SHOP = TestNumbers.SHOP;
    private static final Instant LINKED = SHOP.linkedAt();
    private static final Instant SOON = LINKED.plusSeconds(60);
    private static final NumberSync FRESH = NumberSync.of(SHOP);
    private static final SyncAnswer YES = new SyncAnswer.Accepted("req-1");
    private static final SyncAnswer USED = new SyncAnswer.AlreadyUsed("2593107.");
    private static final SyncAnswer LATE = new SyncAnswer.Expired("2593108.");
    private static final SyncAnswer NO = new SyncAnswer.Refused("190.", 190, true);
    private static final SyncAnswer LOST = new SyncAnswer.Unclear("No answer.");

    /** A sync whose two calls stand like this. */
    static NumberSync standing(SyncCall.State contacts, SyncCall.State history) {
        return new NumberSync(
                SHOP.phoneNumberId(), LINKED, 0, call(contacts), call(history), SyncProgress.NONE, 0, SyncClose.NONE);
    }

    private static SyncCall call(SyncCall.State state) {
        return state == SyncCall.State.NOT_ASKED
                ? SyncCall.NONE
                : new SyncCall(state, 1, LINKED.plusSeconds(1), "tandem", null, "Words.");
    }

    private static HistoryChunk chunk(int phase, int order, int progress, Instant at) {
        return new HistoryChunk(phase, order, progress, 10, at);
    }

    @Test
    void theWholeWayFromTheLinkingToTheEnd() {
        NumberSync sync = FRESH.asking(SyncKind.CONTACTS, SOON, "tandem", false);
        assertThat(sync.contactsState()).isEqualTo("asking");
        sync = sync.answered(SyncKind.CONTACTS, 1, YES);
        assertThat(sync.contactsState()).isEqualTo("accepted");
        sync = sync.contactsCame(SOON, true);
        assertThat(sync.contactsState()).isEqualTo("received");
        sync = sync.asking(SyncKind.HISTORY, SOON, "crm", false).answered(SyncKind.HISTORY, 1, YES);
        assertThat(sync.historyState()).isEqualTo("accepted");
        assertThat(sync.shares()).isEqualTo("unknown");
        sync = sync.chunkCame(chunk(1, 2, 40, SOON)).chunkCame(chunk(0, 1, 20, SOON.plusSeconds(1)));
        assertThat(sync.historyState()).isEqualTo("syncing");
        assertThat(sync.shares()).isEqualTo("yes");
        assertThat(sync.progress()).isEqualTo(new SyncProgress(SOON, null, null, 0, 40, SOON.plusSeconds(1), null));
        assertThat(sync.history().requestId()).isEqualTo("req-1");
    }

    @Test
    void whatANewLinkingReplacedIsAskedNoMore() {
        NumberSync replaced = FRESH.ended(new SyncClose(SyncEnd.REPLACED, "", null, false));
        for (SyncKind kind : SyncKind.values()) {
            assertThat(replaced.whyNot(kind, SOON, true))
                    .hasValueSatisfying(why -> assertThat(why).contains("linked again", "Try again in a moment"));
        }
        assertThat(new SyncRules(Duration.ZERO, Duration.ZERO).historyDue(replaced, AutoHistory.AT_ONCE, SOON))
                .isFalse();
    }

    /** Only what certainly has not counted may be asked, in time, contacts first. */
    @ParameterizedTest
    @EnumSource
    void whatMayBeAskedInEveryState(SyncCall.State state) {
        boolean open = state == SyncCall.State.NOT_ASKED || state == SyncCall.State.REFUSED;
        boolean unclear = state == SyncCall.State.UNCLEAR;
        NumberSync contacts = standing(state, SyncCall.State.NOT_ASKED);
        assertThat(contacts.whyNot(SyncKind.CONTACTS, SOON, false).isEmpty()).isEqualTo(open);
        assertThat(contacts.whyNot(SyncKind.CONTACTS, SOON, true).isEmpty()).isEqualTo(open || unclear);
        assertThat(contacts.whyNot(SyncKind.CONTACTS, contacts.deadline(), true))
                .as("24 hours")
                .isPresent();
        assertThat(contacts.whyNot(SyncKind.CONTACTS, contacts.deadline().minusNanos(1), true)
                        .isEmpty())
                .isEqualTo(open || unclear);
        boolean first = state != SyncCall.State.NOT_ASKED && state != SyncCall.State.ASKING;
        assertThat(contacts.whyNot(SyncKind.HISTORY, SOON, false).isEmpty())
                .as("contacts first")
                .isEqualTo(first);

        NumberSync history = standing(SyncCall.State.ACCEPTED, state);
        assertThat(history.whyNot(SyncKind.HISTORY, SOON, false).isEmpty()).isEqualTo(open);
        assertThat(history.whyNot(SyncKind.HISTORY, SOON, true).isEmpty()).isEqualTo(open || unclear);
        assertThat(history.whyNot(SyncKind.HISTORY, history.deadline(), true)).isPresent();
        if (!open) {
            assertThatThrownBy(() -> history.asking(SyncKind.HISTORY, SOON, "crm", false))
                    .isInstanceOf(IllegalStateException.class);
        }
        // Every refusal tells a person something, and every state has its text.
        history.whyNot(SyncKind.HISTORY, SOON, false)
                .ifPresent(why -> assertThat(why).endsWith(".").hasSizeGreaterThan(40));
        assertThat(SyncTexts.contacts(contacts)).hasSizeGreaterThan(40);
        assertThat(SyncTexts.history(history, HistoryProgress.of(List.of()), null))
                .hasSizeGreaterThan(40);
    }

    @Test
    void anAnswerSettlesACallThatIsOutOrUnclearAndNoOther() {
        for (SyncCall.State state : SyncCall.State.values()) {
            NumberSync sync = standing(SyncCall.State.ACCEPTED, state);
            boolean open = state == SyncCall.State.ASKING || state == SyncCall.State.UNCLEAR;
            int tries = sync.history().tries();
            assertThat(sync.answered(SyncKind.HISTORY, tries, USED).history().state())
                    .isEqualTo(open ? SyncCall.State.ALREADY_USED : state);
            assertThat(sync.answered(SyncKind.HISTORY, tries, LATE).history().state())
                    .isEqualTo(open ? SyncCall.State.EXPIRED : state);
            assertThat(sync.answered(SyncKind.HISTORY, tries, NO).history().state())
                    .isEqualTo(open ? SyncCall.State.REFUSED : state);
            assertThat(sync.answered(SyncKind.HISTORY, tries, LOST).history().state())
                    .isEqualTo(open ? SyncCall.State.UNCLEAR : state);
            assertThat(sync.answered(SyncKind.HISTORY, tries, YES).history().state())
                    .isEqualTo(open ? SyncCall.State.ACCEPTED : state);
            assertThat(sync.answered(SyncKind.HISTORY, tries + 1, NO))
                    .as("of another call")
                    .isSameAs(sync);
        }
    }

    @Test
    void theRequestIdIsTakenEvenWhenTheHistoryCameBeforeTheAnswer() {
        NumberSync asking = standing(SyncCall.State.ACCEPTED, SyncCall.State.ASKING);
        NumberSync came = asking.chunkCame(chunk(0, 1, 10, SOON));
        assertThat(came.historyState()).isEqualTo("syncing");
        assertThat(came.answered(SyncKind.HISTORY, 1, LOST)).isSameAs(came);
        assertThat(came.answered(SyncKind.HISTORY, 1, YES).history().requestId())
                .isEqualTo("req-1");
    }

    @Test
    void aCallWhoseMakerStoppedIsParkedAfterAWhile() {
        NumberSync asking = FRESH.asking(SyncKind.CONTACTS, SOON, "tandem", false);
        Instant late = SOON.plus(NumberSync.PATIENCE);
        assertThat(asking.parked(SyncKind.CONTACTS, late.minusMillis(1))).isSameAs(asking);
        assertThat(asking.parked(SyncKind.CONTACTS, late).contactsState()).isEqualTo("unclear");
        assertThat(asking.parked(SyncKind.HISTORY, late)).isSameAs(asking);
        assertThat(asking.contactsCame(SOON, true)
                        .parked(SyncKind.CONTACTS, late)
                        .contactsState())
                .as("they came since it left")
                .isEqualTo("received");
        assertThat(asking.contactsCame(SOON, false)
                        .parked(SyncKind.CONTACTS, late)
                        .contactsState())
                .as("an edit")
                .isEqualTo("unclear");
        assertThat(asking.contactsCame(SOON.minusSeconds(30), true)
                        .parked(SyncKind.CONTACTS, late)
                        .contactsState())
                .as("they came before it left")
                .isEqualTo("unclear");
    }

    @Test
    void whatComesSettlesWhatIsUnclear() {
        NumberSync unclear = standing(SyncCall.State.UNCLEAR, SyncCall.State.UNCLEAR);
        assertThat(unclear.contactsCame(SOON, true).contactsState()).isEqualTo("received");
        assertThat(unclear.chunkCame(chunk(2, 1, 5, SOON)).historyState()).isEqualTo("syncing");
        assertThat(unclear.declined(SOON).historyState()).isEqualTo("declined");
        assertThat(unclear.declined(SOON).shares()).isEqualTo("no");
        NumberSync notAsked = FRESH.contactsCame(SOON, true);
        assertThat(notAsked.contactsState())
                .as("an edit on the phone is no answer to a call that nobody made")
                .isEqualTo("not_asked");
    }

    /** Edits come without the call, too (R29), several in one webhook as well. */
    @Test
    void anEditOfThePhoneBookProvesNoCall() {
        NumberSync unclear = standing(SyncCall.State.UNCLEAR, SyncCall.State.NOT_ASKED);
        assertThat(SyncTexts.contacts(unclear))
                .doesNotContain("have come since")
                .contains("settles by itself");
        NumberSync edited = unclear.contactsCame(SOON, false);
        assertThat(edited.contactsState()).isEqualTo("unclear");
        assertThat(edited.whyNot(SyncKind.CONTACTS, SOON, false))
                .contains(SyncTexts.contacts(edited))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("Contacts have come since, the last at " + SOON, "may be edits on the phone")
                        .contains("in the phone book before the linking", "{\"again\": true}"));
        assertThat(SyncTexts.contacts(unclear.contactsCame(LINKED, false)))
                .as("it came before the call")
                .doesNotContain("have come since");
        NumberSync asking = standing(SyncCall.State.ASKING, SyncCall.State.NOT_ASKED);
        assertThat(asking.contactsCame(SOON, false)
                        .answered(SyncKind.CONTACTS, 1, LOST)
                        .contactsState())
                .isEqualTo("unclear");
        assertThat(asking.contactsCame(SOON, true)
                        .answered(SyncKind.CONTACTS, 1, LOST)
                        .contactsState())
                .isEqualTo("received");
        assertThat(asking.contactsCame(SOON, true)
                        .answered(SyncKind.CONTACTS, 1, NO)
                        .contactsState())
                .as("Meta's word counts more")
                .isEqualTo("refused");
    }

    @Test
    void onlyAContactFromBeforeTheLinkingIsNoEdit() {
        BusinessNumber linked = SHOP.withLinkedAt(LINKED.plusMillis(700));
        assertThat(NumberSync.isNoEdit(linked, LINKED.minusSeconds(1))).isTrue();
        assertThat(NumberSync.isNoEdit(linked, LINKED))
                .as("the phone knows seconds")
                .isFalse();
        assertThat(NumberSync.isNoEdit(linked, SOON)).isFalse();
    }

    @Test
    void theLastLinkingsNewsChangeNothing() {
        Instant before = LINKED.minusSeconds(2);
        NumberSync sync = standing(SyncCall.State.ACCEPTED, SyncCall.State.ACCEPTED);
        assertThat(sync.chunkCame(chunk(0, 1, 100, before))).isSameAs(sync);
        assertThat(sync.declined(before)).isSameAs(sync);
        assertThat(sync.contactsCame(before, true)).isSameAs(sync);
    }

    @Test
    void whatComesBeforeTheCallIsOfTheLinkingBefore() {
        NumberSync notAsked = standing(SyncCall.State.ACCEPTED, SyncCall.State.NOT_ASKED);
        assertThat(notAsked.chunkCame(chunk(0, 1, 100, SOON))).isSameAs(notAsked);
        assertThat(notAsked.declined(SOON)).isSameAs(notAsked);
        NumberSync asked = notAsked.asking(SyncKind.HISTORY, SOON.plusSeconds(5), "crm", false);
        assertThat(asked.chunkCame(chunk(0, 1, 100, SOON))).isSameAs(asked);
        assertThat(asked.declined(SOON)).isSameAs(asked);
        assertThat(asked.chunkCame(chunk(0, 1, 100, SOON.plusSeconds(5))).historyState())
                .isEqualTo("syncing");
        NumberSync refused = standing(SyncCall.State.ACCEPTED, SyncCall.State.REFUSED);
        assertThat(refused.chunkCame(chunk(0, 1, 9, SOON)).historyState())
                .as("what comes proves more than an answer")
                .isEqualTo("syncing");
    }

    @Test
    void theSameChunkAgainChangesNothing() {
        NumberSync sync = standing(SyncCall.State.ACCEPTED, SyncCall.State.ACCEPTED)
                .chunkCame(chunk(1, 1, 30, SOON.plusNanos(1_234_567)));
        assertThat(sync.chunkCame(chunk(1, 1, 30, SOON.plusNanos(1_234_000)))).isSameAs(sync);
        assertThat(sync.chunkCame(chunk(1, 1, 30, SOON.plusNanos(1_234_567)))).isSameAs(sync);
        assertThat(sync.chunkCame(chunk(0, 1, 20, SOON))).as("an older one").isSameAs(sync);
    }

    @Test
    void anEndIsOpenedAgainByWhatComesLaterUnlessItIsFinal() {
        NumberSync going = standing(SyncCall.State.ACCEPTED, SyncCall.State.ACCEPTED);
        Instant end = SOON.plusSeconds(60);
        HistoryChunk later = chunk(2, 1, 50, end.plusSeconds(1));
        for (SyncEnd how : SyncEnd.values()) {
            NumberSync over = going.ended(SyncClose.of(how, "quiet", end, true));
            boolean isFinal = how == SyncEnd.REPLACED;
            NumberSync next = over.chunkCame(later);
            assertThat(next.historyState()).isEqualTo(isFinal ? how.code() : "syncing");
            assertThat(next.close().told()).as("an end was told").isTrue();
            assertThat(over.declined(end).historyState()).isEqualTo(isFinal ? how.code() : "declined");
        }
        NumberSync counted = going.ended(SyncClose.of(SyncEnd.COMPLETE, "progress", end, true));
        assertThat(counted.chunkCame(later)).as("Meta counted to 100").isSameAs(counted);
        NumberSync gap =
                going.chunkCame(chunk(1, 2, 100, SOON)).ended(SyncClose.of(SyncEnd.GAP, "progress", end, true));
        assertThat(gap.chunkCame(chunk(1, 2, 100, SOON)))
                .as("one that had come")
                .isSameAs(gap);
        assertThat(gap.declined(SOON.minusMillis(1)).historyState())
                .as("a part came after that word")
                .isEqualTo("gap");
        assertThat(counted.declined(end.plusSeconds(1)))
                .as("nothing is left to be refused")
                .isSameAs(counted);
    }

    /** A refusal has no time of its own and is repeated with the same bytes: it may be one of the linking before. */
    @Test
    void whetherAPartOrARefusalCameLastIsAllThatCountsInWhateverOrderTheyAreTold() {
        NumberSync going = standing(SyncCall.State.ACCEPTED, SyncCall.State.ACCEPTED);
        HistoryChunk part = chunk(1, 1, 35, SOON);
        Instant before = SOON.minusSeconds(1);
        Instant after = SOON.plusSeconds(1);
        for (NumberSync shared : List.of(
                going.declined(before).chunkCame(part),
                going.chunkCame(part).declined(before),
                going.chunkCame(part).declined(after).chunkCame(chunk(1, 2, 40, after)))) {
            assertThat(shared.historyState()).isEqualTo("syncing");
            assertThat(shared.shares()).isEqualTo("yes");
            assertThat(SyncTexts.history(shared, HistoryProgress.of(List.of(part)), null))
                    .contains("that the owner does not share the history (2593109), and that was wrong: it comes")
                    .contains("Meta repeats webhooks for days", "the linking before", "Keep WhatsApp Business open");
        }
        NumberSync doubted = going.chunkCame(part).declined(after);
        assertThat(doubted.historyState()).isEqualTo("syncing");
        assertThat(doubted.shares()).isEqualTo("unknown");
        assertThat(SyncTexts.history(doubted, HistoryProgress.of(List.of(part)), null))
                .contains("But then Meta said at " + after + " that the owner does not share it (2593109)")
                .contains("if nothing more comes for a time, the history counts as declined");
        NumberSync declined = going.declined(after);
        assertThat(declined.chunkCame(part)).as("it came before that word").isSameAs(declined);
        assertThat(declined.declined(after.plusSeconds(1)))
                .as("the same word again")
                .isSameAs(declined);
        assertThat(declined.whyNot(SyncKind.HISTORY, after, true)).hasValueSatisfying(why -> assertThat(why)
                .contains("owner chose not to share", "It stays empty", "Should parts of it come all the same"));
    }

    @Test
    void afterTheDayWhatWasNotAskedIsExpired() {
        Instant over = FRESH.deadline();
        for (SyncCall.State state : SyncCall.State.values()) {
            NumberSync sync = standing(state, state);
            boolean open = state == SyncCall.State.NOT_ASKED || state == SyncCall.State.REFUSED;
            assertThat(sync.overdue(over.minusNanos(1))).isSameAs(sync);
            assertThat(sync.overdue(over).history().state()).isEqualTo(open ? SyncCall.State.EXPIRED : state);
            assertThat(sync.overdue(over).contacts().state()).isEqualTo(open ? SyncCall.State.EXPIRED : state);
        }
    }

    @Test
    void aNumberLinkedLongAgoIsExpiredAndSaysWhy() {
        NumberSync missed = NumberSync.missed(SHOP, LINKED.plus(Duration.ofDays(40)));
        assertThat(missed.historyState()).isEqualTo("expired");
        assertThat(missed.close().told()).isFalse();
        assertThat(SyncTexts.history(missed, HistoryProgress.of(List.of()), null))
                .contains("before Tandem knew it", "link it again");
        assertThat(SyncTexts.contacts(missed)).contains("before Tandem knew it");
        assertThat(missed.chunkCame(chunk(0, 1, 1, LINKED.plus(Duration.ofDays(41))))
                        .historyState())
                .isEqualTo("syncing");
    }

    @Test
    void missingChunksAreNamed() {
        assertThat(SyncTexts.missing(HistoryProgress.of(List.of(
                        chunk(1, 5, 60, SOON), chunk(0, 1, 10, SOON), chunk(1, 2, 40, SOON), chunk(2, 3, 80, SOON)))))
                .isEqualTo("phase 1: 1, 3, 4; phase 2: 1, 2");
        assertThat(SyncTexts.missing(HistoryProgress.of(List.of(chunk(0, Integer.MAX_VALUE, 1, SOON)))))
                .isEqualTo("phase 0: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and more");
    }

    @Test
    void asLongAsNoContactHasComeItIsToldWhichOnesDo() {
        assertThat(SyncTexts.contacts(standing(SyncCall.State.ACCEPTED, SyncCall.State.NOT_ASKED)))
                .contains("None has come yet: only contacts with a WhatsApp number do.");
    }

    @Test
    void whileItComesItIsToldHowFarItIs() {
        NumberSync sync = standing(SyncCall.State.ACCEPTED, SyncCall.State.ACCEPTED);
        HistoryChunk first = chunk(1, 1, 20, SOON);
        HistoryChunk second = chunk(1, 2, 40, SOON);
        assertThat(SyncTexts.history(
                        sync.chunkCame(first).chunkCame(second), HistoryProgress.of(List.of(first, second)), null))
                .isEqualTo("The history is coming: phase 1 of 0 to 2, 40 %. Keep WhatsApp Business open on the phone.");
        assertThat(SyncTexts.history(sync.chunkCame(second), HistoryProgress.of(List.of(second)), null))
                .isEqualTo(
                        "The history is coming: phase 1 of 0 to 2, 40 %, chunks still missing: phase 1: 1. Keep WhatsApp"
                                + " Business open on the phone.");
        assertThat(SyncTexts.history(FRESH, HistoryProgress.of(List.of()), null))
                .as("before anybody asked")
                .contains("until " + LINKED.plus(Duration.ofHours(24)) + " it can be");
    }

    @Test
    void everyEndHasItsTextAndSaysTheWayOut() {
        NumberSync sync = standing(SyncCall.State.ACCEPTED, SyncCall.State.ACCEPTED);
        HistoryProgress gaps = HistoryProgress.of(List.of(chunk(1, 2, 100, SOON)));
        for (SyncEnd how : SyncEnd.values()) {
            String text = SyncTexts.end(sync.ended(SyncClose.of(how, "progress", SOON, true)), gaps);
            assertThat(text).as(how.code()).hasSizeGreaterThan(30).endsWith(".");
            boolean missing = how == SyncEnd.GAP
                    || how == SyncEnd.SILENT
                    || how == SyncEnd.EXPIRED
                    || how == SyncEnd.ALREADY_USED;
            assertThat(text.contains("disconnect")).as(how.code()).isEqualTo(missing);
        }
        assertThat(SyncTexts.end(sync.ended(SyncClose.of(SyncEnd.DECLINED, "", SOON, true)), gaps))
                .contains("owner chose not to share", "only linking the number again");
        HistoryProgress none = HistoryProgress.of(List.of());
        assertThat(SyncTexts.end(sync.ended(SyncClose.of(SyncEnd.COMPLETE, "quiet", SOON, true)), none))
                .contains("it stood at 0", "leave it open: what comes later is taken in");
        assertThat(SyncTexts.end(sync.ended(SyncClose.of(SyncEnd.COMPLETE, "progress", SOON, true)), none))
                .isEqualTo("The history is complete. Meta counted to 100.");
        assertThat(SyncTexts.history(FRESH, gaps, null)).contains("Keep WhatsApp Business open", "not known before");
    }
}
