package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.server.RawAnswer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Refusals in the JSON of the Graph API. Thread-safe. */
final class GraphErrors {
    private static final int SUBCODE_UNKNOWN_OBJECT = 33;
    private static final AtomicLong TRACES = new AtomicLong();

    private GraphErrors() {}

    static RawAnswer answer(MetaException refusal) {
        return answer(refusal, refusal.error().httpStatus(), null);
    }

    /**
     * The answer with another status.
     *
     * @param isTransient what it says of {@code is_transient}, null for what belongs to the code
     */
    static RawAnswer answer(MetaException refusal, int httpStatus, @Nullable Boolean isTransient) {
        MetaError error = refusal.error();
        ObjectNode json = MetaJson.object()
                .put("message", "(#" + error.code() + ") " + error.title())
                .put("type", "OAuthException")
                .put("code", error.code());
        json.putObject("error_data").put("messaging_product", "whatsapp").put("details", refusal.details());
        if (isTransient != null || error.isTransient()) {
            json.put("is_transient", isTransient == null || isTransient);
        }
        return traced(json, httpStatus);
    }

    /** The answer for an object id that is not there, or that this token may not see: code 100, subcode 33. */
    static RawAnswer unknownObject(String id) {
        ObjectNode json = MetaJson.object()
                .put(
                        "message",
                        "(#100) There is no object with id '" + id
                                + "', or this token may not see it, or it does not know this call")
                .put("type", "GraphMethodException")
                .put("code", MetaError.UNSUPPORTED_PARAMETER.code())
                .put("error_subcode", SUBCODE_UNKNOWN_OBJECT);
        return traced(json, 400);
    }

    private static RawAnswer traced(ObjectNode error, int httpStatus) {
        error.put("fbtrace_id", String.format(Locale.ROOT, "Asim%08X", TRACES.incrementAndGet()));
        return new RawAnswer(
                httpStatus, RawAnswer.JSON, MetaJson.write(MetaJson.object().set("error", error)));
    }
}
