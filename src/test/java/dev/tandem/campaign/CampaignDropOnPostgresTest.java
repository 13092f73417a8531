package dev.tandem.campaign;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same on PostgreSQL. */
class CampaignDropOnPostgresTest extends CampaignDropTest {

    @RegisterExtension
    static final CampaignPostgres POSTGRES = new CampaignPostgres();

    @Override
    DataSource database(Path where) {
        return POSTGRES.database();
    }

    @Override
    String vendor() {
        return "postgresql";
    }
}
