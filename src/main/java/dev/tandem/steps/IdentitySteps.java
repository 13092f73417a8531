package dev.tandem.steps;

import dev.tandem.webhook.UserIdIntake;
import dev.tandem.webhook.WebhookItem;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** What routes can do with news of who is who. Thread-safe. */
@Component("identity")
public class IdentitySteps {

    private final UserIdIntake userIds;

    public IdentitySteps(UserIdIntake userIds) {
        this.userIds = userIds;
    }

    /** A person has a new user id: found under it from now on; kept as it came, and told to the teams. */
    public void newUserId(@Body WebhookItem item) {
        userIds.take(item);
    }
}
