package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresWebhookArchiveTest extends WebhookArchiveSuite {

    PostgresWebhookArchiveTest() {
        super(TestDatabases.postgres());
    }
}
