package dev.tandem.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.TestNumbers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Webhooks as nobody should send them: one item, or what stands around it, is mutated, and beside it stand good ones. Every
 * level carries a mark that is never mutated itself, so that whatever becomes of the mutated part can be recognised. The same
 * seed makes the same webhooks. For one thread.
 */
public final class MutatedWebhooks {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    /** Parts of business keys: what is put there instead must be another thing each time, or the item would be known again. */
    private static final Set<String> KEYS = Set.of(
            "id",
            "timestamp",
            "status",
            "phone_number",
            "wa_id",
            "user_id",
            "current",
            "action",
            "category",
            "phase",
            "chunk_order");

    /** The mutations that leave no mark. */
    private static final Set<Integer> SCALAR = Set.of(0, 1, 2, 3, 9, 11, 12, 13);

    /** Written instead of what no tree can hold; see {@link #written}. */
    private static final Pattern TRICKS = Pattern.compile("\"@(deep|digits|raw|half)-([^@\"]*)@\"|@again@");

    /** The arrays that good ones stand in, with their fields. */
    private static final Map<String, String> GOOD = new TreeMap<>(
            Map.of("messages", "messages", "statuses", "messages", "message_echoes", "smb_message_echoes"));

    private static final List<String> ODD = List.of(
            "",
            " x",
            "\u0000",
            "null",
            "NaN",
            "-1",
            "1e400",
            "é\u202e مرحبا",
            "😀",
            "'; drop table message; --",
            "${body}",
            "%s%n",
            "../../x",
            "<b>");

    private final Random random;
    private final long now;

    /**
     * @param now seconds, for the items' times
     */
    public MutatedWebhooks(long seed, long now) {
        this.random = new Random(seed);
        this.now = now;
    }

    /**
     * One webhook.
     *
     * @param mark stands in the mutated part
     * @param neighbours the message ids of the good ones beside it, which must be told
     * @param what was done, to be read when something fails
     */
    public record Mutated(byte[] body, String mark, List<String> neighbours, String what) {}

    /** The next one. */
    public Mutated next(int index) {
        String mark = "fuzz-" + index + "-";
        int where = random.nextInt(20);
        String level =
                where < 12 ? "item" : where < 15 ? "value" : where < 17 ? "change" : where < 19 ? "bytes" : "body";
        boolean loose = level.equals("bytes") || level.equals("body");
        List<String> neighbours = new ArrayList<>();
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        JsonNode item = kind.item(index, now);
        if (item instanceof ObjectNode object) {
            object.put("mark", mark).put("mark2", mark);
        }
        List<JsonNode> row = new ArrayList<>();
        row.add(item);
        boolean twice = random.nextInt(10) == 0;
        StringBuilder what = new StringBuilder(kind.field())
                .append('/')
                .append(kind.array())
                .append(", ")
                .append(level);
        if (level.equals("item")) {
            row.set(0, mutated(item, index, mark, what));
        }
        if (twice) {
            row.add(row.get(0).deepCopy());
        }
        ObjectNode change = change(kind, row, index, mark);
        ObjectNode good = good(index, loose ? "loose" : "good", neighbours);
        if (level.equals("value")) {
            change.set("value", mutated(change.path("value"), index, mark, what));
        }
        JsonNode bad = level.equals("change") ? mutated(change, index, mark, what) : change;
        ObjectNode body = MAKE.objectNode().put("mark", mark).put("object", "whatsapp_business_account");
        ArrayNode entries = body.putArray("entry");
        // In the same entry, before or behind it, or in one of its own.
        boolean together = random.nextBoolean();
        ArrayNode first = entry(entries, mark);
        ArrayNode second = together ? first : entry(entries, mark);
        boolean badFirst = random.nextBoolean();
        (badFirst ? first : second).add(bad);
        (badFirst ? second : first).add(good);
        if (level.equals("item")
                && GOOD.containsKey(kind.array())
                && kind.field().equals(GOOD.get(kind.array()))) {
            ((ArrayNode) change.path("value").path(kind.array())).add(good(kind.array(), index, "good-9", neighbours));
        }
        JsonNode root = level.equals("body") ? mutated(body, index, mark, what) : body;
        byte[] bytes = written(root);
        if (level.equals("bytes")) {
            bytes = damaged(bytes, what);
        }
        return new Mutated(bytes, mark, loose ? List.of() : neighbours, what.toString());
    }

    private static ArrayNode entry(ArrayNode entries, String mark) {
        return entries.addObject()
                .put("mark", mark)
                .put("id", TestNumbers.SHOP.wabaId())
                .put("time", 1_793_000_000L)
                .putArray("changes");
    }

