package dev.tandem.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * JSON that stays bytes: says where its parts begin and end, and makes a tree only of the part that is asked for. The members
 * of an object may stand in any order. Thread-safe; an iterator is for one thread.
 */
final class JsonBytes {

    /**
     * Looks for the ends of parts only. It accepts more than a tree may have, so that one monstrous item makes nothing
     * unreadable but itself; the depth is bounded because each level costs memory.
     */
    private static final JsonFactory LOOKING = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100_000)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** A part that nobody acts on and that is larger becomes one text, not a tree. */
    private static final int LARGEST_TREE = 1 << 20;

    private final byte[] bytes;
    private final Part root;

    /** Where a part stands: the first byte, and the one behind the last. */
    record Part(int start, int end) {}

    private JsonBytes(byte[] bytes, Part root) {
        this.bytes = bytes;
        this.root = root;
    }

    /**
     * Reads all bytes once.
     *
     * @throws IOException when they are not exactly one JSON value
     */
    static JsonBytes of(byte[] bytes) throws IOException {
        try (JsonParser parser = LOOKING.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "it is empty");
            }
            if (parser.currentLocation().getByteOffset() < 0) {
                return of(asUtf8(parser));
            }
            Part root = part(parser, 0);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something stands behind its end");
            }
            return new JsonBytes(bytes, root);
        }
    }

    /** Places in UTF-16 and UTF-32 are no places in the bytes. */
    private static byte[] asUtf8(JsonParser parser) throws IOException {
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
        try (JsonGenerator copy = LOOKING.createGenerator(utf8)) {
            do {
                copy.copyCurrentEventExact(parser);
            } while (parser.nextToken() != null);
        }
        return utf8.toByteArray();
    }

    Part root() {
        return root;
    }

    boolean isObject(@Nullable Part part) {
        return part != null && bytes[part.start()] == '{';
    }

    boolean isArray(@Nullable Part part) {
        return part != null && bytes[part.start()] == '[';
    }

    /** The members of an object by name, the last one where a name stands twice; none when it is no object. */
    Map<String, Part> members(Part object) {
        Map<String, Part> members = new LinkedHashMap<>();
        if (isObject(object)) {
            try (JsonParser parser = parser(object)) {
                parser.nextToken();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, part(parser, object.start()));
                }
            } catch (IOException e) {
                throw neverHappens(e);
            }
        }
        return members;
    }

    /** The elements of an array, found one by one while they are asked for. */
    Iterator<Part> elements(Part array) {
        return new Elements(array);
    }

    /**
     * The tree of a part.
     *
     * @throws IOException when a tree cannot hold it: nested too deep, a number of thousands of digits
     */
    JsonNode tree(Part part) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser(bytes, part.start(), part.end() - part.start())) {
            return Json.MAPPER.readTree(parser);
        }
    }

    /** The tree of a part, or its text where it is too large for a tree or cannot be one; missing when there is none. */
    JsonNode treeOrText(@Nullable Part part) {
        if (part == null) {
            return MissingNode.getInstance();
        }
        try {
            return part.end() - part.start() <= LARGEST_TREE ? tree(part) : text(part);
        } catch (IOException tooMuch) {
            return text(part);
        }
    }

    /** A part as the text it is written in. */
    JsonNode text(Part part) {
        return text(bytes, part.start(), part.end() - part.start());
    }

    /** Bytes as text where they are text, else as bytes. */
    static JsonNode text(byte[] bytes, int offset, int length) {
        ByteBuffer some = ByteBuffer.wrap(bytes, offset, length);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(some).toString();
            // A NUL is valid UTF-8, but no text that a database takes.
            if (text.indexOf('\0') < 0) {
                return JsonNodeFactory.instance.textNode(text);
            }
        } catch (CharacterCodingException noText) {
            // Kept as bytes.
        }
        return JsonNodeFactory.instance.binaryNode(bytes, offset, length);
    }

    private JsonParser parser(Part part) throws IOException {
        return LOOKING.createParser(bytes, part.start(), part.end() - part.start());
    }

    /** The value at which the parser stands, whole. */
    private static Part part(JsonParser parser, int offset) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return new Part(offset + start, offset + (int) parser.currentLocation().getByteOffset());
    }

    private static UncheckedIOException neverHappens(IOException e) {
        return new UncheckedIOException("The body was read before, and is not what it was", e);
    }

    private final class Elements implements Iterator<Part> {

        private final JsonParser parser;
        private final int offset;
        private @Nullable Part next;

        Elements(Part array) {
            try {
                parser = parser(array);
                offset = array.start();
                parser.nextToken();
                next = find();
            } catch (IOException e) {
                throw neverHappens(e);
            }
        }

        private @Nullable Part find() throws IOException {
            JsonToken token = parser.nextToken();
            return token == null || token == JsonToken.END_ARRAY ? null : part(parser, offset);
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Part next() {
            Part found = next;
            if (found == null) {
                throw new NoSuchElementException();
            }
            try {
                next = find();
            } catch (IOException e) {
                throw neverHappens(e);
            }
            return found;
        }
    }
}
