package dev.tandem.simulator.received;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Everything one number received, in memory until cleared. Adding costs a lock and a list's append; all figures are
 * drawn when asked for. Thread-safe.
 */
public final class ReceivedLog {
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final Stamps inbound = new Stamps();
    private final Stamps app = new Stamps();
    private final Stamps partner = new Stamps();

    public void add(ReceivedRequest request) {
        synchronized (requests) {
            requests.add(request);
        }
    }

    /** Stamps of users' messages. */
    public Stamps inbound() {
        return inbound;
    }

    /** Stamps of messages typed in the app. */
    public Stamps app() {
        return app;
    }

    /** Stamps of another partner's messages. */
    public Stamps partner() {
        return partner;
    }

    /** The requests from {@code since} on in the order they arrived. */
    public List<ReceivedRequest> since(long since) {
        List<ReceivedRequest> found = new ArrayList<>();
        synchronized (requests) {
            for (ReceivedRequest request : requests) {
                if (request.stamp() >= since) {
                    found.add(request);
                }
            }
        }
        found.sort(Comparator.comparingLong(ReceivedRequest::stamp));
        return found;
    }

    /** Forgets everything; limits and windows remember. */
    public void clear() {
        synchronized (requests) {
            requests.clear();
        }
        inbound.clear();
        app.clear();
        partner.clear();
    }
}
