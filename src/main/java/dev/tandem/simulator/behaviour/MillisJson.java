package dev.tandem.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;

/** {@link Millis} in JSON: one number, or {@code [low, high]}. */
public final class MillisJson {
    private MillisJson() {}

    public static boolean fits(JsonNode value) {
        if (value.isArray()) {
            return value.size() == 2
                    && isMillis(value.get(0))
                    && isMillis(value.get(1))
                    && value.get(0).longValue() <= value.get(1).longValue();
        }
        return isMillis(value);
    }

    /** Reads a value that {@link #fits}. */
    public static Millis read(JsonNode value) {
        return value.isArray()
                ? new Millis(value.get(0).longValue(), value.get(1).longValue())
                : new Millis(value.longValue(), value.longValue());
    }

    private static boolean isMillis(JsonNode value) {
        return value.isIntegralNumber() && value.longValue() >= 0;
    }
}
