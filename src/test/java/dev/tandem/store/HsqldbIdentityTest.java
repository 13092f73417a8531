package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbIdentityTest extends IdentitySuite {

    HsqldbIdentityTest() {
        super(TestDatabases.hsqldb());
    }
}
