package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresLaneFiguresTest extends LaneFiguresSuite {

    PostgresLaneFiguresTest() {
        super(TestDatabases.postgres());
    }
}
