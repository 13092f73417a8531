package dev.tandem.simulator.past;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code smb_app_data}.
 *
 * @param at simulated time
 * @param linkedAt the linking it was about
 * @param outcome {@code accepted}, Meta's code, or what broke, such as {@code reset}
 * @param requestId what the answer says when it was accepted
 * @param answerLost whether the caller never got the whole answer
 */
public record SyncCall(
        SyncType type,
        Instant at,
        Instant linkedAt,
        String outcome,
        @Nullable String requestId,
        boolean answerLost) {
    public static final String ACCEPTED = "accepted";

    public boolean isAccepted() {
        return outcome.equals(ACCEPTED);
    }
}
