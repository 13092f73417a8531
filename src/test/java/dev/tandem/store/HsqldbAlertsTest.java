package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbAlertsTest extends AlertsSuite {

    HsqldbAlertsTest() {
        super(TestDatabases.hsqldb());
    }
}
