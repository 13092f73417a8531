package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresMediaTest extends MediaSuite {

    PostgresMediaTest() {
        super(TestDatabases.postgres());
    }
}
