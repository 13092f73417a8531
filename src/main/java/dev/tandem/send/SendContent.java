package dev.tandem.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Send;
import dev.tandem.domain.TemplateName;
import dev.tandem.domain.WhenClosed;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants to say, read from the ledger's row at the moment it leaves.
 *
 * @param message the free-form message, null when there is none
 * @param template name, language and parameters, null when there is none
 * @param whenClosed what to do when the window is closed, null when the request does not say
 * @param replyTo the wamid replied to, null when it is no reply
 * @param duplicateSafe whether it may be sent again when its answer was lost
 */
public record SendContent(
        @Nullable JsonNode message,
        @Nullable JsonNode template,
        @Nullable WhenClosed whenClosed,
        @Nullable String replyTo,
        boolean duplicateSafe) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the content of a send. */
    public static SendContent of(Send send) {
        try {
            return of(JSON.readTree(send.acceptance().request()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The request of send " + SendIds.text(send.id()) + " cannot be read", e);
        }
    }

    /** Reads the content of a request that the door found right. */
    public static SendContent of(JsonNode request) {
        JsonNode whenClosed = request.get("whenClosed");
        JsonNode replyTo = request.get("replyTo");
        return new SendContent(
                request.get("message"),
                request.get("template"),
                whenClosed == null
                        ? null
                        : WhenClosed.valueOf(whenClosed.asText().toUpperCase(Locale.ROOT)),
                replyTo == null ? null : replyTo.asText(),
                request.path("duplicateSafe").asBoolean(false));
    }

    /** Whether nothing is left of it, because the person was forgotten. */
    boolean isForgotten() {
        return message == null && template == null;
    }

    /** The template that a send leaves with, its own or the number's default; empty when it has none. */
    public static Optional<TemplateName> templateOf(Send send, BusinessNumber number) {
        return of(send).templateWith(number);
    }

    /** As {@link #templateOf}. */
    public Optional<TemplateName> templateWith(BusinessNumber number) {
        return template == null
                ? Optional.ofNullable(number.defaultTemplate())
                : Optional.of(new TemplateName(
                        template.path("name").asText(),
                        template.path("language").asText()));
    }
}
