package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresLinkingTest extends LinkingSuite {

    PostgresLinkingTest() {
        super(TestDatabases.postgres());
    }
}
