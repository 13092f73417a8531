package dev.tandem.simulator.graph.shape;

import static dev.tandem.simulator.graph.shape.Rules.anything;
import static dev.tandem.simulator.graph.shape.Rules.choice;
import static dev.tandem.simulator.graph.shape.Rules.flag;
import static dev.tandem.simulator.graph.shape.Rules.list;
import static dev.tandem.simulator.graph.shape.Rules.number;
import static dev.tandem.simulator.graph.shape.Rules.text;
import static dev.tandem.simulator.graph.shape.Rules.textOrEmpty;
import static dev.tandem.simulator.graph.shape.Rules.url;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import java.util.HashMap;
import java.util.Map;

/**
 * The bodies of the send call, type by type, with Meta's lengths (pages "send messages", "mark message as read" and
 * "typing indicators"). Thread-safe.
 */
public final class MessageShapes {
    private static final int CAPTION = 1024;
    private static final int CONTACT_CARDS = 257;

    private static final Map<String, Rule> BODIES = bodies();
    private static final Rule READ_RECEIPT = new ObjectRule()
            .required("messaging_product", choice("whatsapp"))
            .required("status", choice("read"))
            .required("message_id", text(512))
            .optional("typing_indicator", new ObjectRule().required("type", choice("text")));

    private MessageShapes() {}

    /** Whether the body is a read receipt rather than a message. */
    public static boolean isReadReceipt(ObjectNode body) {
        return body.has("status");
    }

    /** Refuses a read receipt that is not in Meta's form. */
    public static void checkReadReceipt(ObjectNode body) {
        READ_RECEIPT.check(body, "");
    }

    /** Refuses a message that is not in Meta's form; otherwise its type. */
    public static String checkMessage(ObjectNode body) {
        JsonNode given = body.path("type");
        String type = given.isMissingNode() ? "text" : given.asText();
        Rule rule = BODIES.get(type);
        if (rule == null) {
            throw new MetaException(
                    MetaError.UNSUPPORTED_TYPE,
                    "type must be one of " + BODIES.keySet().stream().sorted().toList() + ", not '" + type + "'");
        }
        rule.check(body, "");
        return type;
    }

    private static Map<String, Rule> bodies() {
        Map<String, Rule> contents = new HashMap<>();
        contents.put("text", new ObjectRule().required("body", text(4096)).optional("preview_url", flag()));
        contents.put("image", media().optional("caption", text(CAPTION)));
        contents.put("video", media().optional("caption", text(CAPTION)));
        contents.put("audio", media().optional("voice", flag()));
        contents.put("document", media().optional("caption", text(CAPTION)).optional("filename", text(240)));
        contents.put("sticker", media());
        contents.put("location", location());
        contents.put("contacts", list(1, CONTACT_CARDS, contactCard()));
        contents.put(
                "reaction", new ObjectRule().required("message_id", text(512)).required("emoji", textOrEmpty(32)));
        contents.put("interactive", InteractiveShapes.all());
        contents.put("template", TemplateShapes.all());

        Map<String, Rule> bodies = new HashMap<>();
        contents.forEach((type, content) -> bodies.put(type, frame().required(type, content)));
        return bodies;
    }

    private static ObjectRule frame() {
        return new ObjectRule()
                .required("messaging_product", choice("whatsapp"))
                .optional("recipient_type", choice("individual"))
                .optional("to", text(64))
                .optional("recipient", text(160))
                .optional("type", text(32))
                .optional("context", new ObjectRule().required("message_id", text(512)))
                .optional("biz_opaque_callback_data", textOrEmpty(512))
                .optional("messaging_account_id", text(64));
    }

    static ObjectRule media() {
        return new ObjectRule().optional("id", text(64)).optional("link", url()).exactlyOneOf("id", "link");
    }

    static ObjectRule location() {
        return new ObjectRule()
                .required("latitude", number(-90, 90))
                .required("longitude", number(-180, 180))
                .optional("name", text(1000))
                .optional("address", text(1000));
    }

    private static Rule contactCard() {
        ObjectRule name = new ObjectRule()
                .required("formatted_name", text(1000))
                .optional("first_name", text(1000))
                .optional("last_name", text(1000))
                .optional("middle_name", text(1000))
                .optional("prefix", text(100))
                .optional("suffix", text(100));
        return new ObjectRule()
                .required("name", (value, path) -> {
                    name.check(value, path);
                    if (value.size() < 2) {
                        throw new MetaException(
                                MetaError.REQUIRED_MISSING,
                                path + " needs formatted_name and one more part of the name");
                    }
                })
                .optional("phones", anything())
                .optional("emails", anything())
                .optional("addresses", anything())
                .optional("urls", anything())
                .optional("org", anything())
                .optional("birthday", text(10));
    }
}
