package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.HistoryChunk;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the metadata of a part of the past says; its numbers may come as text. */
final class ChunkFacts {

    private static final int DONE = 100;

    private ChunkFacts() {}

    /** Empty when the metadata does not say which part it is. */
    static Optional<HistoryChunk> of(JsonNode metadata, long messages, Instant at) {
        Integer phase = number(metadata, "phase");
        Integer order = number(metadata, "chunk_order");
        Integer progress = number(metadata, "progress");
        return phase == null || order == null
                ? Optional.empty()
                : Optional.of(
                        new HistoryChunk(phase, order, progress == null ? 0 : Math.min(DONE, progress), messages, at));
    }

    private static @Nullable Integer number(JsonNode metadata, String field) {
        String text = Json.text(metadata, field);
        return text != null && text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }
}
