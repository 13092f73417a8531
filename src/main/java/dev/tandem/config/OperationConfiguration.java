package dev.tandem.config;

import dev.tandem.broker.EmbeddedBroker;
import dev.tandem.broker.JmsDeadLetters;
import dev.tandem.domain.Alerts;
import dev.tandem.operation.DeadLetterBox;
import dev.tandem.operation.QuarantineShelf;
import dev.tandem.operation.Retention;
import dev.tandem.operation.WebhookArchive;
import dev.tandem.operation.WebhookCopies;
import dev.tandem.store.JdbcQuarantineShelf;
import dev.tandem.store.JdbcRetention;
import dev.tandem.store.JdbcWebhookArchive;
import java.time.Clock;
import java.util.OptionalLong;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires what an operator asks and does about the house itself. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RetentionProperties.class, DeadLetterProperties.class})
class OperationConfiguration {

    @Bean
    DeadLetterBox deadLetterBox(
            JmsPoolConnectionFactory connectionFactory,
            DeadLetterProperties properties,
            ObjectProvider<EmbeddedBroker> embedded) {
        JmsTemplate transacted = new JmsTemplate(connectionFactory);
        transacted.setSessionTransacted(true);
        EmbeddedBroker broker = embedded.getIfAvailable();
        return new JmsDeadLetters(
                transacted,
                properties.rooms(),
                queue -> broker == null ? OptionalLong.empty() : OptionalLong.of(broker.messages(queue)));
    }

    @Bean
    WebhookArchive rawWebhookStore(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcWebhookArchive(jdbc, transaction);
    }

    @Bean
    QuarantineShelf quarantineShelf(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcQuarantineShelf(jdbc, transaction);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    WebhookCopies webhookCopies(WebhookArchive archive, Alerts alerts) {
        return new WebhookCopies(archive, alerts);
    }

    @Bean
    Retention retention(
            JdbcTemplate jdbc, TransactionTemplate transaction, RetentionProperties properties, Clock clock) {
        return new Retention(new JdbcRetention(jdbc, transaction), properties.periods(), clock);
    }
}
