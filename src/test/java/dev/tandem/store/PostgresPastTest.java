package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresPastTest extends PastSuite {

    PostgresPastTest() {
        super(TestDatabases.postgres());
    }
}
