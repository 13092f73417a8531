package dev.tandem.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same on PostgreSQL. */
class CampaignHandOnPostgresTest extends CampaignHandTest {

    @RegisterExtension
    static final CampaignPostgres POSTGRES = new CampaignPostgres();

    @Override
    CampaignHouse open(Path where, Instant now) throws IOException {
        return new CampaignHouse(where, now, CampaignHouse.numbers("berlin"), POSTGRES.database(), "postgresql");
    }
}
