package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbPersonTest extends PersonSuite {

    HsqldbPersonTest() {
        super(TestDatabases.hsqldb());
    }
}
