package dev.tandem.simulator;

import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.server.RawAnswer;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Answers calls that neither side knows, with a hint at what there is. */
final class UnknownPaths {
    private UnknownPaths() {}

    static RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route(RequestPredicates.all(), UnknownPaths::answer);
    }

    private static ServerResponse answer(ServerRequest request) {
        String call = request.method() + " " + request.path();
        byte[] json = MetaJson.write(MetaJson.object()
                .put(
                        "error",
                        "the simulator does not know " + call
                                + "; it plays /v25.0/{phone_number_id}/messages, /v25.0/{phone_number_id},"
                                + " /v25.0/{phone_number_id}/message_history, /v25.0/{message_history_id}/events,"
                                + " /v25.0/{phone_number_id}/smb_app_data, /v25.0/{waba}/message_templates, and is controlled under /control/numbers,"
                                + " /control/received, /control/templates, /control/behaviour, /control/faults,"
                                + " /control/clock and /control/webhooks"));
        return new RawAnswer(404, RawAnswer.JSON, json);
    }
}
