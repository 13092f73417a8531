package dev.tandem.config;

import dev.tandem.domain.Limits;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Everything under {@code tandem.} that the engine itself reads. Validated at start, all mistakes at once.
 *
 * @param dataDir where database, journal, campaigns and generated secrets live
 * @param schemaDir where the JSON Schemas lie
 * @param numbers those of {@code config/numbers.yaml}; more may be linked by the API
 */
@Validated
@ConfigurationProperties("tandem")
public record TandemProperties(
        @DefaultValue("data") Path dataDir,
        @DefaultValue("config/schema") Path schemaDir,
        @Valid Graph graph,
        @Valid @DefaultValue Api api,
        @Valid @DefaultValue Broker broker,
        @Valid @DefaultValue List<Number> numbers) {

    /**
     * Where the Graph API is.
     *
     * @param baseUrl without version and without a slash at the end
     */
    public record Graph(
            @NotBlank @Pattern(regexp = "https?://[^/]+", message = "must look like https://graph.facebook.com")
            String baseUrl,

            @Pattern(regexp = "v[0-9]+\\.[0-9]+", message = "must look like v25.0")
            String version) {}

    /**
     * Who may use the HTTP API.
     *
     * @param bootstrapKey one plain key with all roles to begin with; made and kept in the data directory when absent
     */
    public record Api(
            @Nullable String bootstrapKey,
            @Valid @DefaultValue List<Key> keys) {}

    /**
     * An API key.
     *
     * @param hash SHA-256 of the secret in hex
     * @param roles any of send, read, operate
     * @param numbers aliases or ids of the numbers it may use; empty for all
     */
    public record Key(
            @NotBlank String name,

            @Pattern(regexp = "[0-9a-f]{64}", message = "must be the SHA-256 of the secret in lower-case hex")
            String hash,

            @NotEmpty
            List<@Pattern(regexp = "send|read|operate", message = "must be send, read or operate") String> roles,

            @DefaultValue List<String> numbers) {}

    /**
     * The message broker.
     *
     * @param url of an external ActiveMQ; the embedded one runs when it is absent
     * @param listen where the embedded broker listens for clients
     * @param subscriptions team queues that exist from the start, as in {@code Consumer.crm.VirtualTopic.wa.message}
     * @param teamQueueMegabytes how much a team queue that nobody reads may hold
     */
    public record Broker(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            @DefaultValue List<String> listen,

            @DefaultValue
            List<
                            @Pattern(
                                    regexp = "Consumer\\.[A-Za-z0-9_-]{1,60}\\.VirtualTopic\\.wa\\."
                                            + "(message|status|echo|history|contact|account|template|other|result)",
                                    message =
                                            "must look like Consumer.<team>.VirtualTopic.wa.<channel>, with letters, digits,"
                                                    + " - and _ in the team's name, and one of the channels message, status,"
                                                    + " echo, history, contact, account, template, other and result")
                            String>
                    subscriptions,

            @Valid @DefaultValue List<User> users,
            @Min(1) @DefaultValue("200") int teamQueueMegabytes) {}

    /**
     * A user of the embedded broker.
     *
     * @param hash SHA-256 of the password in hex
     */
    public record User(
            @NotBlank String name,

            @Pattern(regexp = "[0-9a-f]{64}", message = "must be the SHA-256 of the password in lower-case hex")
            String hash) {}

    /**
     * One number.
     *
     * @param displayPhoneNumber in digits with country code
     * @param expiresAt when the access token expires, null when nobody knows or when it never does
     * @param linkedAt when it was linked; messages before it open no window
     * @param graphBaseUrl another Graph API for this number
     * @param defaultTemplate a template without parameters, as in {@code hello_world/en_US}
     * @param messagingAccountId the messaging account that its sends name
     * @param autoHistory when its history is asked for by itself
     */
    public record Number(
            @NotBlank String alias,

            @Pattern(regexp = "[0-9]{5,40}", message = "must be Meta's id of the number, digits only")
            String phoneNumberId,

            @Pattern(regexp = "[0-9]{7,15}", message = "must be digits with country code, without plus")
            String displayPhoneNumber,

            @NotBlank String wabaId,
            @NotBlank String accessToken,
            @Nullable Instant expiresAt,
            Instant linkedAt,
            @Nullable String graphBaseUrl,

            @Nullable @Pattern(regexp = "[^/]+/[^/]+", message = "must look like hello_world/en_US")
            String defaultTemplate,

            @Nullable
            @Pattern(regexp = "[0-9]{5,40}", message = "must be Meta's id of the messaging account, digits only")
            String messagingAccountId,

            @Pattern(regexp = "at-once|last-hour|never", message = "must be at-once, last-hour or never")
            @DefaultValue("last-hour")
            String autoHistory,

            @Valid @DefaultValue NumberLimits limits) {}

    /** The limits of a number; a limit may be "off". */
    public record NumberLimits(
            @LimitPattern @DefaultValue("20") String throughputPerSecond,
            @DefaultValue("true") boolean countInbound,
            @DefaultValue("false") boolean countApp,
            @LimitPattern @DefaultValue("5") String combinedPerSecond,
            @LimitPattern @DefaultValue("6") String pairSeconds,
            @Min(1) @DefaultValue("45") int pairBurst) {

        Limits toDomain() {
            return new Limits(
                    limit(throughputPerSecond),
                    countInbound,
                    countApp,
                    limit(combinedPerSecond),
                    limit(pairSeconds).orElse(0),
                    pairBurst);
        }

        private static OptionalInt limit(String value) {
            // YAML reads a bare off as false.
            boolean off = value.equals("off") || value.equals("false");
            return off ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
        }
    }
}
