package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the past of a number: slices of threads, files that follow, the end of each part, and that the owner does not share
 * it. It wakes nothing: no window, no send, no limit (R28). Thread-safe.
 */
public final class HistoryIntake {

    /** The owner does not share the past (R24). */
    private static final int DECLINED = 2593109;

    private static final String ERRORS = "errors";

    private final PastMessages past;
    private final PastChunks chunks;
    private final RawIntake raw;
    private final Quarantine quarantine;
    private final SyncNews sync;

    /**
     * @param raw keeps what is no message
     * @param quarantine takes the single message that cannot be understood, so that its slice is not lost
     */
    public HistoryIntake(PastMessages past, PastChunks chunks, RawIntake raw, Quarantine quarantine, SyncNews sync) {
        this.past = past;
        this.chunks = chunks;
        this.raw = raw;
        this.quarantine = quarantine;
        this.sync = sync;
    }

    /**
     * @return whether it was new
     * @throws BrokenItemException when it can never be understood
     */
    public boolean take(WebhookItem item) {
        if (item.fault() != null || item.number() == null) {
            return raw.take(item);
        }
        return switch (item.kind()) {
            case HistorySlices.THREADS -> slice(item);
            case HistorySlices.CHUNK ->
                chunk(item.numberOrThrow(), item, item.json().path("messages").asLong());
            case "messages", "message_echoes" -> file(item);
            default -> told(item);
        };
    }

    private boolean slice(WebhookItem item) {
        JsonNode messages = item.json().path("messages");
        if (messages.isEmpty()) {
            return raw.take(item);
        }
        RawFacts facts = RawFacts.of(item);
        Person person = Person.ofThread(item.json());
        List<PastMessage> understood = new ArrayList<>();
        for (JsonNode message : messages) {
            try {
                understood.add(
                        PastMessage.of(message, display(item), item.envelope().receivedAt()));
            } catch (BrokenItemException fault) {
                quarantine.take(alone(item, message), fault);
            }
        }
        Event event = new EventBody(item, facts.type(), item.key())
                .occurredAt(facts.occurredAt())
                .from(facts.origin(), null)
                .contact(facts.phone(), facts.userId(), facts.name())
                .message(null, null, List.of())
                .build(person.key());
        return !understood.isEmpty() && past.keep(item.numberOrThrow(), person, understood, event);
    }

    /** A thread with this message alone. */
    private static WebhookItem alone(WebhookItem item, JsonNode message) {
        ObjectNode thread = item.json().deepCopy();
        thread.putArray("messages").add(message);
        return new WebhookItem(
                item.channel(),
                item.envelope(),
                item.kind(),
                item.number(),
                item.phoneNumberId(),
                thread,
                item.key(),
                null);
    }

    private boolean file(WebhookItem item) {
        JsonNode json = item.json();
        boolean ours = item.kind().equals("message_echoes") || PastMessage.isOurs(json, display(item));
        Message message = Message.of(
                json,
                ours ? Message.Origin.APP : Message.Origin.USER,
                item.envelope().receivedAt());
        Person peer = peer(item, ours);
        String phone = peer == null ? null : peer.waId() != null ? peer.waId() : peer.phone();
        return past.join(item.numberOrThrow(), peer, message, place -> new EventBody(item, "media", item.key())
                .occurredAt(place.at())
                .from("history", place.direction())
                .contact(phone, peer == null ? null : peer.userId(), peer == null ? null : peer.name())
                .message(message.id(), message.text(), MediaList.live(json))
                .build(place.contact()));
    }

    /** Who a file was written with; Meta leaves the person out of some of ours, then its placeholder knows. */
    private static @Nullable Person peer(WebhookItem item, boolean ours) {
        try {
            return Person.of(item.json(), item.envelope().contacts(), ours ? "to" : "from");
        } catch (BrokenItemException nobody) {
            return null;
        }
    }

    /** Our number in digits, as the webhook calls it. */
    private static String display(WebhookItem item) {
        String said = Person.digits(Json.text(item.envelope().metadata(), "display_phone_number"));
        return said != null
                ? said
                : String.valueOf(Person.digits(item.numberOrThrow().displayPhoneNumber()));
    }

    /** Comes when all slices of the part are stored. One of an earlier linking would take the place of one that is still to come. */
    private boolean chunk(BusinessNumber number, WebhookItem item, long messages) {
        ChunkFacts.of(item.json().path("metadata"), messages, item.envelope().receivedAt())
                .filter(chunk -> sync.awaits(number, chunk.firstAt()))
                .ifPresent(chunk -> sync.chunk(number, chunks.stored(number, chunk)));
        return false;
    }

    /** A refusal, in either of its places, or a part in which nothing is but how far Meta came. */
    private boolean told(WebhookItem item) {
        BusinessNumber number = item.numberOrThrow();
        boolean isNew = raw.take(item);
        JsonNode json = item.json();
        if (isDecline(item.kind().equals(ERRORS) ? Set.of(json) : json.path(ERRORS))) {
            sync.declined(number, item.envelope().receivedAt());
        } else if (item.kind().equals(HistorySlices.HISTORY) && !json.has(ERRORS)) {
            chunk(number, item, 0);
        }
        return isNew;
    }

    /** Whether one of Meta's errors says that the owner does not share the past. */
    static boolean isDecline(Iterable<JsonNode> errors) {
        for (JsonNode error : errors) {
            if (String.valueOf(DECLINED).equals(Json.text(error, "code"))) {
                return true;
            }
        }
        return false;
    }
}
