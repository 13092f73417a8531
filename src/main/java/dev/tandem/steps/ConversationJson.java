package dev.tandem.steps;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.tandem.domain.MessageChange;
import dev.tandem.domain.MessageStanding;
import dev.tandem.domain.PastMedia;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Unsupported;
import dev.tandem.domain.Window;
import dev.tandem.send.SendIds;
import dev.tandem.webhook.Conversations;
import dev.tandem.webhook.Cursor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conversations as the API shows them; what does not apply is left out. */
final class ConversationJson {

    private ConversationJson() {}

    /** @param next where the page ends, null when nothing follows */
    static Map<String, Object> page(String name, List<Map<String, Object>> rows, @Nullable Cursor next) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(name, rows);
        put(json, "next", next == null ? null : next.text());
        return json;
    }

    static Map<String, Object> of(Conversations.Conversation conversation) {
        Map<String, Object> last = new LinkedHashMap<>();
        last.put("at", conversation.lastAt().toString());
        last.put("direction", conversation.lastDirection());
        last.put("origin", conversation.lastOrigin());
        last.put("type", conversation.lastType());
        put(last, "text", conversation.lastText());
        put(last, "advice", conversation.lastType().equals(Unsupported.TYPE) ? Unsupported.advice(0) : null);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("contact", conversation.contact());
        put(json, "waId", conversation.waId());
        put(json, "userId", conversation.userId());
        put(json, "name", conversation.name());
        put(
                json,
                "nameSource",
                conversation.nameSource() == null
                        ? null
                        : conversation.nameSource().code());
        put(json, "username", conversation.username());
        json.put("lastMessage", last);
        put(
                json,
                "freeEntryUntil",
                conversation.freeEntryUntil() == null
                        ? null
                        : conversation.freeEntryUntil().toString());
        return json;
    }

    /** @param linkedAt when the number was linked: says, with the time now, whether the file of a placeholder may still come */
    static Map<String, Object> of(Conversations.Line line, Instant linkedAt, Instant now) {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "messageId", line.messageId());
        json.put("at", line.at().toString());
        json.put("direction", line.direction());
        json.put("origin", line.origin());
        json.put("type", line.type());
        put(json, "text", line.text());
        put(json, "advice", line.facts().advice());
        put(json, "replyTo", line.facts().replyTo());
        put(
                json,
                "referral",
                line.facts().referral() == null
                        ? null
                        : new RawValue(line.facts().referral()));
        told(json, line);
        put(json, "status", line.status() == null ? null : line.status().code());
        Conversations.SendFacts send = line.send();
        if (send != null) {
            json.put("sendId", SendIds.text(send.sendId()));
            json.put("state", send.state());
            put(json, "mode", send.mode());
            put(json, "reason", send.reason());
            put(json, "detail", send.detail());
        }
        if (line.type().equals(PastMedia.PLACEHOLDER)) {
            json.put("media", placeholder(PastMedia.whyNot(line.at(), linkedAt, now)));
        }
        json.put("item", new RawValue(line.json()));
        return json;
    }

    /** A file that did not come with its message: it follows, or is only on the phone (R25). */
    private static Map<String, Object> placeholder(Optional<String> whyNot) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", whyNot.isPresent() ? "gone" : "awaited");
        whyNot.ifPresent(why -> {
            json.put("reason", Reason.MEDIA_ON_PHONE.code());
            json.put("detail", why);
        });
        return json;
    }

    /** What was said about a message since. */
    private static void told(Map<String, Object> json, Conversations.Line line) {
        MessageStanding standing = line.standing();
        put(json, "edited", standing.edited() ? true : null);
        put(json, "revoked", standing.revoked() ? true : null);
        List<Map<String, Object>> versions =
                line.versions().stream().map(ConversationJson::version).toList();
        put(json, "versions", versions.isEmpty() ? null : versions);
        List<Map<String, Object>> reactions =
                standing.reactions().stream().map(ConversationJson::reaction).toList();
        put(json, "reactions", reactions.isEmpty() ? null : reactions);
    }

    private static Map<String, Object> version(MessageStanding.Version version) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", version.id());
        json.put("at", version.at().toString());
        put(json, "text", version.text());
        return json;
    }

    private static Map<String, Object> reaction(MessageChange reaction) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("direction", reaction.byPerson() ? "in" : "out");
        json.put("at", reaction.at().toString());
        put(json, "emoji", reaction.text());
        json.put("messageId", reaction.id());
        return json;
    }

    static Map<String, Object> of(Window window) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("open", window.open());
        put(
                json,
                "closesAt",
                window.closesAt() == null ? null : window.closesAt().toString());
        json.put("reason", window.reason().code());
        json.put("advice", window.reason().advice());
        return json;
    }

    private static void put(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
