package dev.tandem.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.Priority;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request as it came in, with what its way in knows beside it.
 *
 * @param request the parsed JSON, not yet validated
 * @param idBeside the key that came outside the body: a header, a correlation id, a table's key
 * @param idMustMatch whether a key in the body that differs from {@code idBeside} is an error (REST) or simply wins
 * @param priority the priority when the body names none
 * @param source the API key, JMS user, table or file, handed back on every event
 * @param campaign the campaign's id, empty outside campaigns
 * @param defaultLife how long it may wait when the body names no expiry and no {@code otp}
 * @param numbers the numbers ({@code phone_number_id}) that the source may use, null for all
 */
public record Incoming(
        JsonNode request,
        @Nullable String idBeside,
        boolean idMustMatch,
        Priority priority,
        String source,
        String campaign,
        Duration defaultLife,
        @Nullable Set<String> numbers) {

    private static final String METADATA = "metadata";

    /** How long a send outside campaigns may wait by default. */
    public static final Duration DAY = Duration.ofHours(24);

    /** How long a campaign row may wait at least by default. */
    public static final Duration CAMPAIGN_LIFE = Duration.ofHours(72);

    /** A request outside campaigns. */
    public static Incoming single(
            JsonNode request,
            @Nullable String idBeside,
            boolean idMustMatch,
            Priority priority,
            String source,
            @Nullable Set<String> numbers) {
        return new Incoming(request, idBeside, idMustMatch, priority, source, "", DAY, numbers);
    }

    /** A campaign's row with the usual life; its key is the campaign and the row. */
    public static Incoming ofCampaign(JsonNode request, String rowKey, String source, String campaign) {
        return ofCampaign(request, rowKey, source, campaign, CAMPAIGN_LIFE);
    }

    /** A campaign's row; its key is the campaign and the row. */
    public static Incoming ofCampaign(
            JsonNode request, String rowKey, String source, String campaign, Duration defaultLife) {
        return new Incoming(request, rowKey, false, Priority.CAMPAIGN, source, campaign, defaultLife, null);
    }

    /**
     * The same, saying which message of the phone caused it ({@code metadata.causedBy}); unchanged when it says so itself, or when
     * it has no metadata that could hold it and will be refused.
     */
    public Incoming causedBy(String messageId) {
        JsonNode metadata = request.path(METADATA);
        boolean canSay = request.isObject() && (metadata.isMissingNode() || metadata.isObject());
        if (!canSay || metadata.has(EchoLoopCheck.CAUSED_BY)) {
            return this;
        }
        ObjectNode marked = request.deepCopy();
        marked.withObjectProperty(METADATA).put(EchoLoopCheck.CAUSED_BY, messageId);
        return new Incoming(marked, idBeside, idMustMatch, priority, source, campaign, defaultLife, numbers);
    }
}
