package dev.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.Send;
import dev.tandem.operation.Backups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The built-in database copied while it is written to, and put back. */
class HsqldbBackupTest {

    @TempDir
    private Path folder;

    private static JdbcSendLedger ledger(TestPool database) {
        JdbcTemplate jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        return new JdbcSendLedger(jdbc, transaction, new JdbcOutbox(jdbc, transaction, new ObjectMapper()));
    }

    @Test
    void whatWasAcceptedBeforeTheCopyIsInItWhateverIsWrittenMeanwhile() throws Exception {
        Set<Long> before;
        Path copy;
        try (TestPool database = TestDatabases.hsqldb(folder.resolve("data"))) {
            JdbcSendLedger ledger = ledger(database);
            AtomicLong ids = new AtomicLong();
            Set<Long> accepted = ConcurrentHashMap.newKeySet();
            AtomicBoolean stop = new AtomicBoolean();
            ExecutorService writers = Executors.newFixedThreadPool(4);
            for (int i = 0; i < 4; i++) {
                writers.execute(() -> {
                    while (!stop.get()) {
                        Send send = Sends.send(ids.incrementAndGet()).made();
                        ledger.accept(List.of(send), written -> List.of());
                        accepted.add(send.id());
                    }
                });
            }
            Awaitility.await().until(() -> accepted.size() > 200);
            before = Set.copyOf(accepted);
            Backups.Backup backup = new Backups(
                            new JdbcBackup(new JdbcTemplate(database)),
                            folder.resolve("back ups"),
                            Clock.fixed(Sends.NOW, ZoneOffset.UTC))
                    .write()
                    .orElseThrow();
            copy = backup.file();
            assertThat(backup.bytes()).isEqualTo(Files.size(copy));
            int during = accepted.size();
            Awaitility.await("writing goes on").until(() -> accepted.size() > during);
            stop.set(true);
            writers.shutdown();
            Awaitility.await().until(writers::isTerminated);
        }
        try (TestPool restored = TestDatabases.hsqldb(unpack(copy, folder.resolve("restored")))) {
            JdbcSendLedger ledger = ledger(restored);
            assertThat(before).allSatisfy(id -> assertThat(ledger.find(id)).isPresent());
            assertThat(ledger.timeline(before.iterator().next())).hasSize(1);
            ledger.accept(List.of(Sends.send(1_000_000).made()), written -> List.of());
        }
    }

    private static Path unpack(Path copy, Path data) throws IOException, InterruptedException {
        Path database = Files.createDirectories(data.resolve("db"));
        Process tar = new ProcessBuilder("tar", "xzf", copy.toString(), "-C", database.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return data;
    }

    @Test
    void postgresHasToolsOfItsOwn() {
        assertThat(new Backups(
                                new JdbcBackup(new JdbcTemplate(TestDatabases.postgres())),
                                folder.resolve("none"),
                                Clock.systemUTC())
                        .write())
                .isEmpty();
        assertThat(folder.resolve("none")).doesNotExist();
    }
}
