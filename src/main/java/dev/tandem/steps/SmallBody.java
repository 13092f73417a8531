package dev.tandem.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tandem.domain.Reason;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** The body of a call that takes a few fields. */
final class SmallBody {

    private SmallBody() {}

    /**
     * An object with these fields and no others; an empty body is an empty object.
     *
     * @throws ProblemException 422 when it is something else; the text names the field
     */
    static JsonNode read(Exchange exchange, List<String> fields) {
        byte[] bytes = RawBody.read(exchange);
        JsonNode json = bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : RawBody.json(bytes);
        if (!json.isObject()) {
            throw wrong("The body should be a JSON object with the fields " + String.join(", ", fields) + ".");
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!fields.contains(field.getKey())) {
                throw wrong(field.getKey() + ": there is no such field. Known are: " + String.join(", ", fields) + ".");
            }
        }
        return json;
    }

    static ProblemException wrong(String detail) {
        return new ProblemException(422, Reason.INVALID_REQUEST, detail);
    }
}
