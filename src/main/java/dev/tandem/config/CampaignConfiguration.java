package dev.tandem.config;

import dev.tandem.campaign.CampaignClaims;
import dev.tandem.campaign.CampaignDesk;
import dev.tandem.campaign.CampaignFinisher;
import dev.tandem.campaign.CampaignFolders;
import dev.tandem.campaign.CampaignIntake;
import dev.tandem.campaign.CampaignReader;
import dev.tandem.campaign.CampaignTables;
import dev.tandem.campaign.Campaigns;
import dev.tandem.campaign.RowDoor;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.send.SendAccept;
import dev.tandem.send.SendLedger;
import dev.tandem.store.JdbcCampaigns;
import java.io.IOException;
import java.time.Clock;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The campaigns, put together. */
@Configuration(proxyBeanMethods = false)
class CampaignConfiguration {

    /** The folders, made at start so that a person sees where to drop. */
    @Bean
    CampaignFolders campaignFolders(TandemProperties properties) throws IOException {
        CampaignFolders folders = new CampaignFolders(properties.dataDir().resolve("campaigns"));
        folders.create();
        return folders;
    }

    /** What two routes that watch one folder have in hand. */
    @Bean
    IdempotentRepository campaignFilesUnderWay() {
        return MemoryIdempotentRepository.memoryIdempotentRepository(10_000);
    }

    @Bean
    Campaigns campaignStore(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        return new JdbcCampaigns(jdbc, transaction, clock);
    }

    @Bean
    CampaignIntake campaignIntake(Campaigns campaigns, CampaignFolders folders, Clock clock) {
        return new CampaignIntake(campaigns, folders, clock);
    }

    /** The name lives beside the ledger of an engine, as that for claims in a CRM's table. */
    @Bean
    CampaignClaims campaignClaims(Campaigns campaigns, TandemProperties tandem, Clock clock) {
        return new CampaignClaims(campaigns, new GeneratedSecrets(tandem.dataDir()).secret("engine-id"), clock);
    }

    @Bean
    CampaignTables campaignTables(Campaigns campaigns, CampaignFolders folders) {
        return new CampaignTables(campaigns, folders);
    }

    @Bean
    CampaignReader campaignReader(
            Campaigns campaigns,
            CampaignFolders folders,
            SendAccept accept,
            SendLedger ledger,
            NumberDirectory numbers,
            CampaignClaims claims,
            Clock clock) {
        return new CampaignReader(campaigns, folders, new RowDoor(accept, ledger, numbers), claims, clock);
    }

    @Bean
    CampaignFinisher campaignFinisher(
            Campaigns campaigns, CampaignFolders folders, CampaignClaims claims, Clock clock) {
        return new CampaignFinisher(campaigns, folders, claims, clock);
    }

    @Bean
    CampaignDesk campaignDesk(Campaigns campaigns, CampaignFolders folders) {
        return new CampaignDesk(campaigns, folders);
    }
}
