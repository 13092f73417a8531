package dev.tandem.simulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.server.RawAnswer;
import java.io.UncheckedIOException;
import org.springframework.web.servlet.function.ServerResponse;

/** Answers of the control side: plain JSON, meant to be read. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    static ServerResponse ok(JsonNode json) {
        return of(200, json);
    }

    static ServerResponse error(ControlException error) {
        return error(error.status(), error.text());
    }

    static ServerResponse error(int status, String text) {
        return of(status, MetaJson.object().put("error", text));
    }

    private static ServerResponse of(int status, JsonNode json) {
        try {
            return new RawAnswer(status, RawAnswer.JSON, JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
