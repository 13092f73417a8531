package dev.tandem.coexistence.watch;

import java.time.Duration;

/**
 * When what goes by the clock is worth telling.
 *
 * @param tokenNotice how long before its end a token is worth a warning
 * @param noticeFor how long a notice stands that nothing ends
 */
public record WatchRules(Duration tokenNotice, Duration noticeFor) {}
