package dev.tandem.config;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tandem.campaign.CampaignDesk;
import dev.tandem.campaign.CampaignFinisher;
import dev.tandem.campaign.CampaignFolders;
import dev.tandem.campaign.CampaignIntake;
import dev.tandem.campaign.CampaignReader;
import dev.tandem.campaign.Campaigns;
import dev.tandem.campaign.OptIns;
import dev.tandem.campaign.PreflightDesk;
import dev.tandem.campaign.Preflights;
import dev.tandem.campaign.RowDoor;
import dev.tandem.campaign.SettingsFile;
import dev.tandem.campaign.Surroundings;
import dev.tandem.consent.CampaignHours;
import dev.tandem.consent.ConsentDesk;
import dev.tandem.consent.PhonePlaces;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.QuietHours;
import dev.tandem.domain.Wish;
import dev.tandem.send.LaneCheck;
import dev.tandem.send.PortfolioBook;
import dev.tandem.send.RequestSchema;
import dev.tandem.send.SendAccept;
import dev.tandem.send.SendLedger;
import dev.tandem.store.JdbcCampaigns;
import dev.tandem.store.JdbcPreflights;
import dev.tandem.store.JdbcStandings;
import dev.tandem.template.TemplateDesk;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The campaigns, put together. */
@Configuration(proxyBeanMethods = false)
class CampaignConfiguration {

    private static final int KNOWN_CAMPAIGNS = 10_000;

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
    CampaignIntake campaignIntake(
            Campaigns campaigns, CampaignFolders folders, TandemProperties properties, Clock clock) {
        RequestSchema schema = new RequestSchema(properties.schemaDir().resolve("campaign-settings.schema.json"));
        return new CampaignIntake(campaigns, folders, new SettingsFile(schema), clock);
    }

    @Bean
    Preflights preflightStore(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcPreflights(jdbc, transaction);
    }

    /** What a campaign is checked against; the checks are those of the lane, in its order. */
    @Bean
    Surroundings campaignSurroundings(
            NumberDirectory numbers,
            ObjectProvider<LaneCheck> checks,
            JdbcTemplate jdbc,
            TemplateDesk templates,
            QuietHoursProperties quietHours,
            PortfolioBook portfolio) {
        return new Surroundings(
                numbers,
                checks.orderedStream().toList(),
                new JdbcStandings(jdbc),
                templates::category,
                PhonePlaces::zones,
                quietHours.hours(),
                portfolio);
    }

    /** A campaign's settings never change, so they are read once while it is sent. */
    @Bean
    CampaignHours campaignHours(Campaigns campaigns) {
        Cache<String, Optional<QuietHours>> known =
                Caffeine.newBuilder().maximumSize(KNOWN_CAMPAIGNS).build();
        return id -> known.get(id, any -> campaigns.find(id).map(campaign -> campaign.settings()
                .quietHours()));
    }

    @Bean
    PreflightDesk preflightDesk(Campaigns campaigns, Preflights preflights, Clock clock) {
        return new PreflightDesk(campaigns, preflights, clock);
    }

    @Bean
    CampaignReader campaignReader(
            Campaigns campaigns,
            CampaignFolders folders,
            Preflights preflights,
            SendAccept accept,
            SendLedger ledger,
            ConsentDesk consent,
            Surroundings around,
            Clock clock) {
        OptIns optIns = (persons, number, source) -> consent.record(
                persons.stream()
                        .map(person -> new ConsentDesk.Entry(person, Wish.Kind.OPT_IN))
                        .toList(),
                number,
                source);
        RowDoor door = new RowDoor(accept, ledger, optIns, around.numbers());
        return new CampaignReader(campaigns, folders, preflights, door, accept, around, clock);
    }

    @Bean
    CampaignFinisher campaignFinisher(Campaigns campaigns, CampaignFolders folders, Clock clock) {
        return new CampaignFinisher(campaigns, folders, clock);
    }

    @Bean
    CampaignDesk campaignDesk(Campaigns campaigns, CampaignFolders folders) {
        return new CampaignDesk(campaigns, folders);
    }
}
