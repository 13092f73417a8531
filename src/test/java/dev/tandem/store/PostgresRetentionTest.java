package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresRetentionTest extends RetentionSuite {

    PostgresRetentionTest() {
        super(TestDatabases.postgres());
    }
}
