package dev.tandem.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys under which tokens lie in the database, 32 bytes in base64 each.
 *
 * @param key the one in use ({@code TANDEM_TOKEN_KEY}); outside production one is made and kept in the data directory when absent
 * @param oldKeys open what they sealed; at the start everything is sealed anew with the one in use
 */
@ConfigurationProperties("tandem.token")
public record TokenProperties(
        @Nullable String key, @DefaultValue List<String> oldKeys) {

    /** Without the keys, so that it can stand in a log. */
    @Override
    public String toString() {
        return "TokenProperties[" + oldKeys.size() + " old keys]";
    }
}
