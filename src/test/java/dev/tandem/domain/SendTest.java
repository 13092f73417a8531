package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SendTest {

    private static final Instant NOW = Instant.parse("2026-11-05T10:00:00Z");
    private static final Instant EXPIRES = NOW.plus(Duration.ofHours(24));

    private static Send accepted(Instant notBefore) {
        return Send.accepted(new Send.Acceptance(
                7,
                "100000000000001",
                "order-7",
                "hash",
                Recipient.ofPhone("4915112345678"),
                Priority.TRANSACTIONAL,
                "",
                "{}",
                "crm",
                NOW,
                notBefore,
                EXPIRES));
    }

    private static Send sending() {
        return accepted(null).queued(NOW).sending(MessageMode.FREEFORM, NOW.plusSeconds(1));
    }

    @Test
    void isReadyAtOnceAndLookedAtWhenItExpires() {
        Send send = accepted(null);
        assertThat(send.state()).isEqualTo(SendState.ACCEPTED);
        assertThat(send.progress().place()).isEqualTo(LanePlace.READY);
        assertThat(send.progress().wakeAt()).isEqualTo(EXPIRES);
        assertThat(accepted(NOW).progress().place()).isEqualTo(LanePlace.READY);
        assertThat(accepted(NOW.minusSeconds(1)).progress().place()).isEqualTo(LanePlace.READY);
    }

    @Test
    void waitsForItsNotBefore() {
        Send send = accepted(NOW.plusSeconds(1));
        assertThat(send.progress().place()).isEqualTo(LanePlace.WAITING);
        assertThat(send.progress().wakeAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(send.ready(NOW.plusSeconds(1)).progress().place()).isEqualTo(LanePlace.READY);
        assertThat(send.ready(NOW.plusSeconds(1)).progress().wakeAt()).isEqualTo(EXPIRES);
        assertThat(accepted(EXPIRES.plusSeconds(1)).progress().wakeAt())
                .as("it expires before its time comes")
                .isEqualTo(EXPIRES);
    }

    @Test
    void everyChangeCountsTheVersionAndStampsTheTime() {
        Send send = accepted(null);
        Send queued = send.queued(NOW.plusSeconds(2));
        assertThat(queued.progress().version()).isEqualTo(send.progress().version() + 1);
        assertThat(queued.progress().changedAt()).isEqualTo(NOW.plusSeconds(2));
        assertThat(queued.progress().wakeAt()).as("the lane looks after it").isNull();
        Send back = queued.backFromLane(NOW.plusSeconds(3));
        assertThat(back.progress().version()).isEqualTo(2);
        assertThat(back.state()).isEqualTo(SendState.ACCEPTED);
        assertThat(back.progress().place()).isEqualTo(LanePlace.READY);
        assertThat(back.progress().wakeAt()).isEqualTo(EXPIRES);
        assertThat(back.progress().attempt()).isZero();
    }

    @Test
    void theMarkCountsTheAttemptAndForgetsTheOneBefore() {
        Send marked = sending();
        assertThat(marked.state()).isEqualTo(SendState.SENDING);
        assertThat(marked.progress().place()).isEqualTo(LanePlace.TAKEN);
        assertThat(marked.progress().attempt()).isEqualTo(1);
        assertThat(marked.progress().mode()).isEqualTo(MessageMode.FREEFORM);
        Send retried = marked.after(
                        new Outcome.Retry(Duration.ofSeconds(4), new Cause(Reason.PAIR_LIMIT, "too many", 131056)),
                        Patience.DEFAULT,
                        NOW.plusSeconds(2))
                .ready(NOW.plusSeconds(6))
                .queued(NOW.plusSeconds(6))
                .sending(MessageMode.TEMPLATE, NOW.plusSeconds(7));
        assertThat(retried.progress().attempt()).isEqualTo(2);
        assertThat(retried.progress().mode()).isEqualTo(MessageMode.TEMPLATE);
        assertThat(retried.progress().cause()).isNull();
        assertThat(retried.progress().version()).isEqualTo(6);
    }

    @Test
    void anAnswerLeadsToItsPlace() {
        Instant then = NOW.plusSeconds(2);
        Send submitted =
                sending().after(new Outcome.Submitted("wamid.1", "4915112345678", true), Patience.DEFAULT, then);
        assertThat(submitted.state()).isEqualTo(SendState.SUBMITTED);
        assertThat(submitted.progress().place()).isEqualTo(LanePlace.OBSERVED);
        assertThat(submitted.progress().wakeAt()).as("looked up then").isEqualTo(then.plus(Duration.ofMinutes(10)));
        assertThat(submitted.progress().wamid()).isEqualTo("wamid.1");
        assertThat(submitted.progress().waId()).isEqualTo("4915112345678");
        assertThat(submitted.progress().pacing()).isTrue();
        assertThat(submitted.progress().mode()).isEqualTo(MessageMode.FREEFORM);
        assertThat(submitted.progress().attempt()).isEqualTo(1);

        Cause cause = Cause.of(Reason.THROUGHPUT);
        Send held = sending().after(new Outcome.Retry(Duration.ofSeconds(8), cause), Patience.DEFAULT, then);
        assertThat(held.state()).isEqualTo(SendState.HELD);
        assertThat(held.progress().place()).isEqualTo(LanePlace.BACKOFF);
        assertThat(held.progress().wakeAt()).isEqualTo(then.plusSeconds(8));
        assertThat(held.progress().cause()).isEqualTo(cause);

        Send failed = sending().after(new Outcome.Failed(cause), Patience.DEFAULT, then);
        assertThat(failed.state()).isEqualTo(SendState.FAILED);
        assertThat(failed.progress().place()).isEqualTo(LanePlace.DONE);
        assertThat(failed.progress().wakeAt()).isNull();

        Send unknown = sending().after(new Outcome.Unknown(Cause.of(Reason.ANSWER_LOST)), Patience.DEFAULT, then);
        assertThat(unknown.state()).isEqualTo(SendState.UNKNOWN);
        assertThat(unknown.progress().place()).isEqualTo(LanePlace.OBSERVED);
        assertThat(unknown.progress().wakeAt()).as("listed then").isEqualTo(then.plus(Duration.ofMinutes(5)));

        Send waiting = sending().after(new Outcome.Wait(null, cause), Patience.DEFAULT, then);
        assertThat(waiting.state()).isEqualTo(SendState.HELD);
        assertThat(waiting.progress().place()).isEqualTo(LanePlace.READY);
        assertThat(waiting.progress().wakeAt()).as("it expires").isEqualTo(EXPIRES);
    }

    @Test
    void noRetryIsDueAfterItsExpiry() {
        Send held = sending()
                .after(
                        new Outcome.Retry(Duration.ofDays(3), Cause.of(Reason.PAIR_LIMIT)),
                        Patience.DEFAULT,
                        NOW.plusSeconds(2));
        assertThat(held.progress().wakeAt()).isEqualTo(EXPIRES);
    }

    @Test
    void heldForTheWindowBlocksNobodyAndIsLookedAtWhenItExpires() {
        Send held = accepted(null).queued(NOW).heldForWindow(Cause.of(Reason.WAITING_FOR_WINDOW), NOW);
        assertThat(held.state()).isEqualTo(SendState.HELD);
        assertThat(held.progress().place()).isEqualTo(LanePlace.WAITING);
        assertThat(held.progress().wakeAt()).isEqualTo(EXPIRES);
    }

    @Test
    void aStatusKeepsThePriceThatWasKnown() {
        Send submitted = sending().after(new Outcome.Submitted("wamid.1", null, false), Patience.DEFAULT, NOW);
        Send sent =
                submitted.lifted(SendState.SENT, null, "wamid.1", "{\"category\":\"utility\"}", Patience.DEFAULT, NOW);
        Send read = sent.lifted(SendState.READ, null, "wamid.1", null, Patience.DEFAULT, NOW.plusSeconds(9));
        assertThat(read.state()).isEqualTo(SendState.READ);
        assertThat(read.progress().pricing()).isEqualTo("{\"category\":\"utility\"}");
        assertThat(read.progress().wamid()).isEqualTo("wamid.1");
        assertThat(read.progress().place()).isEqualTo(LanePlace.DONE);
    }

    @Test
    void expiresAtItsVeryMoment() {
        Send send = accepted(null);
        assertThat(send.isExpired(EXPIRES.minusMillis(1))).isFalse();
        assertThat(send.isExpired(EXPIRES)).isTrue();
    }

    @Test
    void statesSayWhatMayBeDone() {
        assertThat(SendState.values())
                .filteredOn(SendState::isCancellable)
                .containsExactlyInAnyOrder(SendState.ACCEPTED, SendState.QUEUED, SendState.HELD);
        assertThat(SendState.values())
                .filteredOn(state -> !state.isPublished())
                .containsExactlyInAnyOrder(SendState.QUEUED, SendState.SENDING);
        assertThat(SendState.values())
                .filteredOn(state -> !state.isSettled())
                .containsExactlyInAnyOrder(SendState.ACCEPTED, SendState.QUEUED, SendState.SENDING, SendState.HELD);
        for (SendState state : SendState.values()) {
            assertThat(SendState.parse(state.code())).isEqualTo(state);
        }
        for (LanePlace place : LanePlace.values()) {
            assertThat(LanePlace.ofLetter(place.letter())).isEqualTo(place);
        }
    }

    @Test
    void whatIsSentOnceMoreHasAKeyThatSaysWhichAttemptItIs() {
        Instant later = NOW.plusSeconds(60);
        Send second = accepted(null).again(8, EXPIRES, later);
        assertThat(second.acceptance().clientId()).isEqualTo("order-7-r2");
        assertThat(second.acceptance().lineage()).isEqualTo(new Lineage(7, 1));
        assertThat(second.state()).isEqualTo(SendState.ACCEPTED);
        Send third = second.again(9, EXPIRES, later);
        assertThat(third.acceptance().clientId()).isEqualTo("order-7-r3");
        assertThat(third.acceptance().lineage()).isEqualTo(new Lineage(8, 2));
        assertThat(accepted(null)
                        .successor(8, null, EXPIRES, later)
                        .again(9, EXPIRES, later)
                        .acceptance()
                        .clientId())
                .as("the second was the engine's own")
                .isEqualTo("order-7-r3");
    }

    @Test
    void aKeyWithoutRoomForTheAttemptStaysAsItIs() {
        Send.Acceptance a = accepted(null).acceptance();
        Send longest = Send.accepted(new Send.Acceptance(
                a.id(),
                a.phoneNumberId(),
                "k".repeat(126),
                a.contentHash(),
                a.recipient(),
                a.priority(),
                a.campaign(),
                a.request(),
                a.source(),
                NOW,
                null,
                EXPIRES));
        assertThat(longest.again(8, EXPIRES, NOW).acceptance().clientId()).isEqualTo("k".repeat(126));
    }
}
