package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresNumberSyncTest extends NumberSyncSuite {

    PostgresNumberSyncTest() {
        super(TestDatabases.postgres());
    }
}
