package dev.tandem.store;

/** The suite on PostgreSQL. */
class PostgresIdentityTest extends IdentitySuite {

    PostgresIdentityTest() {
        super(TestDatabases.postgres());
    }
}
