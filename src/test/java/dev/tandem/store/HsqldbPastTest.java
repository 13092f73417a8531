package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbPastTest extends PastSuite {

    HsqldbPastTest() {
        super(TestDatabases.hsqldb());
    }
}
