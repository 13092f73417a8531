package dev.tandem.config;

import dev.tandem.coexistence.linking.NumberChanges;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.send.Aftermath;
import dev.tandem.send.Feeder;
import dev.tandem.send.NumberStates;
import dev.tandem.send.PaceBook;

/** What follows for lane and pace when a linked number changes. */
record LinkedNumberChanges(Feeder feeder, PaceBook paces, NumberStates states, Aftermath aftermath)
        implements NumberChanges {

    @Override
    public void laneEnds(BusinessNumber number) {
        feeder.stop(number);
        paces.forget(number);
    }

    @Override
    public void tokenRenewed(BusinessNumber number) {
        goOn(number, states, aftermath);
    }

    /** What only Meta's answers paused goes on; a person's pause stays. */
    static void goOn(BusinessNumber number, NumberStates states, Aftermath aftermath) {
        if (!states.pauses(number).isEmpty() && states.pauses(number).stream().allMatch(NumberStates.Pause::byMeta)) {
            aftermath.resume(number);
        }
    }
}
