package dev.tandem.config;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where dead letters are looked for.
 *
 * @param rooms the queues {@code wa.dead.<room>}
 */
@Validated
@ConfigurationProperties("tandem.dead-letters")
public record DeadLetterProperties(
        @NotEmpty @DefaultValue({"send", "webhook", "team"})
        List<@Pattern(regexp = "[A-Za-z0-9_.-]+", message = "must be the end of a queue's name") String> rooms) {}
