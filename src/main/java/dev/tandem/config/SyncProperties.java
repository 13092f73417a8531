package dev.tandem.config;

import dev.tandem.domain.SyncRules;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How a number's past is waited for.
 *
 * @param quiet how long after the last sign of it nothing more is expected (R23)
 * @param settle how long after Meta's count of 100 chunks may still come that left before
 */
@Validated
@ConfigurationProperties("tandem.sync")
public record SyncProperties(
        @DurationMin(seconds = 1, message = "must be a second or more") @DefaultValue("30m")
        Duration quiet,

        @DurationMin(millis = 0, message = "must not be negative") @DefaultValue("2m")
        Duration settle) {

    SyncRules rules() {
        return new SyncRules(quiet, settle);
    }
}
