package dev.tandem.config;

import dev.tandem.cloudapi.ErrorTableFile;
import dev.tandem.cloudapi.GraphClient;
import dev.tandem.cloudapi.GraphMessageHistory;
import dev.tandem.cloudapi.ManagementCalls;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.AnswerRule;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Patience;
import dev.tandem.domain.WindowBook;
import dev.tandem.send.Aftermath;
import dev.tandem.send.Debts;
import dev.tandem.send.HeldSends;
import dev.tandem.send.HistoryLookup;
import dev.tandem.send.LateFailures;
import dev.tandem.send.MetaNews;
import dev.tandem.send.NumberStates;
import dev.tandem.send.OverdueSends;
import dev.tandem.send.PaceBook;
import dev.tandem.send.PortfolioBook;
import dev.tandem.send.SendIds;
import dev.tandem.send.SendLedger;
import dev.tandem.send.SendMoves;
import dev.tandem.send.StatusDesk;
import dev.tandem.send.TokenRenewal;
import dev.tandem.send.WaitingSends;
import dev.tandem.store.JdbcDebts;
import dev.tandem.webhook.PortfolioNews;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.OptionalInt;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/** What keeps the promises of a send: errors and what follows from them, limits that last, what is waited for. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SendProperties.class)
class GuaranteeConfiguration {

    @Bean
    Patience patience(SendProperties properties) {
        return new Patience(properties.unknownAfter(), properties.lookUpAfter(), properties.finalAfter());
    }

    @Bean
    AnswerRule answerRule() {
        return new AnswerRule(ErrorTableFile.read(), new SecureRandom());
    }

    @Bean
    Debts debts(JdbcTemplate jdbc) {
        return new JdbcDebts(jdbc);
    }

    @Bean
    PortfolioBook portfolioBook(Debts debts, SendProperties properties, Clock clock) {
        boolean isNumber = Character.isDigit(properties.portfolioPeople().charAt(0));
        return new PortfolioBook(
                debts,
                isNumber ? OptionalInt.of(Integer.parseInt(properties.portfolioPeople())) : OptionalInt.empty(),
                properties.portfolioPeople().equals("auto"),
                clock);
    }

    @Bean
    PortfolioNews portfolioNews(PortfolioBook portfolio) {
        return portfolio::toldByMeta;
    }

    @Bean
    HeldSends heldSends(SendLedger ledger, WaitingSends waiting, SendMoves moves, Clock clock) {
        return new HeldSends(ledger, waiting, moves, clock);
    }

    @Bean
    Aftermath aftermath(
            NumberStates states,
            PaceBook paces,
            WindowBook windows,
            NumberDirectory numbers,
            HeldSends held,
            Alerts alerts,
            ObjectProvider<MetaNews> news) {
        return new Aftermath(
                states,
                paces,
                windows,
                numbers,
                held,
                alerts,
                news.orderedStream().toList());
    }

    @Bean
    TokenFile tokenFile(Environment environment) {
        return new TokenFile(Path.of("config", "numbers.yaml"), environment);
    }

    @Bean
    TokenRenewal tokenRenewal(TokenFile tokens, NumberDirectory numbers, NumberStates states, Aftermath aftermath) {
        return new TokenRenewal(tokens, numbers, states, aftermath);
    }

    @Bean
    LateFailures lateFailures(
            AnswerRule rule,
            SendLedger ledger,
            Debts debts,
            NumberDirectory numbers,
            Aftermath aftermath,
            SendIds ids,
            Clock clock) {
        return new LateFailures(rule.table(), ledger, debts, numbers, aftermath, ids, clock);
    }

    @Bean
    GraphClient graphClient() {
        return new GraphClient();
    }

    @Bean
    ManagementCalls managementCalls(MetaProperties properties, Clock clock) {
        return new ManagementCalls(properties.callsPerHour(), clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    HistoryLookup historyLookup(
            GraphClient graph, StatusDesk statuses, NumberDirectory numbers, Alerts alerts, SendProperties properties) {
        return new HistoryLookup(new GraphMessageHistory(graph), statuses, numbers, alerts, properties.lookUpPause());
    }

    @Bean
    OverdueSends overdueSends(
            SendLedger ledger,
            WaitingSends waiting,
            SendMoves moves,
            StatusDesk statuses,
            NumberDirectory numbers,
            HistoryLookup lookup,
            Alerts alerts,
            SendIds ids,
            Patience patience,
            Clock clock) {
        return new OverdueSends(ledger, waiting, moves, statuses, numbers, lookup, alerts, ids, patience, clock);
    }
}
