package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.webhook.Handshake;
import dev.tandem.simulator.webhook.Postman;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What became of webhooks, and the handshake with the receiver. */
final class WebhooksControl {
    private final Postman postman;
    private final Handshake handshake = new Handshake();

    WebhooksControl(Postman postman) {
        this.postman = postman;
    }

    ServerResponse figures(ServerRequest http) {
        ObjectNode json = MetaJson.object();
        postman.figures().forEach(json::put);
        return Answers.ok(json);
    }

    ServerResponse handshake(ServerRequest http) {
        Handshake.Result result = handshake.with(postman.target());
        return Answers.ok(MetaJson.object().put("verified", result.verified()).put("answer", result.answer()));
    }
}
