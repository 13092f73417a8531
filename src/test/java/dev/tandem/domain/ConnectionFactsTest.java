package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Connection.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the facts of a connection make of it (R64 to R67). */
class ConnectionFactsTest {

    private static final Instant LINKED = Instant.parse("2026-11-05T10:00:00.400Z");

    private static Instant at(int minutes) {
        return Instant.parse("2026-11-05T10:00:00Z").plus(Duration.ofMinutes(minutes));
    }

    private static ConnectionFacts.Removal removal(String reason, String by, int minutes) {
        return new ConnectionFacts.Removal(reason, by, at(minutes));
    }

    private final ConnectionFacts fresh = ConnectionFacts.of(LINKED);

    @Test
    void aNumberBeginsLinked() {
        assertThat(fresh.connection()).isEqualTo(Connection.linked(LINKED));
        assertThat(fresh.connection().isLinked()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PRIMARY_INACTIVITY|SYSTEM|not opened on the primary phone for about 14 days|Open WhatsApp Business on the primary phone",
                "COMPANION_INACTIVITY|SYSTEM|not used for about 30 days|remove it in the app under Linked devices",
                "BUSINESS_DOWNGRADE|USER|registered in the consumer WhatsApp|Move it back to the WhatsApp Business App",
                "CHANGE_NUMBER|USER|changed the app to another phone number|Link the new number",
                "USER_RE_REGISTERED|USER|registered anew|Wait for Meta to reconnect it",
                "ACCOUNT_DISCONNECTED|USER|The owner deleted or disconnected|Ask the owner",
                "ACCOUNT_DISCONNECTED|SYSTEM|Meta disconnected the account|Open a support case",
                "ACCOUNT_DISCONNECTED||policy action of Meta's, or the owner|open a support case",
                "ACCOUNT_DELETED||business account was deleted|Ask the owner",
                "PARTNER_REMOVED|USER|Somebody disconnected it in the app|link the number again if that is wished",
                "BRAND_NEW_REASON|ROBOT|not known here: BRAND_NEW_REASON|Ask the owner whether it was disconnected"
            })
    void everyCauseSaysWhatHappenedAndWhatToDo(String reason, String by, String why, String remedy) {
        String initiatedBy = by == null ? "" : by;
        Connection connection = fresh.removed(removal(reason, initiatedBy, 5)).connection();
        assertThat(connection.state()).isEqualTo(State.DISCONNECTED);
        assertThat(connection.cause()).isEqualTo(reason);
        assertThat(connection.initiatedBy()).isEqualTo(initiatedBy);
        assertThat(connection.since()).isEqualTo(at(5));
        assertThat(connection.why()).contains(why);
        assertThat(connection.remedy()).contains(remedy);
        assertThat(connection.obstacle().reason()).isEqualTo(Reason.NUMBER_DISCONNECTED);
        assertThat(connection.obstacle().detail()).contains(why).contains(remedy);
    }

    @Test
    void withoutAReasonTheCauseIsUnknownAndANamedOneSaysMore() {
        ConnectionFacts bare = fresh.removed(removal("", "", 5));
        assertThat(bare.connection().cause()).isEqualTo("unknown");
        assertThat(bare.connection().why()).contains("the cause is unknown");
        assertThat(bare.removed(removal("CHANGE_NUMBER", "USER", 4))
                        .connection()
                        .cause())
                .isEqualTo("CHANGE_NUMBER");
    }

    @Test
    void aPhoneThatIsRegisteredAnewIsAPauseUntilMetaReconnectsIt() {
        ConnectionFacts paused = fresh.offboarded(at(5));
        assertThat(paused.connection().state()).isEqualTo(State.OFFBOARDED);
        assertThat(paused.connection().why())
                .isEqualTo("Paused: the phone was registered anew; sending resumes by itself.");
        assertThat(paused.connection().obstacle().reason()).isEqualTo(Reason.NUMBER_OFFBOARDED);
        Connection back = paused.reconnected(at(9)).connection();
        assertThat(back.state()).isEqualTo(State.LINKED);
        assertThat(back.since()).isEqualTo(at(9));
    }

    @Test
    void anOffboardedThatIsOlderThanTheLastReconnectedIsOldNews() {
        ConnectionFacts back = fresh.reconnected(at(9));
        assertThat(back.offboarded(at(5)).connection().isLinked()).isTrue();
        assertThat(back.offboarded(at(9)).connection().isLinked()).isTrue();
        assertThat(back.offboarded(at(10)).connection().state()).isEqualTo(State.OFFBOARDED);
    }

    @Test
    void theEndWinsOverThePauseInEitherOrder() {
        ConnectionFacts.Removal removal = removal("PRIMARY_INACTIVITY", "SYSTEM", 6);
        assertThat(fresh.offboarded(at(5)).removed(removal).connection().state())
                .isEqualTo(State.DISCONNECTED);
        assertThat(fresh.removed(removal).offboarded(at(5)).connection().state())
                .isEqualTo(State.DISCONNECTED);
        assertThat(fresh.removed(removal).offboarded(at(7)).connection().state())
                .isEqualTo(State.DISCONNECTED);
    }

