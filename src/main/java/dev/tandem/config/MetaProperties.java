package dev.tandem.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The app at Meta, as linking numbers needs it.
 *
 * @param appId empty: numbers can only be linked with their token
 * @param configurationId of Embedded Signup
 * @param appSecret the first of {@code tandem.webhook.app-secrets} when left out: Meta signs with the same one
 * @param countriesNotAllowed whose numbers are refused before Meta is asked, as in {@code NG}
 * @param callsPerHour as many management calls an account takes in an hour (R50): Meta allows 200, and 5,000 once one of its numbers
 *     is registered
 */
@Validated
@ConfigurationProperties("tandem.meta")
public record MetaProperties(
        @NotNull @Pattern(regexp = "[0-9]*", message = "must be the app's id, digits only") @DefaultValue("")
        String appId,

        @NotNull
        @Pattern(regexp = "[0-9]*", message = "must be the id of Embedded Signup's configuration, digits only")
        @DefaultValue("")
        String configurationId,

        @Nullable String appSecret,

        @DefaultValue
        List<@Pattern(regexp = "[A-Z]{2}", message = "must be two capital letters, as in NG") String>
                countriesNotAllowed,

        @Min(value = 1, message = "must be at least 1")
        @Max(value = 5000, message = "must be at most 5000, as many as Meta allows for any account")
        @DefaultValue("200")
        int callsPerHour) {

    /** Without the secret, so that it can stand in a log. */
    @Override
    public String toString() {
        return "MetaProperties[app " + appId + "]";
    }
}
