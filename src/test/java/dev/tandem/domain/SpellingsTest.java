package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The public spellings, and small values. */
class SpellingsTest {

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aReasonIsReadBack(Reason reason) {
        Cause cause = Cause.of(reason);
        assertThat(cause.code()).matches("[a-z]+(_[a-z]+)*").hasSizeLessThanOrEqualTo(40);
        assertThat(cause.detail()).endsWith(".");
        assertThat(Cause.parse(cause.code(), cause.detail(), cause.metaCode())).isEqualTo(cause);
    }

    @Test
    void metasCodesAreOneFamily() {
        Cause cause = new Cause(Reason.CLOUD_API, "Meta's words", 131047);
        assertThat(cause.code()).isEqualTo("cloud_api_131047");
        assertThat(Cause.parse("cloud_api_131047", "Meta's words", 131047)).isEqualTo(cause);
        assertThat(Cause.parse("cloud_api_131047", "Meta's words", null)).isEqualTo(cause);
        Cause pair = new Cause(Reason.PAIR_LIMIT, "Meta's words", 131056);
        assertThat(pair.code()).isEqualTo("pair_limit");
        assertThat(Cause.parse(pair.code(), pair.detail(), pair.metaCode())).isEqualTo(pair);
    }

    /** The list of contracts.md §2, without the family of Meta's codes. */
    @Test
    void theContractsReasonsExist() {
        for (String code : ("invalid_request invalid_recipient unknown_number duplicate_conflict"
                        + " window_closed_no_template template_unknown template_not_approved template_paused template_parameters"
                        + " opted_out number_paused number_disconnected number_offboarded pair_limit throughput portfolio_limit"
                        + " quiet_hours expired cancelled answer_lost not_delivered_in_time")
                .split(" ")) {
            assertThat(Cause.parse(code, "", null).code()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, CAMPAIGN",
        "1, CAMPAIGN",
        "2, CAMPAIGN",
        "3, REPLY",
        "4, TRANSACTIONAL",
        "5, TRANSACTIONAL",
        "6, TRANSACTIONAL",
        "7, TRANSACTIONAL",
        "8, OTP",
        "9, OTP"
    })
    void aJmsPriorityStandsForOneOfFour(int jms, Priority expected) {
        assertThat(Priority.ofJms(jms)).isEqualTo(expected);
    }

    @Test
    void theOrderOfPrioritiesIsTheOrderOfLeaving() {
        assertThat(Priority.values())
                .containsExactly(Priority.OTP, Priority.TRANSACTIONAL, Priority.REPLY, Priority.CAMPAIGN);
        for (Priority priority : Priority.values()) {
            assertThat(Priority.parse(priority.code())).isEqualTo(priority);
        }
    }

    @Test
    void aRecipientIsExactlyOneOfTwo() {
        assertThat(Recipient.ofPhone("4915112345678").contact()).isEqualTo("4915112345678");
        assertThat(Recipient.ofUserId("US.4f00").contact()).isEqualTo("US.4f00");
        assertThatThrownBy(() -> new Recipient(null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Recipient("49", "US.4f00")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEventKeepsItsIdAndChannelsDoNotShareThem() {
        assertThat(Event.idOf(Channel.RESULT, "key")).isEqualTo(Event.idOf(Channel.RESULT, "key"));
        assertThat(Event.idOf(Channel.RESULT, "key")).isNotEqualTo(Event.idOf(Channel.STATUS, "key"));
        assertThat(Event.idOf(Channel.RESULT, "key")).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void theClockOnlyGoesForward() {
        Instant start = Instant.parse("2026-11-05T10:00:00Z");
        MovableClock clock = new MovableClock(Clock.fixed(start, ZoneOffset.UTC));
        clock.advance(Duration.ofHours(24));
        clock.advance(Duration.ZERO);
        assertThat(clock.instant()).isEqualTo(start.plus(Duration.ofHours(24)));
        assertThatThrownBy(() -> clock.advance(Duration.ofMillis(-1))).hasMessageContaining("forward");
    }
}
