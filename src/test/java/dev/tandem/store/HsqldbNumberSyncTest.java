package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbNumberSyncTest extends NumberSyncSuite {

    HsqldbNumberSyncTest() {
        super(TestDatabases.hsqldb());
    }
}
