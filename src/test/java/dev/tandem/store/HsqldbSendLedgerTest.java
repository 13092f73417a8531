package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbSendLedgerTest extends SendLedgerSuite {

    HsqldbSendLedgerTest() {
        super(TestDatabases.hsqldb());
    }
}
