package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Fault;
import dev.tandem.simulator.behaviour.Fault.AnswerFault;
import dev.tandem.simulator.behaviour.Fault.ErrorFault;
import dev.tandem.simulator.behaviour.Fault.LaterFault;
import dev.tandem.simulator.behaviour.Fault.PageFault;
import dev.tandem.simulator.behaviour.Fault.WebhookFault;
import dev.tandem.simulator.behaviour.Millis;
import dev.tandem.simulator.meta.MetaJson;
import org.jspecify.annotations.Nullable;

/** Faults in JSON: flat, but for those of webhooks. */
final class FaultJson {
    private FaultJson() {}

    static Fault read(Fields fields) {
        return new Fault(
                fields.millisOr("latencyMs", Millis.NONE),
                fields.millisOr("beforeStampMs", Millis.NONE),
                fields.rateOr("refuse", 0),
                fields.rateOr("resetAfterBody", 0),
                new ErrorFault(
                        fields.rateOr("errorRate", 0),
                        code(fields, "code", ErrorFault.NONE.code()),
                        status(fields, "status"),
                        fields.has("transient") ? (Boolean) fields.flagOr("transient", false) : null),
                page(fields),
                new AnswerFault(
                        fields.rateOr("dropAnswerRate", 0),
                        fields.rateOr("emptyAnswer", 0),
                        fields.rateOr("cutBody", 0),
                        (int) fields.wholeOr("slowBytes", 0)),
                new LaterFault(
                        fields.rateOr("failLaterRate", 0), code(fields, "failLaterCode", LaterFault.NONE.code())),
                webhook(fields.objectOr("webhook")));
    }

    static ObjectNode write(Fault fault) {
        ObjectNode json = MetaJson.object();
        millis(json, "latencyMs", fault.latency());
        millis(json, "beforeStampMs", fault.beforeStamp());
        ErrorFault error = fault.error();
        json.put("errorRate", error.rate()).put("code", error.code()).put("status", error.status());
        json.put("transient", error.isTransient())
                .put("dropAnswerRate", fault.answer().drop())
                .put("emptyAnswer", fault.answer().empty())
                .put("cutBody", fault.answer().cut())
                .put("refuse", fault.refuse())
                .put("resetAfterBody", fault.resetAfterBody())
                .put("slowBytes", fault.answer().slowBytes())
                .put("html502", fault.page().badGateway())
                .put("html", fault.page().rate())
                .put("htmlStatus", fault.page().status())
                .put("failLaterRate", fault.later().rate())
                .put("failLaterCode", fault.later().code());
        WebhookFault webhooks = fault.webhook();
        ObjectNode webhook =
                json.putObject("webhook").put("duplicate", webhooks.duplicate()).put("reorder", webhooks.reorder());
        millis(webhook, "delayMs", webhooks.delay());
        webhook.put("batch", webhooks.batch()).put("lose", webhooks.lose());
        return json;
    }

    private static PageFault page(Fields fields) {
        Integer status = status(fields, "htmlStatus");
        return new PageFault(
                fields.rateOr("html502", 0), fields.rateOr("html", 0), status == null ? PageFault.BAD_GATEWAY : status);
    }

    private static WebhookFault webhook(Fields webhook) {
        WebhookFault read = new WebhookFault(
                webhook.rateOr("duplicate", 0),
                webhook.rateOr("reorder", 0),
                webhook.millisOr("delayMs", Millis.NONE),
                Math.toIntExact(Math.min(1000, webhook.wholeOr("batch", 0))),
                webhook.rateOr("lose", 0));
        webhook.nothingElse();
        return read;
    }

    private static int code(Fields fields, String name, int otherwise) {
        long code = fields.wholeOr(name, otherwise);
        if (code > Integer.MAX_VALUE) {
            throw ControlException.badRequest(name + " must be a code of Meta's, such as 131026, not " + code);
        }
        return (int) code;
    }

    private static @Nullable Integer status(Fields fields, String name) {
        if (!fields.has(name)) {
            return null;
        }
        long status = fields.wholeOr(name, 0);
        if (status < 200 || status > 599) {
            throw ControlException.badRequest(name + " must be an HTTP status from 200 to 599");
        }
        return (int) status;
    }

    private static void millis(ObjectNode json, String name, Millis range) {
        json.putArray(name).add(range.low()).add(range.high());
    }
}
