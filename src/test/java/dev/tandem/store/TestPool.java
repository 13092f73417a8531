package dev.tandem.store;

import java.sql.SQLException;
import org.apache.commons.dbcp2.BasicDataSource;

/** The engine's kind of pool, with prepared statements kept as there. */
public final class TestPool extends BasicDataSource {

    private static final int CONNECTIONS = 24;

    public TestPool(String url, String user) {
        setUrl(url);
        setUsername(user);
        setPassword("");
        setMaxTotal(CONNECTIONS);
        setMaxIdle(CONNECTIONS);
        setPoolPreparedStatements(true);
    }

    @Override
    public void close() {
        try {
            super.close();
        } catch (SQLException e) {
            throw new IllegalStateException("The pool cannot be closed", e);
        }
    }
}
