package dev.tandem.store;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Transactions that are on disk when they are committed. HSQLDB writes a line to its log, and does nothing else, when the
 * bytes of a commit cannot be written; it goes on with what it has in memory. Here such a commit fails. From then on memory
 * and disk differ and the file may be torn, so every later commit fails, too, until the engine is started again: then it
 * has what was committed before. The log is heard with {@code hsqldb.extlog=2} in the database's URL. Thread-safe.
 */
public final class DurableTransactions extends JdbcTransactionManager {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(DurableTransactions.class);

    private static final AtomicReference<String> FAILURE = new AtomicReference<>("");

    static {
        WriteFailures failures = new WriteFailures();
        failures.start();
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("hsqldb.db")).addAppender(failures);
    }

    public DurableTransactions(DataSource source) {
        super(source);
    }

    /** What the database could not write, from the first time on that it could not; empty while all is well. */
    public static Optional<String> failure() {
        return Optional.ofNullable(FAILURE.get()).filter(failure -> !failure.isEmpty());
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        refuseAfterFailure();
        super.doCommit(status);
        refuseAfterFailure();
    }

    private static void refuseAfterFailure() {
        failure().ifPresent(failure -> {
            throw new TransactionSystemException("The database could not write to its disk (" + failure
                    + "). Nothing is accepted until the engine is started again.");
        });
    }

    /** Hears of it in the very thread that commits, before the commit returns. */
    private static final class WriteFailures extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            if (thrown == null || !event.getLevel().isGreaterOrEqual(Level.WARN)) {
                return;
            }
            String failure = event.getMessage() + thrown.getMessage();
            if (FAILURE.compareAndSet("", failure)) {
                LOG.error(
                        "The database cannot write to its disk ({}): nothing is accepted from now on. Make room, then"
                                + " start the engine again.",
                        failure);
            }
        }
    }
}
