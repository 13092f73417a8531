package dev.tandem.send;

import dev.tandem.domain.Answer;
import dev.tandem.domain.AnswerRule;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Outcome;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.Window;
import dev.tandem.domain.WindowBook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What is decided about a send while it leaves, one question after the other. Thread-safe. */
public final class LaneDesk {

    /** How long a send waits after a fault of our own, before the mark. */
    private static final Duration AFTER_FAULT = Duration.ofSeconds(5);

    private final SendLedger ledger;
    private final SendMoves moves;
    private final StatusDesk statuses;
    private final NumberDirectory numbers;
    private final NumberStates states;
    private final WindowBook windows;
    private final List<LaneCheck> checks;
    private final Clock clock;
    private final RandomGenerator random;

    /** @param checks what is asked of every send, in this order */
    public LaneDesk(
            SendLedger ledger,
            SendMoves moves,
            StatusDesk statuses,
            NumberDirectory numbers,
            NumberStates states,
            WindowBook windows,
            List<LaneCheck> checks,
            Clock clock,
            RandomGenerator random) {
        this.ledger = ledger;
        this.moves = moves;
        this.statuses = statuses;
        this.numbers = numbers;
        this.states = states;
        this.windows = windows;
        this.checks = List.copyOf(checks);
        this.clock = clock;
        this.random = random;
    }

    /** The send that a lane message means; empty when it is not queued (any more): a doubled or late message. */
    public Optional<Send> load(long id) {
        return ledger.find(id).filter(send -> send.state() == SendState.QUEUED);
    }

    /** The number of a send. */
    public BusinessNumber number(Send send) {
        String id = send.acceptance().phoneNumberId();
        return numbers.find(id)
                .orElseThrow(() -> new IllegalStateException("The number " + id + " of send " + SendIds.text(send.id())
                        + " is not configured any more: put it back into config/numbers.yaml"));
    }

    /**
     * Whether the send may go on to the pace: not expired, its number not paused, the window or a template there, and no
     * check in its way. Otherwise it is put where it belongs, so that it takes no slot from others.
     */
    public boolean mayGo(Send send) {
        Instant now = clock.instant();
        if (send.isExpired(now)) {
            moves.move(send, send.ended(SendState.EXPIRED, Cause.of(Reason.EXPIRED), now));
            return false;
        }
        if (states.pause(number(send)).isPresent()) {
            moves.move(send, send.backFromLane(now));
            return false;
        }
        return switch (decide(send)) {
            case HOLD -> {
                hold(send);
                yield false;
            }
            case REFUSE -> {
                refuse(send);
                yield false;
            }
            case TEMPLATE, DEFAULT_TEMPLATE, FREEFORM -> mayLeave(send);
        };
    }

    /** Asks every check once more, at the moment the send leaves; one that may not is put where it belongs. */
    public boolean mayLeave(Send send) {
        Instant now = clock.instant();
        LaneCheck.Leaving leaving = new LaneCheck.Leaving(
                send,
                number(send),
                SendContent.of(send),
                decide(send),
                window(send).open(),
                now);
        for (LaneCheck check : checks) {
            Optional<LaneCheck.Obstacle> obstacle = check.obstacle(leaving);
            if (obstacle.isPresent()) {
                moves.move(send, stopped(send, obstacle.get(), now));
                return false;
            }
        }
        return true;
    }

    private static Send stopped(Send send, LaneCheck.Obstacle obstacle, Instant now) {
        if (obstacle instanceof LaneCheck.Obstacle.Refuse refuse) {
            return send.ended(SendState.REJECTED, refuse.cause(), now);
        }
        if (obstacle instanceof LaneCheck.Obstacle.WaitInOrder wait) {
            return send.heldForRetry(wait.cause(), wait.until(), now);
        }
        LaneCheck.Obstacle.Wait wait = (LaneCheck.Obstacle.Wait) obstacle;
        return send.heldUntil(wait.cause(), wait.until(), now);
    }

    /** Template or free-form, by the window as it is now. */
    public LateDecision decide(Send send) {
        SendContent content = SendContent.of(send);
        return LateDecision.of(
                content.message() != null,
                content.template() != null,
                content.whenClosed(),
                number(send).defaultTemplate() != null,
                window(send).open());
    }

    private Window window(Send send) {
        return windows.at(number(send), send.acceptance().recipient().contact(), clock.instant());
    }

    /** Waits until the person writes, or expires. */
    public void hold(Send send) {
        String why = window(send).reason().advice() + " " + Reason.WAITING_FOR_WINDOW.advice();
        moves.move(send, send.heldForWindow(Cause.of(Reason.WAITING_FOR_WINDOW, why), clock.instant()));
    }

    /** Ends, because the window is closed and there is no template. */
    public void refuse(Send send) {
        String why = window(send).reason().advice() + " " + Reason.WINDOW_CLOSED_NO_TEMPLATE.advice();
        moves.move(
                send, send.ended(SendState.REJECTED, Cause.of(Reason.WINDOW_CLOSED_NO_TEMPLATE, why), clock.instant()));
    }

    /**
     * The mark: from here on a crash leaves the send unknown, so it is the last step before the request.
     *
     * @return the marked send, empty when somebody changed it meanwhile (cancelled, expired): then nothing may leave
     */
    public Optional<Send> mark(Send send, MessageMode mode) {
        Send marked = send.sending(mode, clock.instant());
        return moves.move(send, marked) ? Optional.of(marked) : Optional.empty();
    }

    /** Records what came back, joined with the statuses that were faster. */
    public void record(Send marked, Answer answer) {
        Outcome outcome = AnswerRule.decide(answer, marked.progress().attempt(), random);
        Send after = marked.after(outcome, clock.instant());
        if (moves.move(marked, after)) {
            statuses.applyKept(after);
        }
    }

    /** Back into the ledger, untouched: nothing may leave at the moment. */
    public void giveBack(Send send) {
        moves.move(send, send.backFromLane(clock.instant()));
    }

    /** A fault of our own before the mark: nothing left, it goes again in a moment. */
    public void putBack(Send send, String fault) {
        Instant now = clock.instant();
        Cause cause = Cause.of(
                Reason.INTERNAL_FAULT, "A fault inside the engine: " + fault + " It is tried again by itself.");
        moves.move(send, send.heldForRetry(cause, now.plus(AFTER_FAULT), now));
    }
}
