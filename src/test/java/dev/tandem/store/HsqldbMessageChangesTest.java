package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbMessageChangesTest extends MessageChangesSuite {

    HsqldbMessageChangesTest() {
        super(TestDatabases.hsqldb());
    }
}
