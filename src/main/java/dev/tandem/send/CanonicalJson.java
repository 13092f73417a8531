package dev.tandem.send;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One spelling for equal JSON: keys sorted, no white space. Thread-safe. */
final class CanonicalJson {

    private static final ObjectMapper PLAIN = new ObjectMapper().disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);

    private CanonicalJson() {}

    static String of(JsonNode json) {
        return write(json, null);
    }

    /** As if this field of the outermost object were not there. */
    static String without(String field, JsonNode json) {
        return write(json, field);
    }

    private static String write(JsonNode json, @Nullable String without) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = PLAIN.createGenerator(text)) {
            write(json, without, out);
        } catch (IOException e) {
            throw new IllegalArgumentException("JSON that was read cannot be written", e);
        }
        return text.toString();
    }

    private static void write(JsonNode json, @Nullable String without, JsonGenerator out) throws IOException {
        if (json.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            json.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            out.writeStartObject();
            for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
                if (!field.getKey().equals(without)) {
                    out.writeFieldName(field.getKey());
                    write(field.getValue(), null, out);
                }
            }
            out.writeEndObject();
        } else if (json.isArray()) {
            out.writeStartArray();
            for (JsonNode element : json) {
                write(element, null, out);
            }
            out.writeEndArray();
        } else if (json.isTextual()) {
            out.writeString(json.textValue());
        } else {
            PLAIN.writeValue(out, json);
        }
    }

    /** SHA-256 in hex. */
    static String hash(String canonical) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
