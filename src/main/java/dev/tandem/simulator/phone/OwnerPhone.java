package dev.tandem.simulator.phone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.delivery.Outgoing;
import dev.tandem.simulator.delivery.Statuses;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.meta.Wamids;
import dev.tandem.simulator.number.Chat;
import dev.tandem.simulator.number.ChatMessage;
import dev.tandem.simulator.number.ChatMessage.Origin;
import dev.tandem.simulator.number.Person;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.received.ReceivedBook;
import dev.tandem.simulator.time.SimulatorClock;
import dev.tandem.simulator.webhook.Postman;
import dev.tandem.simulator.webhook.Receipt;
import dev.tandem.simulator.webhook.WebhookItem;
import java.time.Duration;
import java.time.Instant;

/**
 * The owner types, edits and recalls in the WhatsApp Business App: each comes as an echo (R31 to R33). The app is bound
 * by no window and opens none (R58). Thread-safe.
 */
public final class OwnerPhone {
    private static final Duration EDIT_WITHIN = Duration.ofMinutes(15);
    private static final Duration REVOKE_WITHIN = Duration.ofDays(2);

    private final SimulatorClock clock;
    private final Wamids wamids;
    private final Behaviour behaviour;
    private final ReceivedBook received;
    private final Postman postman;
    private final Statuses statuses;

    public OwnerPhone(
            SimulatorClock clock,
            Wamids wamids,
            Behaviour behaviour,
            ReceivedBook received,
            Postman postman,
            Statuses statuses) {
        this.clock = clock;
        this.wamids = wamids;
        this.behaviour = behaviour;
        this.received = received;
        this.postman = postman;
        this.statuses = statuses;
    }

    /** Types a message to a person, or reacts to one. */
    public Written write(SimulatedNumber number, Person person, ObjectNode message) {
        long stamp = clock.stamp();
        Instant now = clock.now();
        number.gate().appSent(stamp, behaviour.on(Switch.COUNT_APP_MESSAGES));
        received.of(number.phoneNumberId()).app().add(stamp);

        ChatMessage written =
                new ChatMessage(wamids.next(person.key()), Origin.APP, now.getEpochSecond(), MetaJson.write(message));
        Chat chat = number.chatWith(person);
        if (!Gesture.apply(chat, Origin.APP, message)) {
            number.add(chat, written);
        }
        echo(number, person, written.id(), now, message);
        if (behaviour.on(Switch.APP_MESSAGE_STATUSES)) {
            var unused = statuses.begin(
                    new Outgoing(number.profile(), person, written, false, false, null, null, null, null, event -> {}));
        }
        return new Written(written.id(), person, now);
    }

    /**
     * Edits a message typed in the app.
     *
     * @throws IllegalArgumentException if there is no such message or it is older than 15 minutes
     */
    public Written edit(SimulatedNumber number, String messageId, ObjectNode message) {
        Chat chat = chatOfOwn(number, messageId, EDIT_WITHIN, "edited");
        ChatMessage original = original(chat, messageId);
        Gesture.edit(original, message);
        ObjectNode inner = MetaJson.object();
        inner.putObject("context").put("id", messageId);
        inner.setAll(message.deepCopy());
        ObjectNode edit = MetaJson.object().put("type", "edit");
        edit.putObject("edit").put("original_message_id", messageId).set("message", inner);
        return echoOfChange(number, chat.person(), edit);
    }

    /**
     * Recalls a message typed in the app.
     *
     * @throws IllegalArgumentException if there is no such message or it is older than two days
     */
    public Written revoke(SimulatedNumber number, String messageId) {
        Chat chat = chatOfOwn(number, messageId, REVOKE_WITHIN, "recalled");
        original(chat, messageId).revoke();
        ObjectNode revoke = MetaJson.object().put("type", "revoke");
        revoke.putObject("revoke").put("original_message_id", messageId);
        return echoOfChange(number, chat.person(), revoke);
    }

    /** Tells the receiver of a message the business sent, as the phone shows it. */
    public void echo(SimulatedNumber number, Person person, String id, Instant at, ObjectNode content) {
        ObjectNode item = MetaJson.object().put("from", number.profile().digits());
        if (person.shownWaId() != null) {
            item.put("to", person.shownWaId());
        }
        item.put("to_user_id", person.userId()).put("id", id).put("timestamp", Long.toString(at.getEpochSecond()));
        item.setAll(content.deepCopy());
        postman.offer(
                new WebhookItem(number.profile(), "smb_message_echoes", "message_echoes", item, null, Receipt.NONE));
    }

    private Written echoOfChange(SimulatedNumber number, Person person, ObjectNode change) {
        Instant now = clock.now();
        String id = wamids.next(person.key());
        echo(number, person, id, now, change);
        return new Written(id, person, now);
    }

    private Chat chatOfOwn(SimulatedNumber number, String messageId, Duration within, String what) {
        Chat chat = number.chatOfMessage(messageId);
        ChatMessage message = chat == null ? null : chat.message(messageId);
        if (chat == null || message == null || message.origin() != Origin.APP) {
            throw new IllegalArgumentException("no message " + messageId + " was typed on the phone of this number");
        }
        if (clock.now().isAfter(Instant.ofEpochSecond(message.timestamp()).plus(within))) {
            throw new IllegalArgumentException(
                    "message " + messageId + " is older than " + within + " and can no longer be " + what);
        }
        return chat;
    }

    private static ChatMessage original(Chat chat, String messageId) {
        ChatMessage message = chat.message(messageId);
        if (message == null) {
            throw new IllegalStateException("a message never leaves its chat");
        }
        return message;
    }
}
