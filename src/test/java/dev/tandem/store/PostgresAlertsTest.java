package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresAlertsTest extends AlertsSuite {

    PostgresAlertsTest() {
        super(TestDatabases.postgres());
    }
}