    private static ObjectNode change(Kind kind, List<JsonNode> items, int index, String mark) {
        ObjectNode change = MAKE.objectNode().put("mark", mark).put("field", kind.field());
        if (kind.array().isEmpty()) {
            change.set("value", items.get(0));
            return change;
        }
        ObjectNode value = change.putObject("value").put("mark", mark).put("messaging_product", "whatsapp");
        value.putObject("metadata")
                .put("display_phone_number", TestNumbers.SHOP.displayPhoneNumber())
                .put("phone_number_id", TestNumbers.SHOP.phoneNumberId());
        if (kind.array().equals("messages")) {
            ArrayNode cards = value.putArray("contacts");
            card(cards, "15559" + index);
            card(cards, person(index));
        }
        value.putArray(kind.array()).addAll(items);
        return change;
    }

    private static void card(ArrayNode cards, String waId) {
        cards.addObject().put("wa_id", waId).putObject("profile").put("name", "Mina");
    }

    /** Two messages, statuses or echoes that nothing is wrong with. */
    private ObjectNode good(int index, String name, List<String> neighbours) {
        String array = List.copyOf(GOOD.keySet()).get(random.nextInt(GOOD.size()));
        List<JsonNode> items =
                List.of(good(array, index, name + "-0", neighbours), good(array, index, name + "-1", neighbours));
        return change(new Kind(GOOD.get(array), array, ""), items, index, "good");
    }

    private ObjectNode good(String array, int index, String name, List<String> neighbours) {
        String id = "wamid." + name + "-" + index;
        neighbours.add(id);
        ObjectNode item = MAKE.objectNode().put("id", id).put("timestamp", Long.toString(now));
        switch (array) {
            case "statuses" -> item.put("status", "delivered").put("recipient_id", person(index));
            case "messages" -> item.put("from", person(index));
            default -> item.put("from", TestNumbers.SHOP.displayPhoneNumber()).put("to", person(index));
        }
        if (!array.equals("statuses")) {
            item.put("type", "text").putObject("text").put("body", "well formed");
        }
        return item;
    }

    private static String person(int index) {
        return "1555010" + (1_000 + index % 200);
    }

    private record Slot(JsonNode container, String name, int position) {

        JsonNode value() {
            return container instanceof ObjectNode ? container.path(name) : container.path(position);
        }

        void set(JsonNode value) {
            if (container instanceof ObjectNode object) {
                object.set(name, value);
            } else {
                ((ArrayNode) container).set(position, value);
            }
        }
    }

