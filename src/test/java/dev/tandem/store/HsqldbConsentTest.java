package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbConsentTest extends ConsentSuite {

    HsqldbConsentTest() {
        super(TestDatabases.hsqldb());
    }
}
