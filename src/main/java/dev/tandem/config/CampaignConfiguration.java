package dev.tandem.config;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tandem.campaign.CampaignChecker;
import dev.tandem.campaign.CampaignClaims;
import dev.tandem.campaign.CampaignControls;
import dev.tandem.campaign.CampaignDesk;
import dev.tandem.campaign.CampaignFinisher;
import dev.tandem.campaign.CampaignFolders;
import dev.tandem.campaign.CampaignHand;
import dev.tandem.campaign.CampaignIntake;
import dev.tandem.campaign.CampaignOrders;
import dev.tandem.campaign.CampaignProgress;
import dev.tandem.campaign.CampaignReader;
import dev.tandem.campaign.CampaignStops;
import dev.tandem.campaign.CampaignTables;
import dev.tandem.campaign.CampaignTroubles;
import dev.tandem.campaign.Campaigns;
import dev.tandem.campaign.LateSettings;
import dev.tandem.campaign.OptIns;
import dev.tandem.campaign.PreflightDesk;
import dev.tandem.campaign.Preflights;
import dev.tandem.campaign.RowDoor;
import dev.tandem.campaign.SettingsFile;
import dev.tandem.campaign.Surroundings;
import dev.tandem.consent.CampaignHours;
import dev.tandem.consent.ConsentDesk;
import dev.tandem.consent.PhonePlaces;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.QuietHours;
import dev.tandem.domain.Wish;
import dev.tandem.send.CampaignLanes;
import dev.tandem.send.CampaignSends;
import dev.tandem.send.Feeder;
import dev.tandem.send.LaneCheck;
import dev.tandem.send.PaceBook;
import dev.tandem.send.PortfolioBook;
import dev.tandem.send.RequestSchema;
import dev.tandem.send.SendAccept;
import dev.tandem.send.SendIds;
import dev.tandem.send.SendLedger;
import dev.tandem.send.SendMoves;
import dev.tandem.store.JdbcCampaignControls;
import dev.tandem.store.JdbcCampaignLanes;
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
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The campaigns, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CampaignStopProperties.class)
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
    PreflightDesk preflightDesk(Campaigns campaigns, CampaignControls controls, Preflights preflights, Clock clock) {
        return new PreflightDesk(campaigns, controls, preflights, clock);
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
    LateSettings lateSettings(Campaigns campaigns, CampaignFolders folders, Alerts alerts, Clock clock) {
        return new LateSettings(campaigns, folders, alerts, clock);
    }

    @Bean
    CampaignControls campaignControls(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcCampaignControls(jdbc, transaction);
    }

    @Bean
    CampaignLanes campaignLanes(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcCampaignLanes(jdbc, transaction);
    }

    @Bean
    CampaignChecker campaignChecker(
            Campaigns campaigns,
            CampaignControls controls,
            CampaignFolders folders,
            Preflights preflights,
            SendAccept accept,
            Surroundings around,
            CampaignStopProperties stops,
            CampaignClaims claims,
            Clock clock) {
        return new CampaignChecker(
                campaigns, controls, folders, preflights, accept, around, stops.rules(), claims, clock);
    }

    @Bean
    CampaignReader campaignReader(
            Campaigns campaigns,
            CampaignControls controls,
            CampaignFolders folders,
            CampaignChecker checker,
            SendAccept accept,
            SendLedger ledger,
            ConsentDesk consent,
            NumberDirectory numbers,
            CampaignClaims claims,
            Clock clock) {
        OptIns optIns = (persons, number, source, at) -> consent.record(
                persons.stream()
                        .map(person -> new ConsentDesk.Entry(person, Wish.Kind.OPT_IN))
                        .toList(),
                number,
                source,
                at);
        RowDoor door = new RowDoor(accept, ledger, optIns, numbers, controls);
        return new CampaignReader(campaigns, folders, checker, door, claims, clock);
    }

    @Bean
    CampaignFinisher campaignFinisher(
            Campaigns campaigns,
            CampaignControls controls,
            CampaignFolders folders,
            CampaignClaims claims,
            Alerts alerts,
            Clock clock) {
        return new CampaignFinisher(campaigns, controls, folders, claims, alerts, clock);
    }

    @Bean
    CampaignProgress campaignProgress(
            Campaigns campaigns, CampaignControls controls, NumberDirectory numbers, PaceBook paces, Clock clock) {
        return new CampaignProgress(campaigns, controls, numbers, paces, clock);
    }

    @Bean
    CampaignDesk campaignDesk(
            Campaigns campaigns, CampaignControls controls, CampaignProgress progress, CampaignFolders folders) {
        return new CampaignDesk(campaigns, controls, progress, folders);
    }

    @Bean
    CampaignHand campaignOperator(
            Campaigns campaigns,
            CampaignControls controls,
            NumberDirectory numbers,
            Feeder feeder,
            Alerts alerts,
            Clock clock) {
        return new CampaignHand(campaigns, controls, numbers, feeder, alerts, clock);
    }

    @Bean
    CampaignOrders campaignOrders(
            Campaigns campaigns,
            CampaignControls controls,
            SendLedger ledger,
            SendMoves moves,
            SendIds ids,
            Clock clock) {
        return new CampaignOrders(campaigns, controls, new CampaignSends(ledger, moves, ids, clock));
    }

    @Bean
    CampaignStops campaignStops(
            Campaigns campaigns,
            CampaignControls controls,
            CampaignTroubles troubles,
            CampaignStopProperties properties,
            Alerts alerts,
            Clock clock) {
        return new CampaignStops(campaigns, controls, troubles, properties.rules(), alerts, clock);
    }
}
