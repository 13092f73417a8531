package dev.tandem.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The CRM's outbox table.
 *
 * @param enabled whether it is read at all
 * @param pollMillis how often it is looked at
 * @param page how many rows are taken at a time
 * @param engine the name under which rows are claimed; empty: one made of {@code data/engine-id}
 * @param leftAfterMillis after this a row that an engine has taken and not accepted is an alert
 * @param datasource the name of a bean; the default one is made of the next three
 * @param url where the CRM's database is; the engine's own database when absent
 */
@Validated
@ConfigurationProperties("tandem.table")
public record TableProperties(
        @DefaultValue("false") boolean enabled,

        @Min(value = 10, message = "must be at least 10 milliseconds") @DefaultValue("1000")
        long pollMillis,

        @Min(value = 1, message = "must be 1 to 500 rows")
        @Max(value = 500, message = "must be 1 to 500 rows")
        @DefaultValue("100")
        int page,

        @Pattern(
                regexp = "[A-Za-z0-9._-]{0,64}",
                message = "must be up to 64 letters, digits, dots, dashes or underscores")
        @DefaultValue("")
        String engine,

        @Min(value = 100, message = "must be at least 100 milliseconds") @DefaultValue("600000")
        long leftAfterMillis,

        @NotBlank @DefaultValue("crmDataSource") String datasource,
        @Nullable String url,
        @Nullable String user,
        @Nullable String password) {

    /** Without the password, so that it can stand in a log. */
    @Override
    public String toString() {
        return "TableProperties[enabled=" + enabled + ", datasource=" + datasource + ", url=" + url + "]";
    }
}
