package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Fault;
import dev.tandem.simulator.behaviour.Fault.WebhookFault;
import dev.tandem.simulator.behaviour.Faults;
import dev.tandem.simulator.behaviour.Millis;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.server.ServerPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Puts faults in force, for one number or for all, and ends them. */
final class FaultsControl {
    private final Faults faults;
    private final Lookup lookup;
    private final ServerPort serverPort;

    FaultsControl(Faults faults, Lookup lookup, ServerPort serverPort) {
        this.faults = faults;
        this.lookup = lookup;
        this.serverPort = serverPort;
    }

    /** Takes the place of the faults there were for the same number or for all. */
    ServerResponse put(ServerRequest http) {
        Fields fields = Fields.of(http);
        String number = id(fields.textOr("number", null));
        Long times = fields.has("times") ? fields.wholeOr("times", 0) : null;
        Fault fault = fault(fields);
        long refuseMillis = fields.wholeOr("refuseMs", 0);
        fields.nothingElse();
        faults.put(number, fault, times);
        if (refuseMillis > 0) {
            serverPort.refuseFor(Duration.ofMillis(refuseMillis));
        }
        return get(http);
    }

    ServerResponse delete(ServerRequest http) {
        faults.clear(id(http.param("number").orElse(null)));
        return get(http);
    }

    ServerResponse get(ServerRequest http) {
        ObjectNode json = MetaJson.object();
        faults.inForce().forEach((number, fault) -> json.set(number, json(fault)));
        return Answers.ok(json);
    }

    private @Nullable String id(@Nullable String number) {
        return number == null ? null : lookup.number(number).phoneNumberId();
    }

    private static Fault fault(Fields fields) {
        Fields webhook = fields.objectOr("webhook");
        WebhookFault webhooks = new WebhookFault(
                webhook.rateOr("duplicate", 0),
                webhook.rateOr("reorder", 0),
                webhook.millisOr("delayMs", Millis.NONE),
                Math.toIntExact(Math.min(1000, webhook.wholeOr("batch", 0))),
                webhook.rateOr("lose", 0));
        webhook.nothingElse();
        return new Fault(
                fields.millisOr("latencyMs", Millis.NONE),
                fields.millisOr("beforeStampMs", Millis.NONE),
                fields.rateOr("errorRate", 0),
                (int) fields.wholeOr("code", Fault.NONE.code()),
                status(fields),
                fields.rateOr("dropAnswerRate", 0),
                fields.rateOr("refuse", 0),
                fields.rateOr("resetAfterBody", 0),
                (int) fields.wholeOr("slowBytes", 0),
                fields.rateOr("html502", 0),
                webhooks);
    }

    private static @Nullable Integer status(Fields fields) {
        if (!fields.has("status")) {
            return null;
        }
        long status = fields.wholeOr("status", 0);
        if (status < 200 || status > 599) {
            throw ControlException.badRequest("status must be an HTTP status from 200 to 599");
        }
        return (int) status;
    }

    private static ObjectNode json(Fault fault) {
        ObjectNode json = MetaJson.object();
        millis(json, "latencyMs", fault.latency());
        millis(json, "beforeStampMs", fault.beforeStamp());
        json.put("errorRate", fault.errorRate()).put("code", fault.code()).put("status", fault.status());
        json.put("dropAnswerRate", fault.dropAnswerRate())
                .put("refuse", fault.refuse())
                .put("resetAfterBody", fault.resetAfterBody())
                .put("slowBytes", fault.slowBytes())
                .put("html502", fault.html502());
        WebhookFault webhooks = fault.webhook();
        ObjectNode webhook =
                json.putObject("webhook").put("duplicate", webhooks.duplicate()).put("reorder", webhooks.reorder());
        millis(webhook, "delayMs", webhooks.delay());
        webhook.put("batch", webhooks.batch()).put("lose", webhooks.lose());
        return json;
    }

    private static void millis(ObjectNode json, String name, Millis range) {
        json.putArray(name).add(range.low()).add(range.high());
    }
}
