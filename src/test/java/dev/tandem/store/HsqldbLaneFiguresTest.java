package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbLaneFiguresTest extends LaneFiguresSuite {

    HsqldbLaneFiguresTest() {
        super(TestDatabases.hsqldb());
    }
}
