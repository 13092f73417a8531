package dev.tandem.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.coexistence.linking.NumberOwners;
import dev.tandem.domain.AnswerRule;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.WindowBook;
import dev.tandem.store.JdbcConversations;
import dev.tandem.store.JdbcFreeEntries;
import dev.tandem.store.JdbcKeptItems;
import dev.tandem.store.JdbcMessages;
import dev.tandem.store.JdbcOutbox;
import dev.tandem.store.JdbcWebhookItems;
import dev.tandem.store.JdbcWindows;
import dev.tandem.webhook.Conversations;
import dev.tandem.webhook.EchoIntake;
import dev.tandem.webhook.FreeEntries;
import dev.tandem.webhook.Handshake;
import dev.tandem.webhook.KeptItems;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.Messages;
import dev.tandem.webhook.OwnSends;
import dev.tandem.webhook.PortfolioIntake;
import dev.tandem.webhook.PortfolioNews;
import dev.tandem.webhook.Quarantine;
import dev.tandem.webhook.RawIntake;
import dev.tandem.webhook.StatusIntake;
import dev.tandem.webhook.WebhookItems;
import dev.tandem.webhook.WebhookSignature;
import dev.tandem.webhook.WebhookSplitter;
import dev.tandem.webhook.WebhooksInHand;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the way back. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookConfiguration {

    @Bean
    Handshake handshake(WebhookProperties properties) {
        return new Handshake(properties.verifyToken());
    }

    @Bean
    WebhookSignature webhookSignature(WebhookProperties properties) {
        return new WebhookSignature(properties.appSecrets());
    }

    @Bean
    WebhooksInHand webhooksInHand() {
        return new WebhooksInHand();
    }

    @Bean
    WebhookSplitter webhookSplitter(NumberDirectory numbers, NumberOwners owners) {
        return new WebhookSplitter(numbers, owners::named);
    }

    @Bean
    Messages messageStore(JdbcTemplate jdbc, TransactionTemplate transaction, JdbcOutbox outbox) {
        return new JdbcMessages(jdbc, transaction, outbox);
    }

    @Bean
    WebhookItems webhookItemStore(JdbcTemplate jdbc, TransactionTemplate transaction, JdbcOutbox outbox) {
        return new JdbcWebhookItems(jdbc, transaction, outbox);
    }

    @Bean
    KeptItems keptItems(JdbcTemplate jdbc, ObjectMapper json) {
        return new JdbcKeptItems(jdbc, json);
    }

    @Bean
    WindowBook windowBook(JdbcTemplate jdbc) {
        return new JdbcWindows(jdbc);
    }

    @Bean
    Conversations conversationReader(JdbcTemplate jdbc) {
        return new JdbcConversations(jdbc);
    }

    @Bean
    MessageIntake messageIntake(Messages messages, OwnSends sends, Clock clock) {
        return new MessageIntake(messages, sends, clock);
    }

    @Bean
    EchoIntake echoIntake(Messages messages, OwnSends sends, Clock clock) {
        return new EchoIntake(messages, sends, clock);
    }

    @Bean
    RawIntake rawIntake(WebhookItems items) {
        return new RawIntake(items);
    }

    @Bean
    FreeEntries freeEntries(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcFreeEntries(jdbc, transaction);
    }

    @Bean
    StatusIntake statusIntake(OwnSends sends, RawIntake raw, AnswerRule rule, FreeEntries freeEntries) {
        return new StatusIntake(sends, raw, rule.table(), freeEntries);
    }

    @Bean
    Quarantine webhookQuarantine(WebhookItems items) {
        return new Quarantine(items);
    }

    @Bean
    PortfolioIntake portfolioIntake(PortfolioNews news) {
        return new PortfolioIntake(news);
    }
}
