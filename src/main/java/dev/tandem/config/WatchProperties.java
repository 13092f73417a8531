package dev.tandem.config;

import dev.tandem.coexistence.watch.WatchRules;
import dev.tandem.domain.Idleness;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the connections of the numbers are watched.
 *
 * @param lookMillis how often every number is looked at by the clock
 * @param pollEvery how long after one question Meta is asked again whether a number is still on the app (R5, R50)
 * @param phoneWarning how long without a sign of life of the phone until the first warning (R68)
 * @param phoneLastWarning how long until the last one
 * @param phoneLimit after how long Meta cuts the link
 * @param companionLimit after how long Meta cuts the link for an idle linked device
 * @param companionNotice how long before that the reminder comes
 * @param noStatusAfter how long sends may go out without a status of any message coming; never less than a minute and two looks,
 *     because another engine may have had one for so long
 * @param noStatusSends so many sends without a status it takes
 * @param tokenNotice how long before the end of a token it is told, where its end is known
 * @param noticeFor how long a notice of Meta's stands that nothing ends
 */
@Validated
@ConfigurationProperties("tandem.watch")
public record WatchProperties(
        @Min(value = 100, message = "must be at least 100") @DefaultValue("10000")
        int lookMillis,

        @DurationMin(minutes = 1, message = "must be at least 1m") @DefaultValue("30m")
        Duration pollEvery,

        @DurationMin(hours = 1, message = "must be at least 1h") @DefaultValue("10d")
        Duration phoneWarning,

        @DurationMin(hours = 1, message = "must be at least 1h") @DefaultValue("13d")
        Duration phoneLastWarning,

        @DurationMin(hours = 1, message = "must be at least 1h") @DefaultValue("14d")
        Duration phoneLimit,

        @DurationMin(days = 1, message = "must be at least 1d") @DefaultValue("30d")
        Duration companionLimit,

        @DurationMin(hours = 1, message = "must be at least 1h") @DefaultValue("3d")
        Duration companionNotice,

        @DurationMin(seconds = 1, message = "must be at least 1s") @DefaultValue("15m")
        Duration noStatusAfter,

        @Min(value = 1, message = "must be at least 1")
        @Max(value = 1000, message = "must be at most 1000")
        @DefaultValue("3")
        int noStatusSends,

        @DurationMin(hours = 1, message = "must be at least 1h") @DefaultValue("7d")
        Duration tokenNotice,

        @DurationMin(hours = 1, message = "must be at least 1h") @DefaultValue("7d")
        Duration noticeFor) {

    /** A warning comes before what it warns of. */
    @AssertTrue(
            message =
                    "phone-warning, phone-last-warning and phone-limit must follow one another, and companion-notice be shorter than companion-limit")
    boolean isInOrder() {
        return phoneWarning.compareTo(phoneLastWarning) <= 0
                && phoneLastWarning.compareTo(phoneLimit) <= 0
                && companionNotice.compareTo(companionLimit) < 0;
    }

    WatchRules rules() {
        return new WatchRules(tokenNotice, noticeFor);
    }

    Idleness idleness() {
        return new Idleness(phoneWarning, phoneLastWarning, phoneLimit, companionLimit, companionNotice);
    }
}
