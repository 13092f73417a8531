package dev.tandem.coexistence;

import dev.tandem.domain.Idleness;
import java.time.Duration;

/**
 * What the watch minds.
 *
 * @param idleness when an idle phone, or an idle linked device, is worth a warning
 * @param noStatusAfter how long sends may go out without a status of any message coming
 * @param noStatusSends so many sends without a status are needed: a single one may simply get none
 * @param tokenNotice how long before its end a token is worth a warning
 * @param noticeFor how long a notice stands that nothing ends
 */
public record WatchRules(
        Idleness idleness, Duration noStatusAfter, int noStatusSends, Duration tokenNotice, Duration noticeFor) {}
