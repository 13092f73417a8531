package dev.tandem.config;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When sends that messages of the phone cause are taken for a circle.
 *
 * @param loopSends how many of them one person may get within {@code loopWindow}
 */
@Validated
@ConfigurationProperties("tandem.mirror")
public record MirrorProperties(
        @Min(1) @DefaultValue("3") int loopSends,
        @NotNull @DefaultValue("10m") Duration loopWindow) {}
