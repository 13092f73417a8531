package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresWebhookStoreTest extends WebhookStoreSuite {

    PostgresWebhookStoreTest() {
        super(TestDatabases.postgres());
    }
}
