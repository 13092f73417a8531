package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbRetentionTest extends RetentionSuite {

    HsqldbRetentionTest() {
        super(TestDatabases.hsqldb());
    }
}
