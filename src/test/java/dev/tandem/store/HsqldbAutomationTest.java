package dev.tandem.store;

/** The suite on the built-in database. */
class HsqldbAutomationTest extends AutomationSuite {

    HsqldbAutomationTest() {
        super(TestDatabases.hsqldb());
    }
}
