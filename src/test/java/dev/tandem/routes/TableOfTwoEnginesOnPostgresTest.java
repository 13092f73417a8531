package dev.tandem.routes;

import dev.tandem.store.TestDatabases;
import javax.sql.DataSource;

/** The same with the CRM's table on PostgreSQL. */
class TableOfTwoEnginesOnPostgresTest extends TableOfTwoEnginesTest {

    @Override
    DataSource database() {
        return TestDatabases.postgres();
    }

    @Override
    String ddl() {
        return "crm/postgresql.sql";
    }
}
