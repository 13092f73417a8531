package dev.tandem.config;

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
                countriesNotAllowed) {

    /** Without the secret, so that it can stand in a log. */
    @Override
    public String toString() {
        return "MetaProperties[app " + appId + "]";
    }
}
