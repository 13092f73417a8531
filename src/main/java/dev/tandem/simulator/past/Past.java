package dev.tandem.simulator.past;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Chat;
import dev.tandem.simulator.number.ChatMessage;
import dev.tandem.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the phone shares: the chats of the 180 days before the linking, as they stood then (R21). Immutable. */
public final class Past {
    static final Duration SPAN = Duration.ofDays(180);
    static final Duration MEDIA_SPAN = Duration.ofDays(14);

    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final Set<String> MEDIA = Set.of("image", "video", "audio", "document", "sticker");
    /** What is done to other messages or told by Meta is no message of the past. */
    private static final Set<String> NOT_SHARED = Set.of("reaction", "edit", "revoke", "system", "unsupported");

    private final Instant linkedAt;
    private final List<PastThread> threads;

    private Past(Instant linkedAt, List<PastThread> threads) {
        this.linkedAt = linkedAt;
        this.threads = threads;
    }

    /** The past of a number at the moment of a linking; recalled messages are gone. */
    static Past of(SimulatedNumber number, Instant linkedAt) {
        List<PastThread> threads = new ArrayList<>();
        for (Chat chat : number.chats()) {
            List<PastMessage> messages = new ArrayList<>();
            for (ChatMessage message : chat.messages()) {
                addIfShared(messages, message, linkedAt);
            }
            if (!messages.isEmpty()) {
                threads.add(new PastThread(chat.person(), List.copyOf(messages)));
            }
        }
        return new Past(linkedAt, List.copyOf(threads));
    }

    private static void addIfShared(List<PastMessage> messages, ChatMessage message, Instant linkedAt) {
        long age = linkedAt.getEpochSecond() - message.timestamp();
        ObjectNode content = MetaJson.readObject(message.content());
        if (age <= 0 || age > SPAN.toSeconds() || message.revoked() || content == null) {
            return;
        }
        String type = content.path("type").asText();
        if (NOT_SHARED.contains(type)) {
            return;
        }
        boolean media = MEDIA.contains(type);
        messages.add(new PastMessage(message, statusOf(message), media, media && age <= MEDIA_SPAN.toSeconds()));
    }

    private static String statusOf(ChatMessage message) {
        String status = message.status();
        if (status == null) {
            boolean unread = message.origin() == ChatMessage.Origin.USER && !message.readByBusiness();
            return unread ? "DELIVERED" : message.origin() == ChatMessage.Origin.USER ? "READ" : "SENT";
        }
        return status.equals("failed") ? "ERROR" : status.toUpperCase(Locale.ROOT);
    }

    public Instant linkedAt() {
        return linkedAt;
    }

    List<PastThread> threads() {
        return threads;
    }

    /** How many messages there are. */
    public long size() {
        return threads.stream().mapToLong(thread -> thread.messages().size()).sum();
    }

    /** How many files follow their placeholders. */
    public long followUps() {
        return threads.stream()
                .flatMap(thread -> thread.messages().stream())
                .filter(PastMessage::follows)
                .count();
    }

    /** The phase a message belongs to: 0 for the day before the linking, 1 up to day 90, 2 beyond (R22). */
    int phaseOf(PastMessage message) {
        long age = linkedAt.getEpochSecond() - message.message().timestamp();
        if (age < DAY) {
            return 0;
        }
        return age < 90 * DAY ? 1 : 2;
    }
}
