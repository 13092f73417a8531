package dev.tandem.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same on PostgreSQL. */
class PreflightOnPostgresTest extends PreflightTest {

    @RegisterExtension
    static final CampaignPostgres POSTGRES = new CampaignPostgres();

    @Override
    CampaignHouse open(Path where, Instant now, String... numbers) throws IOException {
        return new CampaignHouse(where, now, CampaignHouse.numbers(numbers), POSTGRES.database(), "postgresql");
    }
}
