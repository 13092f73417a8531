package dev.tandem.simulator.delivery;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** The delivery events of one message that was sent through the API, lost webhooks included. Thread-safe. */
public final class MessageHistory {
    /** Digits of the position at the end of an id. */
    static final int POSITION_DIGITS = 9;

    private final String phoneNumberId;
    private final int position;
    private final String wamid;
    private final List<DeliveryEvent> events = new CopyOnWriteArrayList<>();

    MessageHistory(String phoneNumberId, int position, String wamid) {
        this.phoneNumberId = phoneNumberId;
        this.position = position;
        this.wamid = wamid;
    }

    /** Meta's id of the history, digits: the number's id and the message's position among its sends. */
    public String id() {
        return phoneNumberId + String.format(Locale.ROOT, "%0" + POSITION_DIGITS + "d", position);
    }

    /** The number that sent the message. */
    public String phoneNumberId() {
        return phoneNumberId;
    }

    public String wamid() {
        return wamid;
    }

    /** In the order they happened. */
    public List<DeliveryEvent> events() {
        return events;
    }

    void add(DeliveryEvent event) {
        events.add(event);
    }
}
