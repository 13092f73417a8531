package dev.tandem.simulator.past;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.NumberProfile;
import dev.tandem.simulator.number.Person;
import dev.tandem.simulator.webhook.Receipt;
import dev.tandem.simulator.webhook.WebhookItem;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Webhooks of contacts and of the past as Meta writes them. How untidily one is written follows from the linking's seed
 * and the chunk, so that a repeated webhook is the same again. Thread-safe.
 */
final class PastWebhooks {
    private final Behaviour behaviour;

    PastWebhooks(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    /** Entries of the phone book: {@code smb_app_state_sync}. */
    WebhookItem contacts(NumberProfile number, List<ContactItem> items, Receipt receipt) {
        ContactItem first = items.get(0);
        SplittableRandom random =
                new SplittableRandom(first.entry().key().hashCode() + first.at().getEpochSecond());
        boolean numeric = draw(random, Switch.NUMERIC_TIME_RATE);
        ObjectNode value = value(number);
        ArrayNode list = value.putArray("state_sync");
        for (ContactItem item : items) {
            ObjectNode json = item.json(draw(random, Switch.CONTACT_USER_ID_RATE));
            time(json.putObject("metadata"), item.at().getEpochSecond(), numeric);
            list.add(json);
        }
        return new WebhookItem(number, SyncType.CONTACTS.metaName(), null, value, null, receipt);
    }

    /** A chunk of the past. */
    WebhookItem chunk(NumberProfile number, Chunk chunk, int progress, long seed, Receipt receipt) {
        SplittableRandom random = new SplittableRandom(seed + 31L * chunk.order() + chunk.phase());
        ObjectNode part = part(chunk.phase(), chunk.order(), progress);
        if (draw(random, Switch.UNKNOWN_FIELD_RATE)) {
            part.putObject("trace_hint")
                    .put("hop", 3)
                    .putArray("tags")
                    .add("é/ü")
                    .addNull();
        }
        boolean numeric = draw(random, Switch.NUMERIC_TIME_RATE);
        ArrayNode threads = part.putArray("threads");
        chunk.slices().forEach(slice -> threads.add(thread(number, slice, numeric, random)));
        return history(number, part, receipt);
    }

    /** The end of a past with nothing in it. */
    WebhookItem nothing(NumberProfile number, Receipt receipt) {
        ObjectNode part = part(0, 1, 100);
        part.putArray("threads");
        return history(number, part, receipt);
    }

    /**
     * That the owner does not share the past (R24), in one of the two shapes that are seen.
     *
     * @param bare in {@code value.errors} and not inside {@code history}
     */
    WebhookItem declined(NumberProfile number, boolean bare, Receipt receipt) {
        MetaError error = MetaError.HISTORY_NOT_SHARED;
        ObjectNode json = MetaJson.object()
                .put("code", error.code())
                .put("title", error.title())
                .put("message", error.title());
        json.putObject("error_data").put("details", "the owner chose in the app not to share the chats");
        if (bare) {
            ObjectNode value = value(number);
            value.putArray("errors").add(json);
            return new WebhookItem(number, SyncType.HISTORY.metaName(), null, value, null, receipt);
        }
        ObjectNode part = MetaJson.object();
        part.putArray("errors").add(json);
        return history(number, part, receipt);
    }

    private ObjectNode thread(NumberProfile number, Chunk.Slice slice, boolean numeric, SplittableRandom random) {
        Person person = slice.thread().person();
        ObjectNode json = MetaJson.object().put("id", slice.thread().id());
        if (draw(random, Switch.HISTORY_CONTEXT_RATE)) {
            ObjectNode context = json.putObject("context");
            if (person.shownWaId() != null) {
                context.put("wa_id", person.shownWaId());
            }
            context.put("user_id", person.userId());
        }
        ArrayNode messages = json.putArray("messages");
        slice.thread()
                .messages()
                .subList(slice.from(), slice.to())
                .forEach(message -> messages.add(message(number, person, message, numeric, random)));
        return json;
    }

    private ObjectNode message(
            NumberProfile number, Person person, PastMessage past, boolean numeric, SplittableRandom random) {
        ObjectNode json =
                past.outbound() ? ofBusiness(number, person, draw(random, Switch.HISTORY_TO_RATE)) : ofPerson(person);
        if (behaviour.on(Switch.HISTORY_FROM_ME)) {
            json.put("from_me", past.outbound());
        }
        time(json.put("id", past.message().id()), past.message().timestamp(), numeric);
        if (past.media()) {
            json.put("type", "media_placeholder");
        } else {
            json.setAll(content(past));
        }
        boolean lower = draw(random, Switch.HISTORY_LOWER_CASE_RATE);
        json.putObject("history_context").put("status", lower ? past.status().toLowerCase(Locale.ROOT) : past.status());
        return json;
    }

    private boolean draw(SplittableRandom random, Switch rate) {
        return random.nextDouble() < behaviour.rate(rate);
    }

    private static void time(ObjectNode json, long seconds, boolean numeric) {
        if (numeric) {
            json.put("timestamp", seconds);
        } else {
            json.put("timestamp", Long.toString(seconds));
        }
    }

    static ObjectNode ofPerson(Person person) {
        return person.shownWaId() != null
                ? MetaJson.object().put("from", person.shownWaId())
                : MetaJson.object().put("from_user_id", person.userId());
    }

    static ObjectNode ofBusiness(NumberProfile number, Person person, boolean saysTo) {
        ObjectNode json = MetaJson.object().put("from", number.digits());
        if (saysTo && person.shownWaId() != null) {
            json.put("to", person.shownWaId());
        } else if (saysTo) {
            json.put("to_user_id", person.userId());
        }
        return json;
    }

    static ObjectNode content(PastMessage past) {
        ObjectNode content = MetaJson.readObject(past.message().content());
        if (content == null) {
            throw new IllegalStateException("the content of a message of the past is an object");
        }
        return content;
    }

    private static ObjectNode part(int phase, int order, int progress) {
        ObjectNode part = MetaJson.object();
        part.putObject("metadata").put("phase", phase).put("chunk_order", order).put("progress", progress);
        return part;
    }

    private static WebhookItem history(NumberProfile number, ObjectNode part, Receipt receipt) {
        ObjectNode value = value(number);
        value.putArray("history").add(part);
        return new WebhookItem(number, SyncType.HISTORY.metaName(), null, value, null, receipt);
    }

    private static ObjectNode value(NumberProfile number) {
        ObjectNode value = MetaJson.object().put("messaging_product", "whatsapp");
        value.putObject("metadata")
                .put("display_phone_number", number.digits())
                .put("phone_number_id", number.phoneNumberId());
        return value;
    }
}
