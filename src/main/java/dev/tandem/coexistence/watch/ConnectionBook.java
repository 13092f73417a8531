package dev.tandem.coexistence.watch;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Restriction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How each number is connected now, from memory: every send asks it. What other engines learn comes with {@link #refresh}.
 * Thread-safe.
 */
public final class ConnectionBook {

    private final ConnectionStore store;
    private final Map<String, ConnectionFacts> known = new ConcurrentHashMap<>();
    private volatile Map<String, List<Restriction>> restrictions = Map.of();

    public ConnectionBook(ConnectionStore store) {
        this.store = store;
        refresh();
    }

    /** Reads what is on disk; never while this engine learns something itself, so that nothing newer is forgotten. */
    public synchronized void refresh() {
        known.putAll(store.connections());
        restrictions = store.restrictions();
    }

    /** How a number is connected. Linked again after what is known, it is linked. */
    public Connection of(BusinessNumber number) {
        return facts(number).linked(number.linkedAt()).connection();
    }

    /**
     * How a number is connected that is away from its phone; empty while it is linked. Asks the disk, because another engine may
     * have been told a moment ago; what is in memory stays until {@link #refresh}, whose caller does what follows.
     */
    public Optional<Connection> away(BusinessNumber number) {
        return store.away(number);
    }

    /** The restrictions of a number that hold now. */
    public List<Restriction> restrictions(BusinessNumber number, Instant now) {
        return restrictions.getOrDefault(number.phoneNumberId(), List.of()).stream()
                .filter(restriction -> restriction.holds(now))
                .toList();
    }

    /** Adds to what is known of a number, on disk first. */
    synchronized Change change(BusinessNumber number, UnaryOperator<ConnectionFacts> how) {
        AtomicReference<@Nullable Connection> before = new AtomicReference<>();
        ConnectionFacts after = store.change(number, facts -> {
            before.set(facts.connection());
            return how.apply(facts.linked(number.linkedAt()));
        });
        known.put(number.phoneNumberId(), after);
        return new Change(Objects.requireNonNull(before.get()), after.connection());
    }

    /** What a number was and is, as it is on disk. */
    record Change(Connection before, Connection after) {}

    synchronized void restrict(BusinessNumber number, Restriction restriction) {
        store.restrict(number, restriction);
        restrictions = store.restrictions();
    }

    private ConnectionFacts facts(BusinessNumber number) {
        return known.getOrDefault(number.phoneNumberId(), ConnectionFacts.of(number.linkedAt()));
    }
}
