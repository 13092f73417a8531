package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    private static Limits limits(Integer throughput, Integer combined) {
        return new Limits(optional(throughput), true, false, optional(combined), 6, 45);
    }

    private static OptionalInt optional(Integer limit) {
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "off",
            value = {
                "20,  5,   5,   5/s by the combined limit of app and API (R43),    5,  2",
                "20,  off, 20,  20/s by the throughput of the number (R41),        20, 6",
                "off, 5,   5,   5/s by the combined limit of app and API (R43),    5,  2",
                "3,   5,   3,   3/s by the throughput of the number (R41),         3,  2",
                "1,   off, 1,   1/s by the throughput of the number (R41),         1,  1",
                "2,   off, 2,   2/s by the throughput of the number (R41),         2,  2",
                "80,  off, 80,  80/s by the throughput of the number (R41),        80, 24",
                "off, off, off, no limit,                                          64, 4"
            })
    void theLowerBinds(Integer throughput, Integer combined, Integer binding, String words, int depth, int consumers) {
        Limits limits = limits(throughput, combined);
        assertThat(limits.bindingPerSecond()).isEqualTo(optional(binding));
        assertThat(limits.bindingInWords()).isEqualTo(words);
        assertThat(limits.laneDepth()).isEqualTo(depth);
        assertThat(limits.laneConsumers()).isEqualTo(consumers);
    }
}