    @Test
    void metaReconnectsWhoRegisteredAnewAndNobodyElse() {
        assertThat(fresh.removed(removal("USER_RE_REGISTERED", "USER", 5))
                        .reconnected(at(8))
                        .connection()
                        .isLinked())
                .isTrue();
        assertThat(fresh.removed(removal("PRIMARY_INACTIVITY", "SYSTEM", 5))
                        .reconnected(at(8))
                        .connection()
                        .isLinked())
                .isFalse();
    }

    @Test
    void linkingAgainEndsWhatWasAndLateNewsOfItChangesNothing() {
        ConnectionFacts gone = fresh.removed(removal("PRIMARY_INACTIVITY", "SYSTEM", 5));
        ConnectionFacts again = gone.linked(at(60));
        assertThat(again.connection()).isEqualTo(Connection.linked(at(60)));
        assertThat(again.removed(removal("PRIMARY_INACTIVITY", "SYSTEM", 5))).isEqualTo(again);
        assertThat(again.offboarded(at(5))).isEqualTo(again);
        assertThat(again.reconnected(at(5))).isEqualTo(again);
        assertThat(again.linked(at(60))).isEqualTo(again);
        assertThat(again.linked(at(1))).isEqualTo(again);
        assertThat(again.removed(removal("CHANGE_NUMBER", "USER", 61))
                        .linked(at(60))
                        .connection()
                        .state())
                .as("told of the linking once more")
                .isEqualTo(State.DISCONNECTED);
    }

    @Test
    void anEventOfTheVerySecondOfTheLinkingCounts() {
        assertThat(fresh.offboarded(at(0)).connection().state()).isEqualTo(State.OFFBOARDED);
        assertThat(fresh.offboarded(at(0).minusSeconds(1)).connection().isLinked())
                .isTrue();
    }

    @Test
    void anExplicitNoOfTheNodeDisconnectsAndAYesTakesOnlyThatBack() {
        ConnectionFacts gone = fresh.node(false, at(5));
        assertThat(gone.connection().state()).isEqualTo(State.DISCONNECTED);
        assertThat(gone.connection().cause()).isEqualTo("unknown");
        assertThat(gone.connection().why()).contains("no longer on the WhatsApp Business App");
        assertThat(gone.node(false, at(6)).connection().since()).isEqualTo(at(5));
        assertThat(gone.node(true, at(7)).connection().isLinked()).isTrue();

        ConnectionFacts removed = fresh.removed(removal("PRIMARY_INACTIVITY", "SYSTEM", 5));
        assertThat(removed.node(true, at(6))).isEqualTo(removed);
        ConnectionFacts paused = fresh.offboarded(at(5));
        assertThat(paused.node(true, at(6))).isEqualTo(paused);
        assertThat(paused.node(false, at(6)))
                .as("it may say so while the phone is on its way")
                .isEqualTo(paused);
        assertThat(fresh.node(false, at(-5))).as("asked before it was linked").isEqualTo(fresh);
    }

    /** Meta's times have no fraction, and the answer was on its way. */
    @Test
    void aNoOfTheSecondInWhichTheNumberCameBackMayBeFromBefore() {
        ConnectionFacts again =
                fresh.removed(removal("PRIMARY_INACTIVITY", "SYSTEM", 5)).linked(at(9));
        assertThat(again.node(false, at(9).plusMillis(999)).connection().isLinked())
                .isTrue();
        assertThat(again.node(false, at(9).plusSeconds(1)).connection().isLinked())
                .isFalse();
        ConnectionFacts back = fresh.offboarded(at(5)).reconnected(at(6));
        assertThat(back.node(false, at(6).plusMillis(20)).connection().isLinked())
                .isTrue();
        assertThat(back.node(false, at(6).plusSeconds(1)).connection().isLinked())
                .isFalse();

        ConnectionFacts gone = fresh.node(false, at(6).plusMillis(20));
        assertThat(gone.reconnected(at(6)).connection().isLinked())
                .as("the other way round")
                .isTrue();
        assertThat(gone.linked(at(6)).connection().isLinked()).isTrue();
        assertThat(gone.reconnected(at(5)).connection().isLinked()).isFalse();
        assertThat(gone.linked(at(5)).connection().isLinked()).isFalse();
    }

    @Test
    void aWebhookNamesTheCauseOfWhatTheNodeSaid() {
        Connection told = fresh.node(false, at(5))
                .removed(removal("CHANGE_NUMBER", "USER", 4))
                .connection();
        assertThat(told.cause()).isEqualTo("CHANGE_NUMBER");
    }
}
