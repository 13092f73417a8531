package dev.tandem.cloudapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import dev.tandem.domain.TemplateName;
import dev.tandem.media.FileRefs;
import dev.tandem.send.SendContent;
import dev.tandem.send.SendIds;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request to {@code /{phone_number_id}/messages}. Thread-safe.
 *
 * <p>Source: Meta, Cloud API, Messages.
 */
public final class MessageBody {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MessageBody() {}

    /**
     * The free-form message of a send that is about to be marked: it carries the id of the attempt that follows.
     *
     * @param files Meta's id for the name of a file
     */
    public static String freeform(BusinessNumber number, Send send, UnaryOperator<String> files) {
        SendContent content = SendContent.of(send);
        JsonNode message = content.message();
        if (message == null) {
            throw new IllegalStateException("Send " + SendIds.text(send.id()) + " has no free-form message");
        }
        ObjectNode body = frame(number, send, content.replyTo(), false);
        body.setAll((ObjectNode) message);
        FileRefs.replace(body, files);
        return text(body);
    }

    /**
     * The template of a send that is about to be marked; the number's default template when the request has none.
     *
     * @param files Meta's id for the name of a file
     */
    public static String template(BusinessNumber number, Send send, UnaryOperator<String> files) {
        SendContent content = SendContent.of(send);
        TemplateName defaultTemplate = number.defaultTemplate();
        JsonNode wanted = content.template();
        Optional<ArrayNode> components = wanted == null ? Optional.empty() : TemplateComponents.of(wanted);
        boolean isCode = send.acceptance().priority() == Priority.OTP
                || components.filter(OneTimeCode::isIn).isPresent();
        ObjectNode body = frame(number, send, content.replyTo(), isCode);
        body.put("type", "template");
        ObjectNode template = body.putObject("template");
        if (wanted != null) {
            template.put("name", wanted.path("name").asText());
            template.putObject("language").put("code", wanted.path("language").asText());
            components.ifPresent(parts -> template.set("components", parts));
        } else if (defaultTemplate != null) {
            template.put("name", defaultTemplate.name());
            template.putObject("language").put("code", defaultTemplate.language());
        } else {
            throw new IllegalStateException("Send " + SendIds.text(send.id()) + " has no template");
        }
        FileRefs.replace(body, files);
        return text(body);
    }

    /** @param needsPhone whether Meta refuses the message for a user id (131062): then the phone number, if one is known */
    private static ObjectNode frame(BusinessNumber number, Send send, @Nullable String replyTo, boolean needsPhone) {
        ObjectNode body = JSON.createObjectNode();
        body.put("messaging_product", "whatsapp");
        body.put("recipient_type", "individual");
        Recipient recipient = send.acceptance().recipient();
        Optional<String> phone = needsPhone ? recipient.knownPhone() : Optional.ofNullable(recipient.phone());
        // Never both: where both are given Meta goes by the phone number (R92).
        if (phone.isPresent()) {
            // Without the plus Meta may read the digits as a national number of the sender's country.
            body.put("to", "+" + phone.get());
        } else {
            body.put("recipient", recipient.userId());
        }
        if (replyTo != null) {
            body.putObject("context").put("message_id", replyTo);
        }
        if (number.messagingAccountId() != null) {
            body.put("messaging_account_id", number.messagingAccountId());
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
