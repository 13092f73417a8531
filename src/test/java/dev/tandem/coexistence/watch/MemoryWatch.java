package dev.tandem.coexistence.watch;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Restriction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the watch keeps, in memory. For one thread. */
final class MemoryWatch implements ConnectionStore, SignStore {

    private final Map<String, ConnectionFacts> facts = new HashMap<>();
    private final Map<String, List<Restriction>> restrictions = new HashMap<>();
    private final Map<String, Instant> signs = new HashMap<>();

    /** How often a sign was written. */
    int written;

    @Override
    public Map<String, ConnectionFacts> connections() {
        return Map.copyOf(facts);
    }

    @Override
    public Optional<Connection> away(BusinessNumber number) {
        return Optional.ofNullable(facts.get(number.phoneNumberId()))
                .map(known -> known.linked(number.linkedAt()).connection())
                .filter(connection -> !connection.isLinked());
    }

    @Override
    public Map<String, List<Restriction>> restrictions() {
        return Map.copyOf(restrictions);
    }

    @Override
    public ConnectionFacts change(BusinessNumber number, UnaryOperator<ConnectionFacts> how) {
        ConnectionFacts after =
                how.apply(facts.getOrDefault(number.phoneNumberId(), ConnectionFacts.of(number.linkedAt())));
        facts.put(number.phoneNumberId(), after);
        return after;
    }

    @Override
    public void restrict(BusinessNumber number, Restriction restriction) {
        List<Restriction> all = new ArrayList<>(restrictions.getOrDefault(number.phoneNumberId(), List.of()));
        all.removeIf(each -> each.kind().equals(restriction.kind()));
        all.add(restriction);
        restrictions.put(number.phoneNumberId(), all);
    }

    @Override
    public Map<String, Instant> latest(Kind kind) {
        Map<String, Instant> latest = new HashMap<>();
        signs.forEach((key, at) -> {
            if (key.startsWith(kind + "|")) {
                latest.put(key.substring(key.indexOf('|') + 1), at);
            }
        });
        return latest;
    }

    @Override
    public void seen(String phoneNumberId, Kind kind, Instant at) {
        written++;
        signs.merge(kind + "|" + phoneNumberId, at, (known, said) -> said.isAfter(known) ? said : known);
    }
}
