package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbMediaTest extends MediaSuite {

    HsqldbMediaTest() {
        super(TestDatabases.hsqldb());
    }
}
