package dev.tandem.send;

import dev.tandem.domain.Answer;
import dev.tandem.domain.AnswerRule;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.ErrorRow;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.Limits;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Outcome;
import dev.tandem.domain.PairDebt;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Priority;
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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

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
    private final AnswerRule rule;
    private final Aftermath aftermath;
    private final Debts debts;
    private final PortfolioBook portfolio;
    private final Patience patience;
    private final Clock clock;

    /** @param checks what is asked of every send, in this order */
    public LaneDesk(
            SendLedger ledger,
            SendMoves moves,
            StatusDesk statuses,
            NumberDirectory numbers,
            NumberStates states,
            WindowBook windows,
            List<LaneCheck> checks,
            AnswerRule rule,
            Aftermath aftermath,
            Debts debts,
            PortfolioBook portfolio,
            Patience patience,
            Clock clock) {
        this.ledger = ledger;
        this.moves = moves;
        this.statuses = statuses;
        this.numbers = numbers;
        this.states = states;
        this.windows = windows;
        this.checks = List.copyOf(checks);
        this.rule = rule;
        this.aftermath = aftermath;
        this.debts = debts;
        this.portfolio = portfolio;
        this.patience = patience;
        this.clock = clock;
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
            moves.move(send, send.expired(now));
            return false;
        }
        if (states.pause(number(send)).isPresent()) {
            moves.move(send, send.backFromLane(now));
            return false;
        }
        if (isHeldByNumber(send, now)) {
            return false;
        }
        Window window = window(send);
        LateDecision decision = decide(send, window);
        return switch (decision) {
            case HOLD -> {
                hold(send);
                yield false;
            }
            case REFUSE -> {
                refuse(send);
                yield false;
            }
            case TEMPLATE, DEFAULT_TEMPLATE, FREEFORM -> mayLeave(send, decision, window);
        };
    }

    private boolean isHeldByNumber(Send send, Instant now) {
        BusinessNumber number = number(send);
        for (LaneCheck check : checks) {
            Optional<LaneCheck.Obstacle> obstacle = check.obstacle(number, now);
            if (obstacle.isPresent()) {
                stop(send, obstacle.get(), () -> check.obstacle(number, now).isPresent());
                return true;
            }
        }
        return false;
    }

    /** Asks every check once more, at the moment the send leaves; one that may not is put where it belongs. */
    public boolean mayLeave(Send send) {
        Window window = window(send);
        return mayLeave(send, decide(send, window), window);
    }

    private boolean mayLeave(Send send, LateDecision decision, Window window) {
        Instant now = clock.instant();
        LaneCheck.Leaving leaving =
                new LaneCheck.Leaving(send, number(send), SendContent.of(send), decision, window.open(), now);
        for (LaneCheck check : checks) {
            Optional<LaneCheck.Obstacle> obstacle = check.obstacle(leaving);
            if (obstacle.isPresent()) {
                stop(send, obstacle.get(), () -> check.obstacle(leaving).isPresent());
                return false;
            }
        }
        return true;
    }

    /**
     * Puts a send where its obstacle wants it. Whoever takes an obstacle away lets go what he finds held; this send may have
     * been held a moment later, so the question is asked once more.
     */
    private void stop(Send send, LaneCheck.Obstacle obstacle, BooleanSupplier stillThere) {
        Send stopped = stopped(send, obstacle, clock.instant());
        boolean isHeld = moves.move(send, stopped) && stopped.state() == SendState.HELD;
        if (isHeld && !stillThere.getAsBoolean()) {
            moves.move(stopped, stopped.ready(clock.instant()));
        }
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
        return decide(send, window(send));
    }

    private LateDecision decide(Send send, Window window) {
        SendContent content = SendContent.of(send);
        return LateDecision.of(
                content.message() != null,
                content.template() != null,
                content.whenClosed(),
                number(send).defaultTemplate() != null,
                window.open());
    }

    private Window window(Send send) {
        return windows.at(number(send), send.acceptance().recipient().contact(), clock.instant());
    }

    /** Waits until the person writes, or expires. */
    public void hold(Send send) {
        String why = window(send).reason().advice() + " " + Reason.WAITING_FOR_WINDOW.advice();
        Send held = send.heldForWindow(Cause.of(Reason.WAITING_FOR_WINDOW, why), clock.instant());
        // The person may have written a moment before it was held, and nobody would come back for it.
        if (moves.move(send, held) && window(held).open()) {
            moves.move(held, held.ready(clock.instant()));
        }
    }

    /** Ends, because the window is closed and there is no template. */
    public void refuse(Send send) {
        String why = window(send).reason().advice() + " " + Reason.WINDOW_CLOSED_NO_TEMPLATE.advice();
        moves.move(
                send, send.ended(SendState.REJECTED, Cause.of(Reason.WINDOW_CLOSED_NO_TEMPLATE, why), clock.instant()));
    }

    /** Back into the ledger: its number is slowed down, and there a more urgent send can overtake it. */
    public void giveBack(Send send) {
        moves.move(send, send.backFromLane(clock.instant()));
    }

    /**
     * The mark: from here on a crash leaves the send unknown, so it is the last step before the request. What the slow limits
     * must know of it is written with it.
     *
     * @return the marked send, empty when somebody changed it meanwhile (cancelled, expired), or another engine was told that its
     *     number is away: then nothing may leave
     */
    public Optional<Send> mark(Send send, MessageMode mode) {
        Instant now = clock.instant();
        boolean outside = !window(send).open();
        if (outside && !takesPlace(send, now)) {
            return Optional.empty();
        }
        Send marked = send.sending(mode, now);
        BusinessNumber number = number(send);
        if (moves.mark(new SendLedger.Change(send, marked, List.of(), null, debit(send, outside, now)), number)) {
            return Optional.of(marked);
        }
        notMarked(send, number, now);
        return Optional.empty();
    }

    /** What another engine was told of the number is on disk only. Where somebody changed the send, nothing here changes it. */
    private void notMarked(Send send, BusinessNumber number, Instant now) {
        for (LaneCheck check : checks) {
            Optional<LaneCheck.Obstacle> obstacle = check.stored(number, now);
            if (obstacle.isPresent()) {
                stop(send, obstacle.get(), () -> check.stored(number, now).isPresent());
                return;
            }
        }
        giveBack(send);
    }

    /** A campaign that finds the portfolio's last place taken since it was asked waits for the next. */
    private boolean takesPlace(Send send, Instant now) {
        boolean must = send.acceptance().priority() != Priority.CAMPAIGN;
        Instant due = portfolio.take(send.acceptance().recipient().contact(), must, now);
        if (due.isAfter(now)) {
            moves.move(send, send.heldUntil(Cause.of(Reason.PORTFOLIO_LIMIT), due, now));
            return false;
        }
        return true;
    }

    private Debts.@Nullable Debit debit(Send send, boolean outside, Instant now) {
        Limits limits = number(send).limits();
        if (limits.pairSeconds() == 0) {
            return outside ? new Debts.Debit(null, true) : null;
        }
        PairDebt next = pair(send).map(debt -> debt.marked(now, limits)).orElseGet(() -> PairDebt.first(now));
        return new Debts.Debit(next, outside);
    }

    private Optional<PairDebt> pair(Send send) {
        return debts.pair(
                send.acceptance().phoneNumberId(), send.acceptance().recipient().contact());
    }

    /** Records what came back, with what it means for others, joined with the statuses that were faster. */
    public void record(Send marked, Answer answer) {
        Instant now = clock.instant();
        PairDebt pair =
                number(marked).limits().pairSeconds() == 0 ? null : pair(marked).orElse(null);
        Outcome outcome = rule.decide(answer, marked, PairDebt.refusals(pair));
        Optional<ErrorRow> error = rule.row(answer);
        // First what holds others back: the send itself may be fed again as soon as its move is written.
        error.ifPresent(row -> {
            aftermath.window(row, marked, number(marked), now);
            aftermath.of(row, marked, number(marked), detail(outcome), now);
        });
        if (outcome instanceof Outcome.Submitted) {
            aftermath.taken(number(marked));
        }
        Debts.Debit debit = pair == null ? null : new Debts.Debit(settled(pair, error, outcome, now), false);
        Optional<Send> row = Optional.of(marked);
        while (row.filter(current -> isAnswered(marked, current)).isPresent()
                && !moves.move(moves.change(row.get(), row.get().after(outcome, patience, now))
                        .with(debit))) {
            // Somebody noted something on the row meanwhile; the answer is still to be recorded.
            row = ledger.find(marked.id());
        }
        // Also when the move was written by an earlier try, whose end nobody saw.
        statuses.applyKept(marked.id());
    }

    /** Whether the row still waits for the answer to this very attempt. */
    private static boolean isAnswered(Send marked, Send current) {
        return current.state() == SendState.SENDING
                && current.progress().attempt() == marked.progress().attempt();
    }

    private static PairDebt settled(PairDebt pair, Optional<ErrorRow> error, Outcome outcome, Instant now) {
        if (outcome instanceof Outcome.Submitted) {
            return pair.taken(now);
        }
        return error.filter(row -> row.has(ErrorRow.Effect.HOLD_PERSON)).isPresent() ? pair.refusedOnce() : pair;
    }

    private static String detail(Outcome outcome) {
        Cause cause = outcome.cause();
        return cause == null ? "" : cause.detail();
    }

    /** A fault of our own before the mark: nothing left, it goes again in a moment. */
    public void putBack(Send send, String fault) {
        Instant now = clock.instant();
        Cause cause = Cause.of(
                Reason.INTERNAL_FAULT, "A fault inside the engine: " + fault + " It is tried again by itself.");
        moves.move(send, send.heldForRetry(cause, now.plus(AFTER_FAULT), now));
    }
}
