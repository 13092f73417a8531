package dev.tandem.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BehaviourTest {
    @Test
    void aSwitchThatWasSetKeepsItsValueWhenTidinessChanges() {
        Behaviour behaviour = new Behaviour(true);
        behaviour.set(Map.of(Switch.READ_RATE, DoubleNode.valueOf(0.25)));
        behaviour.tidy(false);
        assertThat(behaviour.rate(Switch.READ_RATE)).isEqualTo(0.25);
        assertThat(behaviour.rate(Switch.NO_STATUS_RATE)).isEqualTo(0.01);
        behaviour.reset();
        assertThat(behaviour.rate(Switch.READ_RATE)).isZero();
        assertThat(behaviour.rate(Switch.NO_STATUS_RATE)).isZero();
    }

    @Test
    void oneWrongValueChangesNothing() {
        Behaviour behaviour = new Behaviour(true);
        assertThatThrownBy(() -> behaviour.set(
                        Map.of(Switch.READ_RATE, DoubleNode.valueOf(0.5), Switch.NO_STATUS_RATE, BooleanNode.TRUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("noStatusRate must be a number from 0 to 1");
        assertThat(behaviour.rate(Switch.READ_RATE)).isZero();
    }

    @Test
    void theSameSeedDrawsTheSameLuck() {
        Dice one = new Dice(7);
        Dice other = new Dice(7);
        assertThat(Stream.generate(one::next).limit(20))
                .isEqualTo(Stream.generate(other::next).limit(20).toList());
        one.seed(8);
        assertThat(one.next()).isNotEqualTo(new Dice(7).next());
    }

    @Test
    void ratesAreMet() {
        Dice dice = new Dice(1);
        long hits = Stream.generate(() -> dice.chance(0.1))
                .limit(10_000)
                .filter(h -> h)
                .count();
        assertThat(hits).isBetween(900L, 1100L);
        assertThat(dice.chance(0)).isFalse();
        assertThat(dice.chance(1)).isTrue();
        long people = Stream.iterate(0, i -> i + 1)
                .limit(10_000)
                .filter(i -> dice.trait("4917" + i, 0.05))
                .count();
        assertThat(people).isBetween(400L, 600L);
    }

    @Test
    void aFaultEndsAfterItsTimesAndANumbersOwnWins() {
        Faults faults = new Faults();
        Fault slow = fault(new Millis(5, 5), 0);
        Fault broken = fault(Millis.NONE, 1);
        faults.put(null, slow, null);
        faults.put("1", broken, 2L);
        assertThat(faults.meet("2")).isEqualTo(slow);
        assertThat(faults.meet("1")).isEqualTo(broken);
        assertThat(faults.meet("1")).isEqualTo(broken);
        assertThat(faults.meet("1")).isEqualTo(Fault.NONE);
        faults.clear("1");
        assertThat(faults.meet("1")).isEqualTo(slow);
        faults.clear(null);
        assertThat(faults.meet("1")).isEqualTo(Fault.NONE);
    }

    private static Fault fault(Millis latency, double errorRate) {
        return new Fault(
                latency,
                Millis.NONE,
                0,
                0,
                new Fault.ErrorFault(errorRate, 131000, null, null),
                Fault.PageFault.NONE,
                Fault.AnswerFault.NONE,
                Fault.LaterFault.NONE,
                Fault.WebhookFault.NONE);
    }
}
