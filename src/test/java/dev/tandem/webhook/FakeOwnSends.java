package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import dev.tandem.domain.StatusReport;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the way back told the sends. */
public final class FakeOwnSends implements OwnSends {

    public final List<StatusReport> statuses = new CopyOnWriteArrayList<>();
    public final List<Event> statusEvents = new CopyOnWriteArrayList<>();
    public final List<Set<String>> wrote = new CopyOnWriteArrayList<>();
    public final List<Instant> phoneSent = new CopyOnWriteArrayList<>();
    public final Set<String> own = new HashSet<>();
    public final Set<String> awaited = ConcurrentHashMap.newKeySet();

    /** What happens in the moment after it was asked for sends under way. */
    public Runnable afterAsking = () -> {};

    private final Set<String> known = new HashSet<>();

    @Override
    public synchronized boolean status(StatusReport report, List<Event> events) {
        if (!known.add(report.wamid() + report.status())) {
            return false;
        }
        statuses.add(report);
        statusEvents.addAll(events);
        return true;
    }

    @Override
    public void personWrote(BusinessNumber number, Set<String> names, Instant at) {
        wrote.add(names);
    }

    @Override
    public void phoneSent(BusinessNumber number, Instant at) {
        phoneSent.add(at);
    }

    @Override
    public boolean isOwn(String wamid) {
        return own.contains(wamid);
    }

    @Override
    public boolean awaitsAnswer(BusinessNumber number, Set<String> names, Instant lostSince, Instant markedUntil) {
        boolean awaits = names.stream().anyMatch(awaited::contains);
        afterAsking.run();
        return awaits;
    }
}
