package dev.tandem.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The current values of all switches: those set one by one, else the starting value of a tidy or an untidy simulator.
 * Readers see one whole set of values at a time. Thread-safe.
 */
public final class Behaviour {
    private final boolean startsTidy;
    private final Map<Switch, Object> chosen = new EnumMap<>(Switch.class);
    private boolean tidy;
    private volatile Map<Switch, Object> values = Map.of();

    public Behaviour(boolean tidy) {
        this.startsTidy = tidy;
        this.tidy = tidy;
        refresh();
    }

    public synchronized boolean tidy() {
        return tidy;
    }

    /** Changes the starting values; switches that were set one by one keep their value. */
    public synchronized void tidy(boolean isTidy) {
        tidy = isTidy;
        refresh();
    }

    /** Sets some switches; all of them or, if one value is wrong, none. */
    public synchronized void set(Map<Switch, JsonNode> changes) {
        Map<Switch, Object> parsed = new EnumMap<>(Switch.class);
        changes.forEach((which, value) -> parsed.put(which, which.parse(value)));
        chosen.putAll(parsed);
        refresh();
    }

    /** Back to how the simulator started. */
    public synchronized void reset() {
        chosen.clear();
        tidy = startsTidy;
        refresh();
    }

    public Map<Switch, Object> values() {
        return values;
    }

    public boolean on(Switch flag) {
        return (Boolean) value(flag);
    }

    public double rate(Switch rate) {
        return (Double) value(rate);
    }

    public int count(Switch count) {
        return (Integer) value(count);
    }

    public Millis millis(Switch millis) {
        return (Millis) value(millis);
    }

    public String text(Switch choice) {
        return (String) value(choice);
    }

    private Object value(Switch which) {
        Object value = values.get(which);
        if (value == null) {
            throw new IllegalStateException("no value for " + which);
        }
        return value;
    }

    private void refresh() {
        Map<Switch, Object> all = new EnumMap<>(Switch.class);
        for (Switch each : Switch.values()) {
            all.put(each, chosen.getOrDefault(each, each.startValue(tidy)));
        }
        values = Collections.unmodifiableMap(all);
    }
}
