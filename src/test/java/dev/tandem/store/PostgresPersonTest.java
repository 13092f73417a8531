package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresPersonTest extends PersonSuite {

    PostgresPersonTest() {
        super(TestDatabases.postgres());
    }
}
