package dev.tandem.steps;

import dev.tandem.webhook.AccountIntake;
import dev.tandem.webhook.WebhookItem;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** Steps of the watch that act on what a webhook tells, after it is kept and published. Thread-safe. */
@Component("watch")
public final class WatchSteps {

    private final AccountIntake intake;

    public WatchSteps(AccountIntake intake) {
        this.intake = intake;
    }

    /** Learns what Meta says of a number's connection and account. */
    public void account(@Body WebhookItem item) {
        intake.take(item);
    }

    /** A change of the phone book is a sign of life of the phone. */
    public void contact(@Body WebhookItem item) {
        intake.contact(item);
    }
}
