package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbWebhookArchiveTest extends WebhookArchiveSuite {

    HsqldbWebhookArchiveTest() {
        super(TestDatabases.hsqldb());
    }
}
