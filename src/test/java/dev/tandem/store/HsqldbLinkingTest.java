package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbLinkingTest extends LinkingSuite {

    HsqldbLinkingTest() {
        super(TestDatabases.hsqldb());
    }
}
