package dev.tandem.simulator.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PortfolioTest {
    private final Instant now = Instant.parse("2026-11-02T09:00:00Z");
    private final Portfolio portfolio = new Portfolio();

    @Test
    void countsDifferentPeopleOnce() {
        assertThat(portfolio.tryCount("a", now, 2)).isTrue();
        assertThat(portfolio.tryCount("a", now, 2)).isTrue();
        assertThat(portfolio.tryCount("b", now, 2)).isTrue();
        assertThat(portfolio.tryCount("c", now, 2)).isFalse();
        assertThat(portfolio.tryCount("b", now, 2)).isTrue();
    }

    @Test
    void forgetsPeopleADayAfterTheirLastMessage() {
        portfolio.tryCount("a", now, 1);
        assertThat(portfolio.tryCount("b", now.plus(Duration.ofHours(24)).minusNanos(1), 1))
                .isFalse();
        assertThat(portfolio.tryCount("b", now.plus(Duration.ofHours(24)), 1)).isTrue();
    }
}
