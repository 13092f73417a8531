package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresSendLedgerTest extends SendLedgerSuite {

    PostgresSendLedgerTest() {
        super(TestDatabases.postgres());
    }
}
