package dev.tandem.steps;

import dev.tandem.domain.Reason;
import dev.tandem.media.FileSweep;
import dev.tandem.operation.Backups;
import dev.tandem.operation.Retention;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Steps of what the house does about itself. */
@Component("housekeeping")
public final class HousekeepingSteps {

    private final Retention retention;
    private final FileSweep files;
    private final Backups backups;

    public HousekeepingSteps(Retention retention, FileSweep files, Backups backups) {
        this.retention = retention;
        this.files = files;
        this.backups = backups;
    }

    /** Deletes what is older than it is kept. */
    public void sweep() {
        retention.sweep();
    }

    /** Deletes uploaded files that no send needs any more. */
    public void sweepFiles() {
        files.sweep();
    }

    /** Copies the built-in database while it is at work. */
    public void backUp(Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        Backups.Backup backup = backups.write()
                .orElseThrow(() -> new ProblemException(
                        409,
                        Reason.WRONG_STATE,
                        "The database is not the built-in one: use its own tool, such as pg_dump."));
        Answers.json(exchange, 200, Map.of("file", backup.file().toString(), "bytes", backup.bytes()));
    }
}
