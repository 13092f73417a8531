package dev.tandem.steps;

import dev.tandem.operation.Retention;
import org.springframework.stereotype.Component;

/** Steps of what the house does about itself. */
@Component("housekeeping")
public final class HousekeepingSteps {

    private final Retention retention;

    public HousekeepingSteps(Retention retention) {
        this.retention = retention;
    }

    /** Deletes what is older than it is kept. */
    public void sweep() {
        retention.sweep();
    }
}
