package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresMessageChangesTest extends MessageChangesSuite {

    PostgresMessageChangesTest() {
        super(TestDatabases.postgres());
    }
}