    private static void slots(JsonNode node, List<Slot> slots) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                if (!name.startsWith("mark") && !name.startsWith("@")) {
                    slots.add(new Slot(object, name, 0));
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                slots.add(new Slot(array, "", i));
            }
        }
        List.copyOf(slots).stream()
                .filter(slot -> slot.container() == node)
                .forEach(slot -> slots(slot.value(), slots));
    }

    /** The part after one to three mutations; now and then something else altogether stands in its place. */
    private JsonNode mutated(JsonNode part, int index, String mark, StringBuilder what) {
        if (random.nextInt(25) == 0) {
            what.append(": replaced");
            return random.nextBoolean() ? MAKE.textNode(mark) : MAKE.arrayNode().add(mark);
        }
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            List<Slot> slots = new ArrayList<>();
            slots(part, slots);
            if (!slots.isEmpty()) {
                mutate(slots.get(random.nextInt(slots.size())), index, mark, what);
            }
        }
        return part;
    }

    private void mutate(Slot slot, int index, String mark, StringBuilder what) {
        int how = random.nextInt(14);
        what.append("; ").append(slot.name()).append(' ').append(how);
        if (slot.container().isArray() && SCALAR.contains(how)) {
            // What becomes of a bare number or of nothing could not be recognised.
            slot.set(MAKE.textNode(mark));
            return;
        }
        switch (how) {
            case 0 -> ((ObjectNode) slot.container()).remove(slot.name());
            case 1 -> slot.set(MAKE.nullNode());
            case 2 -> slot.set(MAKE.numberNode(random.nextBoolean() ? index : -index));
            case 3 -> slot.set(KEYS.contains(slot.name()) ? MAKE.numberNode(index + 0.5) : MAKE.booleanNode(true));
            case 4 -> slot.set(MAKE.arrayNode().add(mark));
            case 5 -> slot.set(MAKE.objectNode().put("mark", mark));
            case 6 -> slot.set(nested(slot.value(), 1 + random.nextInt(6), mark));
            case 7 -> deep(slot, mark);
            case 8 -> slot.set(MAKE.textNode(mark + "x".repeat(huge())));
            case 9 -> slot.set(MAKE.textNode("@digits-" + (1 + index) + "x" + (1 + random.nextInt(5_000)) + "@"));
            case 10 -> again(slot, mark);
            case 11 -> rename(slot);
            case 12 -> odd(slot, index);
            default -> slot.set(MAKE.textNode("@half-" + index + "@"));
        }
    }

    private JsonNode nested(JsonNode value, int levels, String mark) {
        JsonNode nested = value;
        for (int i = 0; i < levels; i++) {
            nested = random.nextBoolean()
                    ? MAKE.arrayNode().add(mark).add(nested)
                    : MAKE.objectNode().put("mark", mark).set("in", nested);
        }
        return nested;
    }

    /** Within and beyond what a tree may have. */
    private void deep(Slot slot, String mark) {
        int[] depths = {50, 400, 600, 1_100, 5_000, 50_000};
        int depth = depths[random.nextInt(random.nextInt(4) == 0 ? depths.length : 3)];
        slot.set(MAKE.textNode("@deep-" + depth + " " + mark + "@"));
    }

    private int huge() {
        int dice = random.nextInt(100);
        return dice == 0 ? 1_500_000 : dice < 10 ? 100_000 : 1_000 + random.nextInt(10_000);
    }

    private static void again(Slot slot, String mark) {
        if (slot.container() instanceof ObjectNode object) {
            object.set("@again@" + slot.name(), MAKE.arrayNode().add(mark));
        } else {
            ((ArrayNode) slot.container()).add(slot.value().deepCopy());
        }
    }

    private static void rename(Slot slot) {
        ObjectNode object = (ObjectNode) slot.container();
        object.set(slot.name().toUpperCase(Locale.ROOT) + "\u0000é", object.remove(slot.name()));
    }

    private void odd(Slot slot, int index) {
        String text = ODD.get(random.nextInt(ODD.size()));
        slot.set(MAKE.textNode(text.isBlank() ? text : text + index));
    }

    /** As bytes, with what no tree can hold. */
    private static byte[] written(JsonNode root) {
        try {
            return TRICKS.matcher(JSON.writeValueAsString(root))
                    .replaceAll(MutatedWebhooks::trick)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String trick(MatchResult found) {
        if (found.group(1) == null) {
            return "";
        }
        String argument = found.group(2);
        return switch (found.group(1)) {
            case "deep" -> {
                int depth = Integer.parseInt(argument.split(" ")[0]);
                yield "[".repeat(depth) + '"' + argument.split(" ")[1] + '"' + "]".repeat(depth);
            }
            case "digits" -> argument.replace("x", "0") + "7".repeat(Integer.parseInt(argument.split("x")[1]));
            default -> "\"\\\\ud83d" + argument + "\"";
        };
    }

    /** Not even the bytes are what they should be. */
    private byte[] damaged(byte[] bytes, StringBuilder what) {
        int how = random.nextInt(6);
        what.append(": bytes ").append(how);
        return switch (how) {
            case 0 -> Arrays.copyOf(bytes, 64 + random.nextInt(bytes.length - 64));
            case 1 -> inserted(bytes, bytes.length, "}]trailing".getBytes(StandardCharsets.UTF_8));
            case 2 -> inserted(bytes, 0, new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
            case 3 -> new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16BE);
            case 4 -> inserted(bytes, random.nextInt(bytes.length), new byte[] {(byte) 0xff, 0});
            default -> inserted(bytes, random.nextInt(bytes.length), new byte[] {(byte) (32 + random.nextInt(95))});
        };
    }

    private static byte[] inserted(byte[] bytes, int at, byte[] more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + more.length);
        out.write(bytes, 0, at);
        out.writeBytes(more);
        out.write(bytes, at, bytes.length - at);
        return out.toByteArray();
    }

    /**
     * A kind of item.
     *
     * @param array where it stands within the value, empty when it is the value
     * @param json with {@code #} for what is different each time, and {@code ~} for the time
     */
    private record Kind(String field, String array, String json) {

        JsonNode item(int index, long now) {
            try {
                return JSON.readTree(json.replace("#", Integer.toString(index)).replace("~", Long.toString(now)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Kind message(String type, String content) {
        return new Kind(
                "messages",
                "messages",
                "{\"from\":\"15559#\",\"from_user_id\":\"US.m#\",\"id\":\"wamid.bad-#\",\"timestamp\":\"~\",\"type\":\""
                        + type + "\",\"context\":{\"from\":\"15550100001\",\"id\":\"wamid.before\"},\"" + type + "\":"
                        + content + "}");
    }

    private static Kind status(String word, String more) {
        return new Kind(
                "messages",
                "statuses",
                "{\"id\":\"wamid.bad-#\",\"status\":\"" + word
                        + "\",\"timestamp\":\"~\",\"recipient_id\":\"15559#\",\"biz_opaque_callback_data\":\"1.#\""
                        + more + "}");
    }

    private static Kind echo(String type, String content) {
        return new Kind(
                "smb_message_echoes",
                "message_echoes",
                "{\"from\":\"15550100001\",\"to\":\"15559#\",\"id\":\"wamid.bad-#\",\"timestamp\":\"~\",\"type\":\""
                        + type + "\",\"" + type + "\":" + content + "}");
    }

    private static final List<Kind> KINDS = List.of(
            message("text", "{\"body\":\"hello\"}"),
            message("reaction", "{\"message_id\":\"wamid.other-#\",\"emoji\":\"😀\"}"),
            message(
                    "edit",
                    "{\"original_message_id\":\"wamid.other-#\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"b\"}}}"),
            message("revoke", "{\"original_message_id\":\"wamid.other-#\"}"),
            message("interactive", "{\"type\":\"button_reply\",\"button_reply\":{\"id\":\"b\",\"title\":\"Yes\"}}"),
            message("location", "{\"latitude\":1.5,\"longitude\":2.25,\"name\":\"here\"}"),
            message(
                    "contacts",
                    "[{\"name\":{\"formatted_name\":\"A\"},\"phones\":[{\"phone\":\"+1\",\"wa_id\":\"1\"}]}]"),
            message(
                    "order",
                    "{\"catalog_id\":\"1\",\"product_items\":[{\"product_retailer_id\":\"p\",\"quantity\":1}]}"),
            message("unsupported", "{\"type\":\"poll\"},\"errors\":[{\"code\":131051,\"title\":\"t\"}]"),
            message("image", "{\"id\":\"5#\",\"mime_type\":\"image/jpeg\",\"sha256\":\"AA==\",\"caption\":\"c\"}"),
            status("sent", ",\"pricing\":{\"billable\":true,\"category\":\"utility\"}"),
            status(
                    "read",
                    ",\"conversation\":{\"id\":\"c\",\"expiration_timestamp\":\"~\",\"origin\":{\"type\":\"utility\"}}"),
            status("failed", ",\"errors\":[{\"code\":131026,\"title\":\"t\",\"error_data\":{\"details\":\"d\"}}]"),
            new Kind("messages", "errors", "{\"code\":130429,\"title\":\"Rate limit #\"}"),
            echo("text", "{\"body\":\"typed\"}"),
            echo("revoke", "{\"original_message_id\":\"wamid.other-#\"}"),
            new Kind(
                    "smb_app_state_sync",
                    "state_sync",
                    "{\"type\":\"contact\",\"contact\":{\"full_name\":\"A B\",\"phone_number\":\"1666#\"},\"action\":\"add\","
                            + "\"metadata\":{\"timestamp\":\"~\"}}"),
            new Kind(
                    "user_preferences",
                    "user_preferences",
                    "{\"wa_id\":\"1777#\",\"detail\":\"d\",\"category\":\"marketing_messages\",\"value\":\"stop\",\"timestamp\":~}"),
            new Kind(
                    "user_id_update",
                    "user_id_update",
                    "{\"wa_id\":\"1888#\",\"user_id\":{\"previous\":\"US.p#\",\"current\":\"US.c#\"},\"timestamp\":\"~\"}"),
            new Kind(
                    "history",
                    "history",
                    "{\"metadata\":{\"phase\":1,\"chunk_order\":\"#\",\"progress\":50},\"threads\":[{\"id\":\"1999#\",\"messages\":["
                            + "{\"from\":\"1999#\",\"id\":\"wamid.h-#\",\"timestamp\":\"1767300000\",\"type\":\"text\","
                            + "\"text\":{\"body\":\"fuzz-#-\"},\"history_context\":{\"status\":\"READ\"}}],\"mark\":\"fuzz-#-\"}]}"),
            new Kind(
                    "message_template_status_update",
                    "",
                    "{\"event\":\"APPROVED\",\"message_template_id\":#,\"message_template_name\":\"t#\","
                            + "\"message_template_language\":\"en\",\"reason\":\"NONE\"}"),
            new Kind(
                    "account_alerts",
                    "",
                    "{\"alert_info\":{\"alert_severity\":\"INFORMATIONAL\",\"alert_type\":\"OBA#\"}}"),
            new Kind("something_new", "", "{\"news\":[{\"id\":#,\"list\":[1,2,3]}]}"));
}
