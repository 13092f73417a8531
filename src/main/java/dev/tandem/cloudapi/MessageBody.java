package dev.tandem.cloudapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.SendContent;
import dev.tandem.send.SendIds;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request to {@code /{phone_number_id}/messages}. Thread-safe.
 *
 * <p>Source: Meta, Cloud API, Messages.
 */
public final class MessageBody {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MessageBody() {}

    /** The free-form message of a send that is about to be marked: it carries the id of the attempt that follows. */
    public static String freeform(Send send) {
        SendContent content = SendContent.of(send);
        JsonNode message = content.message();
        if (message == null) {
            throw new IllegalStateException("Send " + SendIds.text(send.id()) + " has no free-form message");
        }
        ObjectNode body = frame(send, content.replyTo());
        body.setAll((ObjectNode) message);
        return text(body);
    }

    /**
     * The template of a send that is about to be marked.
     *
     * @param defaultTemplate the number's default template, used when the request has none
     */
    public static String template(Send send, @Nullable TemplateName defaultTemplate) {
        SendContent content = SendContent.of(send);
        ObjectNode body = frame(send, content.replyTo());
        body.put("type", "template");
        ObjectNode template = body.putObject("template");
        JsonNode wanted = content.template();
        if (wanted != null) {
            template.put("name", wanted.path("name").asText());
            template.putObject("language").put("code", wanted.path("language").asText());
            TemplateComponents.of(wanted).ifPresent(components -> template.set("components", components));
        } else if (defaultTemplate != null) {
            template.put("name", defaultTemplate.name());
            template.putObject("language").put("code", defaultTemplate.language());
        } else {
            throw new IllegalStateException("Send " + SendIds.text(send.id()) + " has no template");
        }
        return text(body);
    }

    private static ObjectNode frame(Send send, @Nullable String replyTo) {
        ObjectNode body = JSON.createObjectNode();
        body.put("messaging_product", "whatsapp");
        body.put("recipient_type", "individual");
        Recipient recipient = send.acceptance().recipient();
        if (recipient.phone() != null) {
            // Without the plus Meta may read the digits as a national number of the sender's country.
            body.put("to", "+" + recipient.phone());
        } else {
            body.put("recipient", recipient.userId());
        }
        if (replyTo != null) {
            body.putObject("context").put("message_id", replyTo);
        }
        int attempt = send.progress().attempt() + 1;
        body.put("biz_opaque_callback_data", SendIds.callbackData(send.id(), attempt));
        return body;
    }

    private static String text(ObjectNode body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A message that was read cannot be written", e);
        }
    }
}
