package dev.tandem.config;

import dev.tandem.cloudapi.GraphClient;
import dev.tandem.cloudapi.GraphNumberNode;
import dev.tandem.cloudapi.ManagementCalls;
import dev.tandem.coexistence.Notices;
import dev.tandem.coexistence.watch.ConnectionBook;
import dev.tandem.coexistence.watch.ConnectionCheck;
import dev.tandem.coexistence.watch.ConnectionDesk;
import dev.tandem.coexistence.watch.Forecast;
import dev.tandem.coexistence.watch.LaneGate;
import dev.tandem.coexistence.watch.NodePoll;
import dev.tandem.coexistence.watch.SignsOfLife;
import dev.tandem.coexistence.watch.Silence;
import dev.tandem.coexistence.watch.TokenExpiry;
import dev.tandem.coexistence.watch.WatchRound;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.send.Aftermath;
import dev.tandem.send.HeldSends;
import dev.tandem.send.NumberReturn;
import dev.tandem.send.NumberStates;
import dev.tandem.send.PaceBook;
import dev.tandem.store.JdbcConnections;
import dev.tandem.store.JdbcSigns;
import dev.tandem.webhook.AccountIntake;
import dev.tandem.webhook.AccountNews;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The watch over the numbers' connections, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WatchProperties.class)
class WatchConfiguration {

    @Bean
    ConnectionBook connectionBook(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new ConnectionBook(new JdbcConnections(jdbc, transaction));
    }

    /** Before every other check: it is about the number and not about the send. */
    @Bean
    @Order(0)
    ConnectionCheck connectionCheck(ConnectionBook book, NumberDirectory numbers) {
        return new ConnectionCheck(book, numbers);
    }

    @Bean
    NumberReturn numberReturn(HeldSends held, PaceBook paces, NumberStates states, Aftermath aftermath) {
        return new NumberReturn(held, paces, states, aftermath);
    }

    @Bean
    ConnectionDesk connectionDesk(ConnectionBook book, LaneGate lane, Alerts alerts, Clock clock) {
        return new ConnectionDesk(book, lane, alerts, clock);
    }

    /** Closed before the database is, and after the routes that tell it. */
    @Bean(destroyMethod = "close")
    SignsOfLife signsOfLife(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        return new SignsOfLife(new JdbcSigns(jdbc, transaction), clock);
    }

    @Bean
    Notices notices(Alerts alerts, WatchProperties properties, Clock clock) {
        return new Notices(alerts, properties.noticeFor(), clock);
    }

    @Bean
    Forecast forecast(SignsOfLife signs, WatchProperties properties) {
        return new Forecast(signs, properties.idleness());
    }

    @Bean
    Silence silence(SignsOfLife signs, WatchProperties properties, Clock clock) {
        Duration heldBack = SignsOfLife.heldBack(Duration.ofMillis(properties.lookMillis()));
        return new Silence(signs, properties.noStatusSends(), properties.noStatusAfter(), heldBack, clock);
    }

    @Bean
    NodePoll nodePoll(
            NumberDirectory numbers,
            GraphClient graph,
            ManagementCalls calls,
            ConnectionDesk desk,
            NumberStates states,
            Alerts alerts,
            WatchProperties properties,
            Clock clock) {
        return new NodePoll(
                numbers,
                new GraphNumberNode(graph, calls),
                desk,
                number ->
                        states.pause(number).filter(NumberStates.Pause::byMeta).isPresent(),
                alerts,
                properties.pollEvery(),
                clock);
    }

    @Bean
    WatchRound watchRound(
            NumberDirectory numbers,
            ConnectionBook book,
            ConnectionDesk desk,
            SignsOfLife signs,
            Forecast forecast,
            TokenExpiry tokens,
            Silence silence,
            Alerts alerts,
            WatchProperties properties,
            Clock clock) {
        return new WatchRound(numbers, book, desk, signs, forecast, silence, tokens, alerts, properties.rules(), clock);
    }

    @Bean
    AccountIntake accountIntake(AccountNews news) {
        return new AccountIntake(news);
    }
}
