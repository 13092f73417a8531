package dev.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.operation.RetentionStore.Kind;
import dev.tandem.send.SendIds;
import dev.tandem.send.SendLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Deleting what is old must not read what is not, in HSQLDB's own files. */
class HsqldbRetentionQueriesTest {

    private static final Instant BEFORE = Sends.NOW.minus(Duration.ofDays(180));

    @TempDir
    private Path folder;

    @Test
    void everyQuestionIsAnsweredByAnIndexInItsOrder() {
        try (TestPool database = TestDatabases.hsqldb(folder)) {
            JdbcTemplate jdbc = new JdbcTemplate(database);
            fill(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)));
            for (Kind kind : Kind.values()) {
                QueryPlans plans = new QueryPlans(database);
                new JdbcRetention(plans.listening, new TransactionTemplate(new JdbcTransactionManager(database)))
                        .delete(kind, BEFORE, 10);
                plans.asked().stream()
                        .filter(sql -> sql.strip().startsWith("select") && !sql.contains("from campaign\n"))
                        .forEach(sql -> assertThat(plans.of(sql))
                                .as(kind + ": " + sql)
                                .contains("index=")
                                // In the index's order from its beginning, so that the limit ends it; or by its
                                // condition.
                                .satisfiesAnyOf(
                                        plan -> assertThat(plan).contains("uses index"),
                                        plan -> assertThat(plan).doesNotContain("FULL SCAN", "order by")));
            }
        }
    }

    private static void fill(JdbcTemplate jdbc, TransactionTemplate transaction) {
        JdbcSendLedger ledger =
                new JdbcSendLedger(jdbc, transaction, new JdbcOutbox(jdbc, transaction, new ObjectMapper()));
        List<Send> sends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sends.add(Sends.send(SendIds.firstAt(BEFORE.minusSeconds(60)) + i).made());
        }
        ledger.accept(sends, written -> List.of());
        ledger.replaceAll(sends.stream()
                .map(send -> new SendLedger.Change(
                        send,
                        send.ended(SendState.CANCELLED, Cause.of(Reason.CANCELLED), BEFORE.minusSeconds(1)),
                        List.of()))
                .toList());
        jdbc.update("""
                insert into campaign (id, name, stem, content_hash, file_name, state, row_count, arrived_at)
                values ('c', 'c', 'c', 'h', 'f', 'failed', 1, ?)""", Times.column(BEFORE.minusSeconds(1)));
    }
}
