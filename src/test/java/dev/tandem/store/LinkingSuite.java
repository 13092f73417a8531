package dev.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.coexistence.linking.KeptToken;
import dev.tandem.coexistence.linking.LinkTrouble;
import dev.tandem.coexistence.linking.LinkedNumber;
import dev.tandem.coexistence.linking.Linking;
import dev.tandem.coexistence.linking.LinkingStep;
import dev.tandem.coexistence.linking.NumberSettings;
import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Limits;
import dev.tandem.domain.Reason;
import dev.tandem.domain.TemplateName;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Linkings and linked numbers: the same for every database. */
abstract class LinkingSuite {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final NumberSettings SETTINGS = new NumberSettings(
            new Limits(OptionalInt.empty(), false, true, OptionalInt.of(4), 0, 7),
            new TemplateName("hello_world", "en_US"),
            "900000000000009",
            AutoHistory.NEVER);

    private final JdbcTemplate jdbc;
    private final JdbcLinkings store;

    LinkingSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        store = new JdbcLinkings(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)));
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    private static Linking linking(String id, @Nullable String codeHash, LinkingStep step, int version) {
        return new Linking(
                id, step, "berlin", "9001", null, "", codeHash, null, SETTINGS, null, false, null, "ada", NOW, NOW,
                version);
    }

    private static Linking later(Linking before, LinkingStep step, @Nullable LinkTrouble trouble) {
        return new Linking(
                before.id(),
                step,
                "potsdam",
                before.wabaId(),
                "4001",
                "4915277000009",
                before.codeHash(),
                new KeptToken("v1:k:sealed", NOW.plusSeconds(3_600)),
                before.settings(),
                NOW.minusSeconds(5),
                true,
                trouble,
                before.startedBy(),
                before.startedAt(),
                NOW.plusSeconds(1),
                before.version() + 1);
    }

    @Test
    void itIsReadAsItWasWritten() {
        Linking begun = linking("a", "hash", LinkingStep.EXCHANGE, 0);
        assertThat(store.begin(begun)).isTrue();
        assertThat(store.find("a")).contains(begun);
        assertThat(store.byCode("hash")).contains(begun);
        assertThat(store.find("b")).isEmpty();
        Linking waits =
                later(begun, LinkingStep.READ, LinkTrouble.passing(new Cause(Reason.CLOUD_API, "Meta's words", 80007)));
        assertThat(store.replace(begun, waits)).isTrue();
        assertThat(store.find("a")).contains(waits);
        assertThat(store.open()).containsExactly(waits);
        Linking failed = later(waits, LinkingStep.FAILED, LinkTrouble.last(Cause.of(Reason.CODE_REFUSED)));
        assertThat(store.replace(waits, failed)).isTrue();
        assertThat(store.find("a")).contains(failed);
        assertThat(store.open()).isEmpty();
        assertThat(store.latest(5)).containsExactly(failed);
    }

    @Test
    void aCodeBeginsOneLinkingAndOthersAreFree() {
        assertThat(store.begin(linking("a", "hash", LinkingStep.EXCHANGE, 0))).isTrue();
        assertThat(store.begin(linking("b", "hash", LinkingStep.EXCHANGE, 0))).isFalse();
        assertThat(store.begin(linking("c", null, LinkingStep.SUBSCRIBE, 0))).isTrue();
        assertThat(store.begin(linking("d", null, LinkingStep.SUBSCRIBE, 0))).isTrue();
        assertThat(store.open()).hasSize(3);
    }

    @Test
    void whoeverIsLateLoses() {
        Linking begun = linking("a", null, LinkingStep.SUBSCRIBE, 0);
        store.begin(begun);
        Linking next = later(begun, LinkingStep.READ, null);
        assertThat(store.replace(begun, next)).isTrue();
        assertThat(store.replace(begun, next)).isFalse();
        assertThat(store.take(begun, later(begun, LinkingStep.TELL, null), number("v1:k:1")))
                .isFalse();
        assertThat(store.relink(begun, later(begun, LinkingStep.TELL, null), "4001", NOW))
                .isFalse();
        assertThat(store.numbers()).as("nothing of a change that came too late").isEmpty();
        assertThat(store.relinked()).isEmpty();
    }

    private static LinkedNumber number(String token) {
        return new LinkedNumber("4001", "berlin", "4915277000009", "9001", new KeptToken(token, null), NOW, SETTINGS);
    }

    @Test
    void aNumberIsOursWithItsLinking() {
        Linking begun = linking("a", null, LinkingStep.READ, 0);
        store.begin(begun);
        Linking taken = later(begun, LinkingStep.TELL, null);
        assertThat(store.take(begun, taken, number("v1:k:1"))).isTrue();
        assertThat(store.numbers()).containsExactly(number("v1:k:1"));
        assertThat(store.find("a")).contains(taken);
        assertThat(store.take(taken, later(taken, LinkingStep.TELL, null), number("v1:k:2")))
                .as("linked again")
                .isTrue();
        assertThat(store.numbers()).containsExactly(number("v1:k:2"));
        assertThat(store.renew(number("v1:k:1"), number("v1:k:3"))).isFalse();
        assertThat(store.numbers()).as("it has another by now").containsExactly(number("v1:k:2"));
        assertThat(store.renew(number("v1:k:2"), number("v1:k:3"))).isTrue();
        assertThat(store.numbers()).containsExactly(number("v1:k:3"));
        store.remove("4001");
        store.remove("4001");
        assertThat(store.numbers()).isEmpty();
    }

    @Test
    void whatALinkingBroughtGoesWithItUnlessItWasLinkedAnew() {
        Linking begun = linking("a", null, LinkingStep.READ, 0);
        store.begin(begun);
        Linking taken = later(begun, LinkingStep.TELL, null);
        LinkedNumber brought = new LinkedNumber(
                "4001", "berlin", "4915277000009", "9001", new KeptToken("v1:k:1", null), taken.linkedAt(), SETTINGS);
        store.take(begun, taken, brought);
        Linking ended = later(taken, LinkingStep.FAILED, LinkTrouble.last(Cause.of(Reason.CANCELLED)));
        assertThat(store.giveBack(begun, ended)).as("too late").isFalse();
        assertThat(store.numbers()).containsExactly(brought);
        assertThat(store.giveBack(taken, ended)).isTrue();
        assertThat(store.numbers()).isEmpty();
        assertThat(store.find("a")).contains(ended);

        Linking second = linking("b", null, LinkingStep.READ, 0);
        store.begin(second);
        Linking told = later(second, LinkingStep.TELL, null);
        store.take(second, told, number("v1:k:2"));
        store.giveBack(told, later(told, LinkingStep.FAILED, LinkTrouble.last(Cause.of(Reason.CANCELLED))));
        assertThat(store.numbers()).as("of another time").containsExactly(number("v1:k:2"));
    }

    @Test
    void aTokensEndIsKeptWithIt() {
        Linking begun = linking("a", null, LinkingStep.READ, 0);
        store.begin(begun);
        LinkedNumber ends = number("v1:k:1").withToken(new KeptToken("v1:k:1", NOW.plusSeconds(60)));
        store.take(begun, later(begun, LinkingStep.TELL, null), ends);
        assertThat(store.numbers()).containsExactly(ends);
        LinkedNumber later = ends.withToken(new KeptToken("v1:k:2", NOW.plusSeconds(90)));
        assertThat(store.renew(ends, later)).isTrue();
        assertThat(store.numbers()).containsExactly(later);
        assertThat(store.renew(later, number("v1:k:2"))).as("it never ends").isTrue();
        assertThat(store.numbers()).containsExactly(number("v1:k:2"));
    }

    @Test
    void aNumberHasItsNamesFromTheSubscriptionOn() {
        Linking begun = linking("a", null, LinkingStep.READ, 0);
        store.begin(begun);
        assertThat(store.named("9001")).as("not read yet").isEmpty();
        Linking read = later(begun, LinkingStep.SUBSCRIBE, null);
        store.replace(begun, read);
        LinkedNumber coming = new LinkedNumber(
                "4001", "potsdam", "4915277000009", "9001", read.token(), NOW.minusSeconds(5), SETTINGS);
        for (String name : List.of("4001", "4915277000009", "9001")) {
            assertThat(store.named(name)).as(name).containsExactly(coming);
        }
        assertThat(store.named("4002")).isEmpty();
        store.take(read, later(read, LinkingStep.TELL, null), number("v1:k:1"));
        assertThat(store.named("9001")).as("once").containsExactly(number("v1:k:1"));
        Linking again = linking("b", null, LinkingStep.READ, 0);
        store.begin(again);
        store.replace(again, later(again, LinkingStep.SUBSCRIBE, null));
        assertThat(store.named("4001")).as("as it is until it is linked again").containsExactly(number("v1:k:1"));
    }

    @Test
    void ofAFilesNumberTheTimeIsKept() {
        Linking begun = linking("a", null, LinkingStep.READ, 0);
        store.begin(begun);
        Linking taken = later(begun, LinkingStep.TELL, null);
        assertThat(store.relink(begun, taken, "4001", NOW)).isTrue();
        assertThat(store.relink(taken, later(taken, LinkingStep.TELL, null), "4001", NOW.plusSeconds(9)))
                .isTrue();
        assertThat(store.relinked()).containsOnlyKeys("4001").containsValue(NOW.plusSeconds(9));
    }
}
