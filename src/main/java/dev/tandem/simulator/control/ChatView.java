package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Chat;
import dev.tandem.simulator.number.ChatMessage;
import dev.tandem.simulator.number.Person;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.time.SimulatorClock;
import java.time.Instant;
import java.util.Set;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What the owner's phone shows of one chat: messages of user, app and API in one thread, and Meta's window. */
final class ChatView {
    private static final Set<String> FRAME = Set.of(
            "messaging_product",
            "recipient_type",
            "to",
            "recipient",
            "biz_opaque_callback_data",
            "messaging_account_id");

    private final SimulatorClock clock;
    private final Lookup lookup;

    ChatView(SimulatorClock clock, Lookup lookup) {
        this.clock = clock;
        this.lookup = lookup;
    }

    ServerResponse get(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Person person = lookup.person(http.pathVariable("contact"));
        ObjectNode json = MetaJson.object();
        json.set("contact", contact(person));
        ArrayNode messages = MetaJson.array();
        Chat chat = number.chatIfAny(person);
        ObjectNode window = MetaJson.object().put("open", false);
        if (chat != null) {
            chat.messages().forEach(message -> messages.add(message(message)));
            window = window(number, chat);
        }
        json.put("typing", chat != null && chat.isTyping(clock.now()));
        json.put("marketing", chat != null && chat.marketingStopped() ? "stop" : "resume");
        json.set("window", window);
        json.set("messages", messages);
        return Answers.ok(json);
    }

    private ObjectNode window(SimulatedNumber number, Chat chat) {
        Instant now = clock.now();
        return number.gate().window(chat, window -> {
            ObjectNode json = MetaJson.object().put("open", window.isOpen(now));
            Instant closesAt = window.closesAt();
            Instant freeEntryUntil = window.freeEntryUntil(now);
            json.put("closesAt", closesAt == null ? null : closesAt.toString());
            json.put("freeEntryUntil", freeEntryUntil == null ? null : freeEntryUntil.toString());
            return json;
        });
    }

    private static ObjectNode contact(Person person) {
        return MetaJson.object()
                .put("waId", person.waId())
                .put("userId", person.userId())
                .put("name", person.name())
                .put("hidesPhone", person.hidesPhone());
    }

    private static ObjectNode message(ChatMessage message) {
        ObjectNode json = MetaJson.object()
                .put("id", message.id())
                .put("origin", message.origin().jsonName())
                .put("timestamp", message.timestamp())
                .put("status", message.status())
                .put("edited", message.edited())
                .put("revoked", message.revoked());
        reactions(json, message);
        if (message.origin() == ChatMessage.Origin.USER) {
            json.put("read", message.readByBusiness());
        }
        ObjectNode content = MetaJson.readObject(message.content());
        if (content != null) {
            json.setAll(content.<ObjectNode>without(FRAME));
        }
        return json;
    }

    private static void reactions(ObjectNode json, ChatMessage message) {
        if (message.reactionOfUser() != null) {
            json.withObject("/reactions").put("user", message.reactionOfUser());
        }
        if (message.reactionOfBusiness() != null) {
            json.withObject("/reactions").put("business", message.reactionOfBusiness());
        }
    }
}
