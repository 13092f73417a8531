package dev.tandem.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.tandem.domain.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A JSON Schema, as that of a send request, from the file that the teams read as well. Thread-safe. */
public final class RequestSchema {

    private final JsonSchema schema;

    /**
     * @throws IllegalStateException when the file is not there or is no schema; the text names it
     */
    public RequestSchema(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                    .formatAssertionsEnabled(true)
                    // Its sentences stand in answers and results, which are in one language on every machine.
                    .locale(Locale.ENGLISH)
                    .pathType(PathType.LEGACY)
                    .build();
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in, config);
            schema.initializeValidators();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "This schema cannot be read: " + file.toAbsolutePath()
                            + ". It comes with the installation, under config/schema.",
                    e);
        }
    }

    /** Everything that is wrong with the form of a request; empty when nothing is. */
    public List<Problem> problems(JsonNode request) {
        return schema.validate(request).stream()
                .map(RequestSchema::problem)
                .distinct()
                .toList();
    }

    private static Problem problem(ValidationMessage message) {
        String path = message.getInstanceLocation().toString();
        String field = path.startsWith("$.") ? path.substring(2) : path.equals("$") ? "" : path;
        if (message.getProperty() != null) {
            field = field.isEmpty() ? message.getProperty() : field + "." + message.getProperty();
        }
        return Problem.at(field, Reason.INVALID_REQUEST, sentence(message));
    }

    /** The library's own sentence, without the path that stands in the field already. */
    private static String sentence(ValidationMessage message) {
        String text = message.getMessage();
        int colon = text.indexOf(": ");
        return colon > 0 && text.startsWith("$") ? text.substring(colon + 2) : text;
    }
}
