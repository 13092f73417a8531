package dev.tandem.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Files that persons send. Where they go is said by endpoints that the routes read.
 *
 * @param allowedHosts where a download may take the token, besides the number's own Graph API
 * @param fetchers how many files are fetched at the same time
 */
@Validated
@ConfigurationProperties("tandem.media")
public record MediaProperties(
        @DefaultValue({"lookaside.fbsbx.com", "*.fbcdn.net", "*.whatsapp.net"})
        List<
                        @Pattern(
                                regexp = "(\\*\\.)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+",
                                message = "must look like lookaside.fbsbx.com or *.fbcdn.net")
                        String>
                allowedHosts,

        @Min(1) @Max(64) @DefaultValue("4") int fetchers) {}
