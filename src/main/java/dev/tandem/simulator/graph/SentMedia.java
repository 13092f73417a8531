package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.media.MediaFile;
import dev.tandem.simulator.media.MediaFiles;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files that a send names by id: Meta must have each still, and from this number. Thread-safe. */
final class SentMedia {
    private static final Set<String> HOLDERS = Set.of("image", "video", "audio", "document", "sticker");

    private final MediaFiles files;

    SentMedia(MediaFiles files) {
        this.files = files;
    }

    /** A place that names a file. */
    private record Named(String kind, String id) {}

    /**
     * What Meta says of the first id that it does not know.
     *
     * @param later whether a {@code failed} says it and not the answer
     */
    Optional<MetaException> refusal(String phoneNumberId, ObjectNode body, boolean later) {
        return named("", body)
                .filter(named -> !has(phoneNumberId, named.id()))
                .findFirst()
                .map(named -> later
                        ? new MetaException(MetaError.of(131053), "the media object " + named.id() + " is not there")
                        : new MetaException(
                                MetaError.UNSUPPORTED_PARAMETER,
                                "Param " + named.kind()
                                        + "['id'] is not a valid whatsapp business account media attachment" + " ID: "
                                        + named.id()));
    }

    private boolean has(String phoneNumberId, String id) {
        MediaFile file = files.alive(id);
        return file != null && file.phoneNumberId().equals(phoneNumberId);
    }

    private static Stream<Named> named(String field, JsonNode json) {
        if (json.isArray()) {
            return StreamSupport.stream(json.spliterator(), false).flatMap(element -> named("", element));
        }
        Stream<Named> own = HOLDERS.contains(field) && json.path("id").isTextual()
                ? Stream.of(new Named(field, json.path("id").asText()))
                : Stream.empty();
        return Stream.concat(
                own,
                json.properties().stream().flatMap((Map.Entry<String, JsonNode> e) -> named(e.getKey(), e.getValue())));
    }
}
