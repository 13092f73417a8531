package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresWatchTest extends WatchSuite {

    PostgresWatchTest() {
        super(TestDatabases.postgres());
    }
}
