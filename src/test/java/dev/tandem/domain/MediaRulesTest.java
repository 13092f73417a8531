package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaRulesTest {

    private static final Instant WRITTEN = Instant.parse("2026-11-20T08:00:00Z");
    private static final String META = "https://graph.facebook.com/v25.0";
    private static final MediaHosts HOSTS =
            new MediaHosts(List.of("lookaside.fbsbx.com", "*.fbcdn.net", "*.whatsapp.net"));

    @Test
    void aFileIsTriedSoonAtFirstThenMoreSeldomAndAtTheVeryEndOfItsLife() {
        Instant now = WRITTEN;
        int failures = 0;
        Duration before = Duration.ZERO;
        while (!MediaPatience.isOver(WRITTEN, now)) {
            failures++;
            Instant next = MediaPatience.nextTry(failures, WRITTEN, now);
            Duration pause = Duration.between(now, next);
            boolean isLast = next.equals(WRITTEN.plus(MediaPatience.LIFE).minusSeconds(1));
            assertThat(isLast || pause.compareTo(before) >= 0)
                    .as("pause " + failures)
                    .isTrue();
            before = isLast ? Duration.ZERO : pause;
            now = next;
            assertThat(failures).isLessThan(100);
        }
        assertThat(MediaPatience.nextTry(1, WRITTEN, WRITTEN)).isEqualTo(WRITTEN.plusSeconds(5));
        assertThat(now)
                .isBetween(
                        WRITTEN.plus(Duration.ofDays(7)),
                        WRITTEN.plus(Duration.ofDays(7)).plusSeconds(11_000));
        assertThat(failures).isBetween(50, 80);
    }

    @Test
    void anIdLivesSevenDaysAndAnUploadIsUsedForTwentyNine() {
        assertThat(MediaPatience.isOver(
                        WRITTEN, WRITTEN.plus(Duration.ofDays(7)).minusMillis(1)))
                .isFalse();
        assertThat(MediaPatience.isOver(WRITTEN, WRITTEN.plus(Duration.ofDays(7))))
                .isTrue();
        assertThat(MediaPatience.isStale(
                        WRITTEN, WRITTEN.plus(Duration.ofDays(29)).minusMillis(1)))
                .isFalse();
        assertThat(MediaPatience.isStale(WRITTEN, WRITTEN.plus(Duration.ofDays(29))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1",
                "https://LOOKASIDE.fbsbx.com/x",
                "https://scontent.xx.fbcdn.net/x",
                "https://mmg.whatsapp.net:443/x",
                "https://graph.facebook.com/x",
            })
    void theTokenGoesToMetasHosts(String url) {
        assertThat(HOSTS.mayCarryToken(URI.create(url), META)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://lookaside.fbsbx.com/x",
                "https://lookaside.fbsbx.com.evil.example/x",
                "https://evil-fbcdn.net/x",
                "https://fbcdn.net/x",
                "https://lookaside.fbsbx.com:8443/x",
                "https://lookaside.fbsbx.com@evil.example/x",
                "https://someone@lookaside.fbsbx.com/x",
                "http://graph.facebook.com/x",
                "https://127.0.0.1/x",
                "file:///etc/passwd",
                "/relative",
                "mailto:a@lookaside.fbsbx.com",
            })
    void theTokenGoesNowhereElse(String url) {
        assertThat(HOSTS.mayCarryToken(URI.create(url), META)).isFalse();
    }

    @Test
    void aSimulatedGraphHasItsOwnOriginAndNoOther() {
        String simulated = "http://127.0.0.1:8090/v25.0";
        assertThat(HOSTS.mayCarryToken(URI.create("http://127.0.0.1:8090/lookaside/1"), simulated))
                .isTrue();
        assertThat(HOSTS.mayCarryToken(URI.create("http://127.0.0.1:8091/lookaside/1"), simulated))
                .isFalse();
        assertThat(HOSTS.mayCarryToken(URI.create("http://localhost:8090/lookaside/1"), simulated))
                .isFalse();
    }

    @Test
    void checksumsAreReadInHexAndInBase64() {
        String hex = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
        assertThat(Sha256.hex(hex.toUpperCase(java.util.Locale.ROOT))).contains(hex);
        assertThat(Sha256.hex("LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=")).contains(hex);
        assertThat(Sha256.hex("LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564=")).contains(hex);
        assertThat(Sha256.hex(null)).isEmpty();
        assertThat(Sha256.hex("q0VnZXhhbXBsZQ==")).as("no 32 bytes").isEmpty();
        assertThat(Sha256.hex("not a checksum!")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "image/jpeg, '', jpg, IMAGE",
        "audio/ogg; codecs=opus, '', ogg, AUDIO",
        "VIDEO/MP4, '', mp4, VIDEO",
        "application/pdf, order.PDF, pdf, DOCUMENT",
        "application/x-secret, plan.dwg, dwg, DOCUMENT",
        "application/x-secret, 'a.b/../c', bin, DOCUMENT",
        "application/x-secret, '', bin, DOCUMENT",
    })
    void aTypeHasAnEndingAndAKind(String type, String fileName, String ending, MediaKind kind) {
        assertThat(MediaKind.endingOf(type, fileName)).isEqualTo(ending);
        assertThat(MediaKind.of(type)).isEqualTo(kind);
    }

    @Test
    void anEndingHasAType() {
        assertThat(MediaKind.typeOf("photo.JPEG")).contains("image/jpeg");
        assertThat(MediaKind.typeOf("list.docx").map(MediaKind::of)).contains(MediaKind.DOCUMENT);
        assertThat(MediaKind.typeOf("program.exe")).isEmpty();
        assertThat(MediaKind.IMAGE.largest()).isEqualTo(5 * 1024 * 1024);
    }
}
