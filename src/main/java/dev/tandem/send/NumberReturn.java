package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.PauseScope;
import dev.tandem.domain.Reason;
import java.util.Collection;
import java.util.List;

/** Lets a number's sends go on after something about the number itself held them. Idempotent. Thread-safe. */
public final class NumberReturn {

    private static final List<Reason> HELD =
            List.of(Reason.NUMBER_OFFBOARDED, Reason.NUMBER_DISCONNECTED, Reason.NUMBER_PAUSED);

    private final HeldSends held;
    private final PaceBook paces;
    private final NumberStates states;
    private final Aftermath aftermath;

    public NumberReturn(HeldSends held, PaceBook paces, NumberStates states, Aftermath aftermath) {
        this.held = held;
        this.paces = paces;
        this.states = states;
        this.aftermath = aftermath;
    }

    /** What its number held is decided once more in the lane, by the window as it is now. */
    public void reconsider(BusinessNumber number) {
        HELD.forEach(reason -> held.release(number, reason, send -> true));
    }

    /**
     * It begins at half its pace (R66), and a pause of everything that Meta's answers brought meanwhile ends: Meta refuses what
     * leaves a phone that is registered anew. Should there be another reason, the next answer brings the pause again.
     */
    public void beginGently(BusinessNumber number) {
        paces.beginGently(number);
        Collection<NumberStates.Pause> pauses = states.pauses(number);
        boolean isMetasAlone = !pauses.isEmpty()
                && pauses.stream().allMatch(pause -> pause.byMeta() && pause.scope() == PauseScope.ALL);
        if (isMetasAlone) {
            aftermath.resume(number);
        }
    }
}
