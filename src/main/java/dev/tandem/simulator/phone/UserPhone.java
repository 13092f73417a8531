package dev.tandem.simulator.phone;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.jspecify.annotations.Nullable;

/**
 * A user writes to the business, edits, recalls or reacts: a {@code messages} webhook, and perhaps an open window.
 * Thread-safe.
 */
public final class UserPhone {
    private final SimulatorClock clock;
    private final Wamids wamids;
    private final ReceivedBook received;
    private final Postman postman;

    public UserPhone(SimulatorClock clock, Wamids wamids, ReceivedBook received, Postman postman) {
        this.clock = clock;
        this.wamids = wamids;
        this.received = received;
        this.postman = postman;
    }

    /**
     * Writes a message.
     *
     * @param message Meta's JSON from {@code type} on, with {@code context} or {@code referral} if wanted
     * @param age how long ago it was written
     * @param name the name the user goes by now, null for the usual one
     * @param id the message's id, null for a new one; a known one makes a duplicate
     */
    public Written write(
            SimulatedNumber number,
            Person person,
            ObjectNode message,
            Duration age,
            @Nullable String name,
            @Nullable String id) {
        long stamp = clock.stamp();
        Instant at = clock.now().minus(age);
        String type = message.path("type").asText();
        String wamid = id != null ? id : wamids.next(person.key());

        received.of(number.phoneNumberId()).inbound().add(stamp);
        Chat chat = number.chatWith(person);
        number.gate()
                .userWrote(
                        chat,
                        stamp,
                        at,
                        type,
                        message.has("referral"),
                        number.profile().linkedAt());
        if ((id == null || chat.message(id) == null) && !Gesture.apply(chat, Origin.USER, message)) {
            number.add(chat, new ChatMessage(wamid, Origin.USER, at.getEpochSecond(), MetaJson.write(message)));
        }

        ObjectNode item = MetaJson.object();
        if (person.shownWaId() != null) {
            item.put("from", person.shownWaId());
        }
        item.put("from_user_id", person.userId()).put("id", wamid).put("timestamp", Long.toString(at.getEpochSecond()));
        item.setAll(message.deepCopy());
        // A change of number comes without contacts, because the contact is what changes.
        ObjectNode contact = type.equals("system") ? null : Contacts.of(person, name);
        postman.offer(new WebhookItem(number.profile(), "messages", "messages", item, contact, Receipt.NONE));
        return new Written(wamid, person, at);
    }
}
