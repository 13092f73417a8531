package dev.tandem.steps;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Lineage;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.send.SendDesk;
import dev.tandem.send.SendIds;
import dev.tandem.send.SendLedger;
import dev.tandem.send.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends and verdicts as the API and the JMS replies show them. */
final class SendJson {

    private SendJson() {}

    /** The short form of an acceptance. */
    static Map<String, Object> accepted(Send send) {
        String sendId = SendIds.text(send.id());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sendId", sendId);
        json.put("id", send.acceptance().clientId());
        json.put("state", send.state().code());
        json.put("links", Map.of("self", "/api/v1/sends/" + sendId));
        return json;
    }

    /** A verdict in a batch or in a JMS reply. */
    static Map<String, Object> verdict(Verdict verdict) {
        if (verdict instanceof Verdict.Accepted accepted) {
            Map<String, Object> json = new LinkedHashMap<>(Map.of("status", accepted.isNew() ? 202 : 200));
            json.putAll(accepted(accepted.send()));
            return json;
        }
        if (verdict instanceof Verdict.Refused refused) {
            Map<String, Object> json = Problems.body(
                    422,
                    refused.problems().get(0).cause().reason(),
                    refused.problems().get(0).cause().detail());
            json.put("errors", refused.problems().stream().map(Problems::error).toList());
            return json;
        }
        if (verdict instanceof Verdict.Conflict conflict) {
            return conflict(conflict.earlier());
        }
        return Problems.body(403, Reason.NOT_ALLOWED, ((Verdict.Forbidden) verdict).detail());
    }

    static Map<String, Object> conflict(Send earlier) {
        Map<String, Object> json = Problems.body(
                409,
                Reason.DUPLICATE_CONFLICT,
                "The id '" + earlier.acceptance().clientId() + "' belongs to the send " + SendIds.text(earlier.id())
                        + " with other content. Use a new id for a new message.");
        json.put("sendId", SendIds.text(earlier.id()));
        return json;
    }

    /** All that is known of a send. */
    static Map<String, Object> send(Send send) {
        Send.Acceptance acceptance = send.acceptance();
        Send.Progress progress = send.progress();
        Map<String, Object> json = accepted(send);
        json.put("from", acceptance.phoneNumberId());
        json.put("to", acceptance.recipient().address());
        json.put("priority", acceptance.priority().code());
        json.put("source", acceptance.source());
        Cause cause = progress.cause();
        if (cause != null) {
            json.put("reason", cause.code());
            json.put("detail", cause.detail());
            putIfPresent(json, "metaCode", cause.metaCode());
        }
        putIfPresent(
                json, "mode", progress.mode() == null ? null : progress.mode().code());
        putIfPresent(json, "messageId", progress.wamid());
        putIfPresent(json, "waId", progress.waId());
        json.put("attempts", progress.attempt());
        if (progress.pacing()) {
            json.put("pacing", true);
        }
        putIfPresent(json, "pricing", progress.pricing() == null ? null : RawBody.json(bytes(progress.pricing())));
        putIfPresent(json, "campaign", acceptance.campaign().isEmpty() ? null : acceptance.campaign());
        Lineage lineage = acceptance.lineage();
        putIfPresent(json, "resendOf", lineage == null ? null : SendIds.text(lineage.earlier()));
        if (send.isUndecided()) {
            json.put("toDecide", true);
        }
        json.put("acceptedAt", acceptance.acceptedAt().toString());
        putIfPresent(json, "notBefore", acceptance.notBefore());
        json.put("expiresAt", acceptance.expiresAt().toString());
        json.put("changedAt", progress.changedAt().toString());
        json.put("request", RawBody.json(bytes(acceptance.request())));
        return json;
    }

    /** A send with its time line. */
    static Map<String, Object> story(SendDesk.Story story) {
        Map<String, Object> json = send(story.send());
        List<Map<String, Object>> timeline = new ArrayList<>();
        for (SendLedger.TimelineEntry entry : story.timeline()) {
            Map<String, Object> step = new LinkedHashMap<>();
            step.put("at", entry.at().toString());
            step.put("state", entry.state());
            putIfPresent(step, "reason", entry.reason());
            putIfPresent(step, "detail", entry.detail());
            step.put("attempt", entry.attempt());
            timeline.add(step);
        }
        json.put("timeline", timeline);
        return json;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void putIfPresent(Map<String, Object> json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value instanceof java.time.Instant instant ? instant.toString() : value);
        }
    }
}
