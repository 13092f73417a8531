package dev.tandem.send;

import dev.tandem.domain.Cause;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.Limits;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.PairDebt;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The slow limits as checks of a send: the pauses of its number, the portfolio's people, the person's own pace. */
public final class LimitChecks {

    private LimitChecks() {}

    /** The checks in the order in which they are asked. */
    public static List<LaneCheck> of(NumberStates states, Debts debts, PortfolioBook portfolio) {
        return List.of(
                leaving -> pause(states, leaving),
                leaving -> portfolio(portfolio, leaving),
                leaving -> pair(debts, leaving));
    }

    /** A pause of some of the number's sends; it is woken when the number is resumed, or expires. */
    private static Optional<LaneCheck.Obstacle> pause(NumberStates states, LaneCheck.Leaving leaving) {
        MessageMode mode = leaving.decision() == LateDecision.FREEFORM ? MessageMode.FREEFORM : MessageMode.TEMPLATE;
        return states.holding(leaving.number(), leaving.send().acceptance().priority(), mode)
                .map(pause -> new LaneCheck.Obstacle.Wait(
                        Cause.of(Reason.NUMBER_PAUSED, pause.why()),
                        leaving.send().acceptance().expiresAt()));
    }

    /** Campaigns wait for room in the portfolio's limit; others go, and Meta decides (R69, R72). */
    private static Optional<LaneCheck.Obstacle> portfolio(PortfolioBook portfolio, LaneCheck.Leaving leaving) {
        if (leaving.windowOpen() || leaving.send().acceptance().priority() != Priority.CAMPAIGN) {
            return Optional.empty();
        }
        Instant due = portfolio.dueAt(leaving.send().acceptance().recipient().contact(), leaving.now());
        return due.isAfter(leaving.now())
                ? Optional.of(new LaneCheck.Obstacle.Wait(
                        Cause.of(
                                Reason.PORTFOLIO_LIMIT,
                                Reason.PORTFOLIO_LIMIT.advice() + " Limit: "
                                        + portfolio.limit().orElse(0) + " people."),
                        due))
                : Optional.empty();
    }

    /** A message every six seconds to one person; only otp and reply may borrow (R47, R48). */
    private static Optional<LaneCheck.Obstacle> pair(Debts debts, LaneCheck.Leaving leaving) {
        Limits limits = leaving.number().limits();
        if (limits.pairSeconds() == 0) {
            return Optional.empty();
        }
        Priority priority = leaving.send().acceptance().priority();
        boolean bursts = priority == Priority.OTP || priority == Priority.REPLY;
        Optional<PairDebt> debt = debts.pair(
                leaving.number().phoneNumberId(),
                leaving.send().acceptance().recipient().contact());
        return debt.map(owed -> owed.dueAt(leaving.now(), bursts, limits))
                .filter(due -> due.isAfter(leaving.now()))
                .map(due -> new LaneCheck.Obstacle.WaitInOrder(
                        Cause.of(
                                Reason.PAIR_LIMIT,
                                "This person may get the next message in "
                                        + Math.max(
                                                1,
                                                Duration.between(leaving.now(), due)
                                                        .toSeconds())
                                        + " s. " + Reason.PAIR_LIMIT.advice()),
                        due));
    }
}
