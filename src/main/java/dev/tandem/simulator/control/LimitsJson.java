package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Limits in JSON: {@code throughputPerSecond} and {@code combinedPerSecond} a number or {@code "off"}; {@code pair}
 * {@code "on"} (6 s, 45), {@code "off"}, or {@code {"seconds":6,"burst":45}}.
 */
final class LimitsJson {
    private static final String OFF = "off";
    private static final String ON = "on";

    private LimitsJson() {}

    static Limits changed(Limits before, Fields fields) {
        Limits after = new Limits(
                perSecond(fields, "throughputPerSecond", before.throughputPerSecond()),
                pair(fields, before.pair()),
                perSecond(fields, "combinedPerSecond", before.combinedPerSecond()));
        fields.nothingElse();
        return after;
    }

    static ObjectNode write(Limits limits) {
        ObjectNode json = MetaJson.object();
        perSecond(json, "throughputPerSecond", limits.throughputPerSecond());
        Limits.Pair pair = limits.pair();
        if (pair == null) {
            json.put("pair", OFF);
        } else {
            json.putObject("pair").put("seconds", pair.seconds()).put("burst", pair.burst());
        }
        perSecond(json, "combinedPerSecond", limits.combinedPerSecond());
        return json;
    }

    private static void perSecond(ObjectNode json, String name, @Nullable Integer limit) {
        if (limit == null) {
            json.put(name, OFF);
        } else {
            json.put(name, limit);
        }
    }

    private static @Nullable Integer perSecond(Fields fields, String name, @Nullable Integer before) {
        JsonNode value = fields.any(name);
        if (value == null) {
            return before;
        }
        if (value.asText().equals(OFF)) {
            return null;
        }
        if (!value.isInt() || value.intValue() < 1) {
            throw ControlException.badRequest("limits." + name + " must be a number from 1 on, or \"off\"");
        }
        return value.intValue();
    }

    private static Limits.@Nullable Pair pair(Fields fields, Limits.@Nullable Pair before) {
        JsonNode value = fields.any("pair");
        if (value == null) {
            return before;
        }
        if (value.asText().equals(OFF)) {
            return null;
        }
        if (value.asText().equals(ON)) {
            return Limits.Pair.DOCUMENTED;
        }
        Fields pair = fields.objectOr("pair");
        long seconds = pair.wholeOr("seconds", Limits.Pair.DOCUMENTED.seconds());
        long burst = pair.wholeOr("burst", Limits.Pair.DOCUMENTED.burst());
        pair.nothingElse();
        return new Limits.Pair(Math.toIntExact(seconds), Math.toIntExact(burst));
    }
}
