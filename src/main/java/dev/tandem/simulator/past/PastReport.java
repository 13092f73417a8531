package dev.tandem.simulator.past;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Person;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a past as JSON to compare with, streaming: figures first, then messages by thread and time, then contacts. */
public final class PastReport {
    private static final ObjectMapper JSON = new ObjectMapper().disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);

    private PastReport() {}

    /**
     * Writes a part of the list.
     *
     * @param from the first message, from 0
     * @param limit most messages
     */
    public static void write(OutputStream out, Linking linking, PhoneBook book, long from, long limit)
            throws IOException {
        Past past = linking.past();
        // The stream is the answer's and stays open, so that an error can still end it its own way.
        try (JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.writeStartObject();
            json.writeStringField("linkedAt", linking.linkedAt().toString());
            json.writeBooleanField("shareHistory", linking.options().shareHistory());
            json.writeNumberField("seed", linking.options().seed());
            json.writeNumberField("total", past.size());
            json.writeNumberField("mediaToFollow", past.followUps());
            json.writeNumberField("from", from);
            json.writeArrayFieldStart("messages");
            long at = 0;
            for (PastThread thread : past.threads()) {
                for (PastMessage message : thread.messages()) {
                    if (at >= from && at - from < limit) {
                        JSON.writeTree(json, message(past, thread.person(), message));
                    }
                    at++;
                }
            }
            json.writeEndArray();
            json.writeArrayFieldStart("contacts");
            for (PhoneBook.Entry entry : book.entries()) {
                JSON.writeTree(json, contact(entry));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static ObjectNode message(Past past, Person person, PastMessage message) {
        ObjectNode content = PastWebhooks.content(message);
        String type = content.path("type").asText();
        ObjectNode json = MetaJson.object().put("id", message.message().id());
        ObjectNode contact = json.putObject("contact");
        if (person.shownWaId() != null) {
            contact.put("waId", person.shownWaId());
        }
        contact.put("userId", person.userId());
        json.put("direction", message.outbound() ? "out" : "in")
                .put("timestamp", message.message().timestamp())
                .put("phase", past.phaseOf(message))
                .put("type", type);
        if (type.equals("text")) {
            json.put("text", content.path("text").path("body").asText());
        } else if (content.path(type).has("caption")) {
            json.put("text", content.path(type).path("caption").asText());
        }
        json.put("status", message.status());
        if (message.media()) {
            json.putObject("media")
                    .put("mimeType", content.path(type).path("mime_type").asText(SampleFiles.mimeType(type)))
                    .put("follows", message.follows());
        }
        return json;
    }

    /** An entry of the phone book as the control side shows it. */
    public static ObjectNode contact(PhoneBook.Entry entry) {
        ObjectNode json = MetaJson.object().put("name", entry.fullName()).put("firstName", entry.firstName());
        if (entry.phone() != null) {
            json.put("phone", entry.phone());
        }
        return json.put("userId", entry.userId())
                .put("changedAt", entry.changedAt().toString());
    }
}
