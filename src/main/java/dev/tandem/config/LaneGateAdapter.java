package dev.tandem.config;

import dev.tandem.coexistence.watch.LaneGate;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.send.NumberReturn;
import org.springframework.stereotype.Component;

/** What the watch does to a lane: beside its check the only thread between the two rooms. */
@Component
class LaneGateAdapter implements LaneGate {

    private final NumberReturn sends;

    LaneGateAdapter(NumberReturn sends) {
        this.sends = sends;
    }

    @Override
    public void reconsider(BusinessNumber number) {
        sends.reconsider(number);
    }

    @Override
    public void beginGently(BusinessNumber number) {
        sends.beginGently(number);
    }
}
