package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbWebhookStoreTest extends WebhookStoreSuite {

    HsqldbWebhookStoreTest() {
        super(TestDatabases.hsqldb());
    }
}
