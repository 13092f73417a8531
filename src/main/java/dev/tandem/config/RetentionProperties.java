package dev.tandem.config;

import dev.tandem.operation.Retention;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long things are kept.
 *
 * @param rawWebhooks copies of webhooks, to replay from
 * @param ledger settled sends with time line, statuses and campaigns; a client's key is known for so long
 * @param messages messages and conversations, by their arrival
 */
@Validated
@ConfigurationProperties("tandem.retention")
public record RetentionProperties(
        @DurationMin(hours = 1, message = "must be at least 1h") @DefaultValue("14d")
        Duration rawWebhooks,

        @DurationMin(days = 30, message = "must be at least 30d: so long a client's key is promised to be known")
        @DefaultValue("180d")
        Duration ledger,

        @DurationMin(days = 2, message = "must be at least 2d: a window is open for one") @DefaultValue("180d")
        Duration messages) {

    Retention.Periods periods() {
        return new Retention.Periods(rawWebhooks, ledger, messages);
    }
}
