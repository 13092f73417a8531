package dev.tandem.simulator.number;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One message of a chat as the phone shows it. Thread-safe. */
public final class ChatMessage {
    /** Who made it: the user, the owner in the app, or the business through the API. */
    public enum Origin {
        USER,
        APP,
        API;

        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String id;
    private final Origin origin;
    private final long timestamp;
    private volatile byte[] content;
    private volatile @Nullable String status;
    private volatile boolean edited;
    private volatile boolean revoked;
    private volatile @Nullable String reactionOfUser;
    private volatile @Nullable String reactionOfBusiness;
    private volatile boolean readByBusiness;

    /**
     * A message.
     *
     * @param timestamp simulated time in seconds
     * @param content the message's JSON from {@code type} on; kept as bytes, a tree of each would not fit
     */
    public ChatMessage(String id, Origin origin, long timestamp, byte[] content) {
        this.id = id;
        this.origin = origin;
        this.timestamp = timestamp;
        this.content = content;
    }

    public String id() {
        return id;
    }

    public Origin origin() {
        return origin;
    }

    public long timestamp() {
        return timestamp;
    }

    public byte[] content() {
        return content;
    }

    public @Nullable String status() {
        return status;
    }

    public boolean edited() {
        return edited;
    }

    public boolean revoked() {
        return revoked;
    }

    public void status(String newStatus) {
        status = newStatus;
    }

    public void edit(byte[] newContent) {
        content = newContent;
        edited = true;
    }

    /** The emoji that the user put on it, null for none. */
    public @Nullable String reactionOfUser() {
        return reactionOfUser;
    }

    /** The emoji that the business put on it, from the app or the API; null for none. */
    public @Nullable String reactionOfBusiness() {
        return reactionOfBusiness;
    }

    /** Puts an emoji on it in place of the one before; null takes it away. */
    public void react(Origin who, @Nullable String emoji) {
        if (who == Origin.USER) {
            reactionOfUser = emoji;
        } else {
            reactionOfBusiness = emoji;
        }
    }

    /** Whether the business has read what the user wrote, so that the user sees blue ticks. */
    public boolean readByBusiness() {
        return readByBusiness;
    }

    void read() {
        readByBusiness = true;
    }

    public void revoke() {
        revoked = true;
    }
}
