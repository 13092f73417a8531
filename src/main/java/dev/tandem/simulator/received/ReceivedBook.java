package dev.tandem.simulator.received;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The log of every number. Thread-safe. */
public final class ReceivedBook {
    private final Map<String, ReceivedLog> byNumber = new ConcurrentHashMap<>();

    /** The log of a number, empty at first. */
    public ReceivedLog of(String phoneNumberId) {
        return byNumber.computeIfAbsent(phoneNumberId, id -> new ReceivedLog());
    }
}
