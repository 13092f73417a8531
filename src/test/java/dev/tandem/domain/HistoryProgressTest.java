package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How far the past came, by the parts that are stored; and what is said of its messages. */
class HistoryProgressTest {

    private static final Instant AT = Instant.parse("2026-11-20T08:00:00Z");

    private static HistoryChunk chunk(int phase, int order, int progress) {
        return new HistoryChunk(phase, order, progress, 10, AT);
    }

    @Test
    void nothingCame() {
        HistoryProgress progress = HistoryProgress.of(List.of());
        assertThat(progress.phases()).isEmpty();
        assertThat(progress.progress()).isZero();
        assertThat(progress.isComplete()).isFalse();
        assertThat(progress.hasGap()).isFalse();
    }

    @Test
    void partsInAnyOrderAndAnEmptyPhase() {
        List<HistoryChunk> chunks =
                new ArrayList<>(List.of(chunk(1, 1, 20), chunk(1, 2, 50), chunk(2, 1, 80), chunk(2, 2, 100)));
        HistoryProgress expected = HistoryProgress.of(chunks);
        assertThat(expected.isComplete()).isTrue();
        assertThat(expected.messages()).isEqualTo(40);
        assertThat(expected.phases()).extracting(HistoryProgress.Phase::number).containsExactly(1, 2);
        Collections.shuffle(chunks, new Random(20261125));
        assertThat(HistoryProgress.of(chunks)).isEqualTo(expected);
    }

    @Test
    void hundredPercentWithAPartMissingIsNotComplete() {
        HistoryProgress progress = HistoryProgress.of(List.of(chunk(0, 2, 100), chunk(1, 1, 30), chunk(1, 5, 60)));
        assertThat(progress.isDone()).isTrue();
        assertThat(progress.isComplete()).isFalse();
        assertThat(progress.phases().get(0).missing()).containsExactly(1);
        assertThat(progress.phases().get(1).missing()).containsExactly(2, 3, 4);
        assertThat(progress.phases().get(1).last()).isEqualTo(5);
        assertThat(progress.phases().get(1).chunks()).isEqualTo(2);
    }

    @Test
    void noGapAndNotDone() {
        HistoryProgress progress = HistoryProgress.of(List.of(chunk(0, 1, 99)));
        assertThat(progress.hasGap()).isFalse();
        assertThat(progress.isComplete()).isFalse();
    }

    @Test
    void aWildNumberNamesFiftyMissingParts() {
        HistoryProgress progress = HistoryProgress.of(List.of(chunk(0, 999_999_999, 10)));
        assertThat(progress.phases().get(0).missing())
                .isEqualTo(IntStream.rangeClosed(1, 50).boxed().toList());
    }

    @Test
    void filesOfFourteenDaysMayComeForEightDays() {
        Instant edge = AT.minus(Duration.ofDays(14));
        Instant end = AT.plus(Duration.ofDays(8));
        assertThat(PastMedia.whyNot(edge, AT, AT)).isEmpty();
        assertThat(PastMedia.whyNot(edge.minusSeconds(1), AT, AT)).contains(Reason.MEDIA_ON_PHONE.advice());
        assertThat(PastMedia.whyNot(edge, AT, end.minusNanos(1))).isEmpty();
        assertThat(PastMedia.whyNot(edge, AT, end))
                .hasValueSatisfying(why -> assertThat(why).contains("only on the phone", "until " + end));
        assertThat(PastMedia.whyNot(edge.minusSeconds(1), AT, end)).contains(Reason.MEDIA_ON_PHONE.advice());
    }

    @Test
    void statusesInAnyCaseOnlyMoveForward() {
        assertThat(MessageStatus.ofPast("Read")).contains(MessageStatus.READ);
        assertThat(MessageStatus.ofPast("ERROR")).contains(MessageStatus.FAILED);
        assertThat(MessageStatus.ofPast("strange")).isEmpty();
        assertThat(MessageStatus.further(MessageStatus.READ, MessageStatus.SENT))
                .isEqualTo(MessageStatus.READ);
        assertThat(MessageStatus.further(MessageStatus.SENT, MessageStatus.FAILED))
                .isEqualTo(MessageStatus.FAILED);
        assertThat(MessageStatus.further(null, MessageStatus.PENDING)).isEqualTo(MessageStatus.PENDING);
        assertThat(MessageStatus.further(null, null)).isNull();
        for (DeliveryStatus live : DeliveryStatus.values()) {
            assertThat(MessageStatus.of(live).code()).isEqualTo(live.code());
        }
    }
}
