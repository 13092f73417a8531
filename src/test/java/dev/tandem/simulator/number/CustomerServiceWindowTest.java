package dev.tandem.simulator.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomerServiceWindowTest {
    private final Instant linkedAt = Instant.parse("2026-11-01T00:00:00Z");
    private final Instant now = Instant.parse("2026-11-02T09:00:00Z");
    private final CustomerServiceWindow window = new CustomerServiceWindow();

    @Test
    void isOpenForTwentyFourHoursAfterTheMessagesOwnTime() {
        wrote(now.minusSeconds(3600), "text");
        assertThat(window.isOpen(now)).isTrue();
        assertThat(window.isOpen(now.plusSeconds(23 * 3600 - 1))).isTrue();
        assertThat(window.isOpen(now.plusSeconds(23 * 3600))).isFalse();
    }

    @Test
    void aMessageWrittenBeforeLinkingOpensNothing() {
        Instant linkedLater = now.minusSeconds(60);
        window.userWrote(linkedLater.minusSeconds(1), "text", false, linkedLater);
        assertThat(window.isOpen(now)).isFalse();
        window.userWrote(linkedLater, "text", false, linkedLater);
        assertThat(window.isOpen(now)).isTrue();
    }

    @Test
    void anOlderMessageThatComesLaterDoesNotShortenIt() {
        wrote(now, "text");
        wrote(now.minusSeconds(7200), "text");
        assertThat(window.closesAt()).isEqualTo(now.plusSeconds(24 * 3600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"edit", "revoke", "system"})
    void changesAndSystemMessagesOpenNothing(String type) {
        wrote(now, type);
        assertThat(window.isOpen(now)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reaction", "button", "interactive", "order", "unsupported"})
    void everyOtherMessageOpensIt(String type) {
        wrote(now, type);
        assertThat(window.isOpen(now)).isTrue();
    }

    @Test
    void theFreeEntryPointCountsFromTheAnswerAndOutlivesTheWindow() {
        window.userWrote(now, "text", true, linkedAt);
        assertThat(window.freeEntryUntil(now)).isNull();
        Instant answered = now.plusSeconds(3600);
        window.businessAnswered(answered, Duration.ofHours(72));
        assertThat(window.freeEntryUntil(answered)).isEqualTo(answered.plus(Duration.ofHours(72)));
        assertThat(window.isOpen(answered.plus(Duration.ofHours(48)))).isFalse();
        assertThat(window.freeEntryUntil(answered.plus(Duration.ofHours(48)))).isNotNull();
        assertThat(window.freeEntryUntil(answered.plus(Duration.ofHours(72)))).isNull();
    }

    @Test
    void anAnswerAfterADayOpensNoFreeEntryPoint() {
        window.userWrote(now, "text", true, linkedAt);
        window.businessAnswered(now.plus(Duration.ofHours(24)), Duration.ofHours(72));
        assertThat(window.freeEntryUntil(now.plus(Duration.ofHours(24)))).isNull();
    }

    private void wrote(Instant at, String type) {
        window.userWrote(at, type, false, linkedAt);
    }
}
