package dev.tandem.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.coexistence.linking.LinkingStore;
import dev.tandem.coexistence.linking.NumberOwners;
import dev.tandem.coexistence.linking.TokenKeeper;
import dev.tandem.coexistence.watch.AlertEvents;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.AnswerRule;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Patience;
import dev.tandem.domain.TemplateName;
import dev.tandem.domain.WindowBook;
import dev.tandem.send.Aftermath;
import dev.tandem.send.CampaignLanes;
import dev.tandem.send.ContactBook;
import dev.tandem.send.Debts;
import dev.tandem.send.DoorCheck;
import dev.tandem.send.Feeder;
import dev.tandem.send.LaneCheck;
import dev.tandem.send.LaneDesk;
import dev.tandem.send.LaneQueue;
import dev.tandem.send.LaneRoutes;
import dev.tandem.send.LateFailures;
import dev.tandem.send.LedgerSweep;
import dev.tandem.send.LimitChecks;
import dev.tandem.send.NumberStates;
import dev.tandem.send.OverdueSends;
import dev.tandem.send.PaceBook;
import dev.tandem.send.PortfolioBook;
import dev.tandem.send.RequestReader;
import dev.tandem.send.RequestSchema;
import dev.tandem.send.ResultEvents;
import dev.tandem.send.SendAccept;
import dev.tandem.send.SendDesk;
import dev.tandem.send.SendIds;
import dev.tandem.send.SendLedger;
import dev.tandem.send.SendMoves;
import dev.tandem.send.StatusBatch;
import dev.tandem.send.StatusDesk;
import dev.tandem.send.WaitingSends;
import dev.tandem.steps.DatabaseSteps;
import dev.tandem.steps.LaneRouter;
import dev.tandem.store.DurableTransactions;
import dev.tandem.store.JdbcAlerts;
import dev.tandem.store.JdbcNumberStates;
import dev.tandem.store.JdbcOutbox;
import dev.tandem.store.JdbcSendLedger;
import dev.tandem.store.JdbcWaitingSends;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The flow of a send, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TandemProperties.class)
class EngineConfiguration {

    private static final int FEEDERS = 2;
    private static final int PROBE_SECONDS = 5;

    @Bean
    MovableClock clock() {
        return new MovableClock(Clock.systemUTC());
    }

    @Bean
    DurableTransactions transactionManager(DataSource source) {
        return new DurableTransactions(source);
    }

    @Bean
    DatabaseSteps.Probe databaseProbe(JdbcTemplate jdbc) {
        return () -> {
            try {
                return Boolean.TRUE.equals(
                        jdbc.execute((ConnectionCallback<Boolean>) connection -> connection.isValid(PROBE_SECONDS)));
            } catch (DataAccessException away) {
                return false;
            }
        };
    }

    @Bean
    NumberDirectory numberDirectory(TandemProperties properties, LinkingStore linked, TokenKeeper tokens) {
        List<BusinessNumber> ofFile = properties.numbers().stream()
                .map(number -> number(number, properties.graph()))
                .toList();
        return new NumberDirectory(NumberOwners.all(ofFile, linked, tokens, LinkingConfiguration.graphUrl(properties)));
    }

    private static BusinessNumber number(TandemProperties.Number number, TandemProperties.Graph graph) {
        String baseUrl = number.graphBaseUrl() != null ? number.graphBaseUrl() : graph.baseUrl();
        String template = number.defaultTemplate();
        return new BusinessNumber(
                number.alias(),
                number.phoneNumberId(),
                number.displayPhoneNumber(),
                number.wabaId(),
                number.accessToken(),
                number.linkedAt(),
                baseUrl + "/" + graph.version(),
                template == null
                        ? null
                        : new TemplateName(
                                template.substring(0, template.indexOf('/')),
                                template.substring(template.indexOf('/') + 1)),
                number.messagingAccountId(),
                number.limits().toDomain());
    }

    @Bean
    JdbcOutbox outbox(JdbcTemplate jdbc, TransactionTemplate transaction, ObjectMapper json) {
        return new JdbcOutbox(jdbc, transaction, json);
    }

    @Bean
    Alerts alertStore(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            Clock clock,
            JdbcOutbox outbox,
            NumberDirectory numbers) {
        return new JdbcAlerts(jdbc, transaction, clock, outbox, new AlertEvents(numbers));
    }

