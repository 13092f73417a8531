package dev.tandem.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.TemplateFill;

/** Reads what a request fills into its template, in every form in which it may be written. Thread-safe. */
@FunctionalInterface
public interface FillReader {

    /** @param template the request's {@code template} */
    TemplateFill read(JsonNode template);
}
