package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbWatchTest extends WatchSuite {

    HsqldbWatchTest() {
        super(TestDatabases.hsqldb());
    }
}