    @Bean
    SendLedger sendLedger(JdbcTemplate jdbc, TransactionTemplate transaction, JdbcOutbox outbox) {
        return new JdbcSendLedger(jdbc, transaction, outbox);
    }

    @Bean
    WaitingSends waitingSends(JdbcTemplate jdbc) {
        return new JdbcWaitingSends(jdbc);
    }

    @Bean
    NumberStates.Store numberStateStore(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcNumberStates(jdbc, transaction);
    }

    /** Lazy inside, because the routes are only there when Camel runs. */
    @Bean
    LaneRoutes laneRoutes(@Lazy CamelContext camel) {
        return new LaneRouter(camel);
    }

    @Bean(destroyMethod = "close")
    Feeder feeder(
            SendLedger ledger,
            WaitingSends waiting,
            NumberDirectory numbers,
            NumberStates.Store states,
            LaneQueue queue,
            LaneRoutes routes,
            PaceBook paces,
            CampaignLanes campaigns,
            Clock clock) {
        // Not a bean of its own: Spring Boot would take it for the executor of the web server's requests.
        ExecutorService threads = Executors.newFixedThreadPool(FEEDERS, work -> new Thread(work, "feeder"));
        return new Feeder(ledger, waiting, numbers, states, queue, routes, paces, campaigns, threads, clock);
    }

    @Bean
    NumberStates numberStates(Feeder feeder) {
        return feeder.states();
    }

    @Bean
    ResultEvents resultEvents(NumberDirectory numbers) {
        return new ResultEvents(numbers);
    }

    @Bean
    SendMoves sendMoves(SendLedger ledger, ResultEvents events, Feeder feeder) {
        return new SendMoves(ledger, events, feeder);
    }

    @Bean
    StatusDesk statusDesk(
            SendLedger ledger,
            SendMoves moves,
            ResultEvents events,
            LateFailures failures,
            Patience patience,
            Clock clock) {
        return new StatusDesk(ledger, moves, events, failures, patience, clock);
    }

    @Bean
    StatusBatch statusBatch(SendLedger ledger, StatusDesk desk) {
        return new StatusBatch(ledger, desk);
    }

    @Bean
    SendIds sendIds(Clock clock) {
        return new SendIds(clock);
    }

    @Bean
    SendAccept sendAccept(
            TandemProperties properties,
            NumberDirectory numbers,
            ContactBook contacts,
            SendLedger ledger,
            ResultEvents events,
            Feeder feeder,
            SendIds ids,
            DoorCheck door,
            Clock clock) {
        RequestSchema schema = new RequestSchema(properties.schemaDir().resolve("send-request.schema.json"));
        RequestReader reader = new RequestReader(schema, numbers, ids);
        return new SendAccept(reader, contacts, ledger, events, feeder, door, clock);
    }

    @Bean
    SendDesk sendDesk(SendLedger ledger, SendMoves moves, SendIds ids, Clock clock) {
        return new SendDesk(ledger, moves, ids, clock);
    }

    @Bean
    PaceBook paceBook(Clock clock) {
        return new PaceBook(clock);
    }

    /** What the rooms know that a check asks for comes first; then the limits, in the order of what they cost. */
    @Bean
    LaneDesk laneDesk(
            SendLedger ledger,
            SendMoves moves,
            StatusDesk statuses,
            NumberDirectory numbers,
            NumberStates states,
            WindowBook windows,
            ObjectProvider<LaneCheck> checks,
            AnswerRule rule,
            Aftermath aftermath,
            Debts debts,
            PortfolioBook portfolio,
            Patience patience,
            Clock clock) {
        List<LaneCheck> all = new ArrayList<>(checks.orderedStream().toList());
        all.addAll(LimitChecks.of(states, debts, portfolio));
        return new LaneDesk(
                ledger, moves, statuses, numbers, states, windows, all, rule, aftermath, debts, portfolio, patience,
                clock);
    }

    /** Recovers before anything can leave: lanes start with Camel, which starts later. */
    @Bean(initMethod = "recover")
    LedgerSweep ledgerSweep(
            WaitingSends waiting,
            SendMoves moves,
            StatusDesk statuses,
            OverdueSends overdue,
            Feeder feeder,
            NumberDirectory numbers,
            Patience patience,
            Clock clock) {
        return new LedgerSweep(waiting, moves, statuses, overdue, feeder, numbers, patience, clock);
    }
}
