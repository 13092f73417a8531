package dev.tandem.config;

import dev.tandem.cloudapi.GraphClient;
import dev.tandem.cloudapi.GraphSyncCalls;
import dev.tandem.coexistence.sync.ChunkLedger;
import dev.tandem.coexistence.sync.SyncDesk;
import dev.tandem.coexistence.sync.SyncPlan;
import dev.tandem.coexistence.sync.SyncStore;
import dev.tandem.coexistence.watch.ConnectionBook;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.store.JdbcNumberSyncs;
import dev.tandem.store.JdbcOutbox;
import dev.tandem.webhook.WebhooksInHand;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The sync of numbers, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SyncProperties.class)
class SyncConfiguration {

    @Bean
    SyncStore syncStore(JdbcTemplate jdbc, TransactionTemplate transaction, JdbcOutbox outbox) {
        return new JdbcNumberSyncs(jdbc, transaction, outbox);
    }

    /** Of the numbers of the configuration; who links others adds a bean of the port. */
    @Bean
    SyncPlan configuredSyncPlan(TandemProperties properties) {
        Map<String, AutoHistory> plans = properties.numbers().stream()
                .collect(Collectors.toMap(
                        TandemProperties.Number::phoneNumberId,
                        number -> AutoHistory.parse(number.autoHistory()),
                        (first, second) -> first));
        return phoneNumberId -> Optional.ofNullable(plans.get(phoneNumberId));
    }

    @Bean
    SyncDesk syncDesk(
            SyncStore store,
            GraphClient graph,
            ObjectProvider<ChunkLedger> ledger,
            Alerts alerts,
            ObjectProvider<SyncPlan> plans,
            NumberDirectory numbers,
            ConnectionBook connections,
            WebhooksInHand inHand,
            SyncProperties properties,
            Clock clock) {
        // Asked late: the ledger's room is told of syncs by this one.
        ChunkLedger chunks = number -> {
            ChunkLedger found = ledger.getIfAvailable();
            return found == null ? List.of() : found.chunks(number);
        };
        return new SyncDesk(
                store,
                new GraphSyncCalls(graph),
                chunks,
                alerts,
                plans.orderedStream().toList(),
                numbers,
                connections::away,
                inHand::storedUntil,
                properties.rules(),
                clock);
    }
}
