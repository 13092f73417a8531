package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresAutomationTest extends AutomationSuite {

    PostgresAutomationTest() {
        super(TestDatabases.postgres());
    }
}
