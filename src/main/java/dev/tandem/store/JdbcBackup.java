package dev.tandem.store;

import dev.tandem.operation.DatabaseBackup;
import java.nio.file.Path;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Copies HSQLDB's files by its own statement, which is consistent whatever is written meanwhile. */
public final class JdbcBackup implements DatabaseBackup {

    private final JdbcTemplate jdbc;

    public JdbcBackup(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean isPossible() {
        ConnectionCallback<Boolean> isHsqldb =
                connection -> connection.getMetaData().getURL().startsWith("jdbc:hsqldb:file:");
        return Boolean.TRUE.equals(jdbc.execute(isHsqldb));
    }

    @Override
    public void write(Path file) {
        jdbc.execute("backup database to '" + file.toString().replace("'", "''") + "' blocking");
    }
}
