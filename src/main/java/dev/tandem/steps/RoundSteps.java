package dev.tandem.steps;

import dev.tandem.coexistence.watch.NodePoll;
import dev.tandem.coexistence.watch.WatchRound;
import org.springframework.stereotype.Component;

/** Steps of the watch that go by the clock. Thread-safe. */
@Component("rounds")
public final class RoundSteps {

    private final WatchRound round;
    private final NodePoll poll;

    public RoundSteps(WatchRound round, NodePoll poll) {
        this.round = round;
        this.poll = poll;
    }

    /** Looks at every number. */
    public void look() {
        round.look();
    }

    /** Asks Meta for the numbers whose turn it is. */
    public void poll() {
        poll.look();
    }
}
