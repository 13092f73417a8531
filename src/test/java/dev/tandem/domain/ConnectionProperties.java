package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Webhooks come in any order and more than once; what they make of a number does not depend on it. */
class ConnectionProperties {

    private static final Instant LINKED = Instant.parse("2026-11-05T10:00:00Z");

    /** One event of Meta's, told at one of a few seconds so that ties happen. */
    record Told(String event, String reason, int second) implements UnaryOperator<ConnectionFacts> {
        @Override
        public ConnectionFacts apply(ConnectionFacts facts) {
            Instant at = LINKED.plusSeconds(second);
            return switch (event) {
                case "offboarded" -> facts.offboarded(at);
                case "reconnected" -> facts.reconnected(at);
                default -> facts.removed(new ConnectionFacts.Removal(reason, "", at));
            };
        }
    }

    @Provide
    Arbitrary<List<Told>> events() {
        Arbitrary<String> event = Arbitraries.of("offboarded", "reconnected", "removed");
        Arbitrary<String> reason = Arbitraries.of("", "USER_RE_REGISTERED", "PRIMARY_INACTIVITY");
        Arbitrary<Integer> second = Arbitraries.integers().between(-2, 6);
        return Combinators.combine(event, reason, second).as(Told::new).list().ofMaxSize(7);
    }

    @Property(tries = 500, seed = "4711")
    void neitherOrderNorRepetitionMatters(@ForAll("events") List<Told> events, @ForAll long seed) {
        List<Told> shuffled = new ArrayList<>(events);
        shuffled.addAll(events);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(after(shuffled)).isEqualTo(after(events));
    }

    @Property(tries = 200, seed = "4712")
    void aNewLinkingEndsAllOfIt(@ForAll("events") List<Told> events) {
        assertThat(after(events).linked(LINKED.plusSeconds(60)).connection())
                .isEqualTo(Connection.linked(LINKED.plusSeconds(60)));
    }

    private static ConnectionFacts after(List<Told> events) {
        ConnectionFacts facts = ConnectionFacts.of(LINKED);
        for (Told told : events) {
            facts = told.apply(facts);
        }
        return facts;
    }
}
