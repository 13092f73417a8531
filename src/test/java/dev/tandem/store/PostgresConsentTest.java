package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresConsentTest extends ConsentSuite {

    PostgresConsentTest() {
        super(TestDatabases.postgres());
    }
}
