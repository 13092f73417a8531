package dev.tandem.steps;

import dev.tandem.webhook.ContactIntake;
import dev.tandem.webhook.HistoryIntake;
import dev.tandem.webhook.WebhookItem;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** What routes can do with what a phone knew before it was linked: messages and phone book. Thread-safe. */
@Component("past")
public class HistorySteps {

    private final HistoryIntake history;
    private final ContactIntake contacts;

    public HistorySteps(HistoryIntake history, ContactIntake contacts) {
        this.history = history;
        this.contacts = contacts;
    }

    /** Stores messages of the past and their files, tells the teams; opens no window. */
    public void history(@Body WebhookItem item) {
        history.take(item);
    }

    /** Learns what the phone book calls a person, tells the teams. */
    public void contact(@Body WebhookItem item) {
        contacts.take(item);
    }
}
