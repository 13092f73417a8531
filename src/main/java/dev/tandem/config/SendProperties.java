package dev.tandem.config;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long is waited for what should come by itself, and what the portfolio may send.
 *
 * @param unknownAfter after this a send whose answer was lost is a person's to decide
 * @param lookUpAfter after this a send without any status is looked up at Meta
 * @param lookUpPause between two look-ups
 * @param finalAfter after this a send that was never delivered ends so
 * @param portfolioPeople different people outside their windows in 24 hours, {@code auto} for what Meta says, or {@code off}
 */
@Validated
@ConfigurationProperties("tandem.send")
public record SendProperties(
        @NotNull @DefaultValue("5m") Duration unknownAfter,
        @NotNull @DefaultValue("10m") Duration lookUpAfter,
        @NotNull @DefaultValue("2s") Duration lookUpPause,
        @NotNull @DefaultValue("8d") Duration finalAfter,

        @Pattern(regexp = "auto|off|false|[1-9][0-9]{0,8}", message = "must be a number of people, auto or \"off\"")
        @DefaultValue("auto")
        String portfolioPeople) {}
