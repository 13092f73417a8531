package dev.tandem.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What Meta's webhook needs.
 *
 * @param verifyToken what Meta must say in the handshake; empty: every handshake is refused
 * @param appSecrets the secrets of the app, two while one replaces the other; none: every event is refused
 * @param consumers how many webhooks are worked on at the same time
 */
@Validated
@ConfigurationProperties("tandem.webhook")
public record WebhookProperties(
        @NotNull @DefaultValue("") String verifyToken,
        @NotNull @DefaultValue List<String> appSecrets,
        @Min(1) @Max(64) @DefaultValue("4") int consumers) {

    /** Without the secrets, so that it can stand in a log. */
    @Override
    public String toString() {
        return "WebhookProperties[" + appSecrets.size() + " app secrets, " + consumers + " consumers]";
    }
}
