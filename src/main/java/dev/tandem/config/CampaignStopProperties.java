package dev.tandem.config;

import dev.tandem.campaign.StopRules;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When a campaign without rules of its own pauses by itself.
 *
 * @param failureShare the part of its outcomes that may fail, or {@code off}
 * @param failureMinimum how many must have failed before the share counts
 * @param quality when Meta finds the quality of a number of it low
 * @param template when Meta pauses or disables a template of it
 * @param unlinked when a number of it is unlinked
 */
@Validated
@ConfigurationProperties("tandem.campaign.stop")
public record CampaignStopProperties(
        @Pattern(
                regexp = "off|false|0?\\.[0-9]*[1-9][0-9]*|1(\\.0+)?",
                message = "must be above 0 and at most 1, as in \"0.2\" for 20 %, or \"off\"")
        @DefaultValue("0.2")
        String failureShare,

        @Min(1) @DefaultValue("50") int failureMinimum,
        @DefaultValue("true") boolean quality,
        @DefaultValue("true") boolean template,
        @DefaultValue("true") boolean unlinked) {

    StopRules rules() {
        // YAML reads a bare off as false.
        boolean off = failureShare.equals("off") || failureShare.equals("false");
        return new StopRules(off ? null : Double.valueOf(failureShare), failureMinimum, quality, template, unlinked);
    }
}
