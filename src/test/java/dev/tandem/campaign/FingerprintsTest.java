package dev.tandem.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintsTest {

    @Test
    void aMillionNumbersInARowAreAMillionAndEachIsKnownAfterwards() {
        Fingerprints prints = new Fingerprints();
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(prints.add("4917" + (10_000_000 + i))).isTrue();
        }
        assertThat(prints.size()).isEqualTo(1_000_000);
        for (int i = 0; i < 1_000_000; i += 997) {
            assertThat(prints.add("4917" + (10_000_000 + i))).isFalse();
        }
        assertThat(prints.size()).isEqualTo(1_000_000);
        assertThat(prints.add("")).isTrue();
        assertThat(prints.add("")).isFalse();
    }
}
