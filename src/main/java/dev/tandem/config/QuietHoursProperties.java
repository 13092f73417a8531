package dev.tandem.config;

import dev.tandem.domain.QuietHours;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.time.LocalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * When no campaign disturbs a person, by the clock where the person lives; none when both are absent.
 *
 * @param from as in 21:00
 * @param to as in 08:00; earlier than {@code from} means the next morning
 */
@Validated
@ConfigurationProperties("tandem.quiet-hours")
public record QuietHoursProperties(
        @Nullable @Pattern(regexp = TIME, message = MESSAGE) String from,
        @Nullable @Pattern(regexp = TIME, message = MESSAGE) String to) {

    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";
    private static final String MESSAGE = "must be a time of the day in quotes, as in \"21:00\"";

    @AssertTrue(message = "from and to are both needed, and must differ; leave both out for no quiet hours")
    boolean isWhole() {
        return from == null ? to == null : to != null && !from.equals(to);
    }

    /** The hours, if there are any. */
    Optional<QuietHours> hours() {
        return from == null || to == null
                ? Optional.empty()
                : Optional.of(new QuietHours(LocalTime.parse(from), LocalTime.parse(to)));
    }
}
