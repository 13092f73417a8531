package dev.tandem.steps;

import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What routes that read a queue do while the database is away: a message that failed once is kept back until it answers, so
 * that an outage of hours does not use up the tries after which a message is a dead letter. Thread-safe.
 */
@Component("database")
public final class DatabaseSteps {

    private static final long MILLIS_BETWEEN_QUESTIONS = 500;

    private final Probe probe;

    /** Asks the database something that costs nothing. */
    @FunctionalInterface
    public interface Probe {

        /** Whether it answers. */
        boolean answers();
    }

    public DatabaseSteps(Probe probe) {
        this.probe = probe;
    }

    /** Whether the database answers now; for routes that are asked again anyway. */
    public boolean answers() {
        return probe.answers();
    }

    /** Blocks a message that comes again until the database answers or the engine stops; others pass at once. */
    public void await(@Header("JMSRedelivered") @Nullable Boolean redelivered, Exchange exchange)
            throws InterruptedException {
        boolean again = Boolean.TRUE.equals(redelivered);
        while (again && !exchange.getContext().isStopping() && !probe.answers()) {
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_QUESTIONS);
        }
    }
}
