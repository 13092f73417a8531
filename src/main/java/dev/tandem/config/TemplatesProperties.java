package dev.tandem.config;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How Meta's list of templates is read.
 *
 * @param pace how long after the beginning of a reading the next one of the same account may begin (R50)
 */
@Validated
@ConfigurationProperties("tandem.templates")
public record TemplatesProperties(
        @DurationMin(millis = 0, message = "must not be negative") @DefaultValue("1m")
        Duration pace) {}
