package dev.tandem.config;

import dev.tandem.broker.EmbeddedBroker;
import dev.tandem.broker.JmsDeadLetters;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.operation.Backups;
import dev.tandem.operation.DeadLetterBox;
import dev.tandem.operation.Figures;
import dev.tandem.operation.PersonDesk;
import dev.tandem.operation.PersonStore;
import dev.tandem.operation.PersonalData;
import dev.tandem.operation.QuarantineShelf;
import dev.tandem.operation.Retention;
import dev.tandem.operation.WebhookArchive;
import dev.tandem.operation.WebhookCopies;
import dev.tandem.send.RestoredLedger;
import dev.tandem.send.SendDesk;
import dev.tandem.send.SendLedger;
import dev.tandem.send.SendMoves;
import dev.tandem.send.WaitingSends;
import dev.tandem.store.JdbcBackup;
import dev.tandem.store.JdbcLaneFigures;
import dev.tandem.store.JdbcPersons;
import dev.tandem.store.JdbcQuarantineShelf;
import dev.tandem.store.JdbcRetention;
import dev.tandem.store.JdbcWebhookArchive;
import dev.tandem.store.PersonalConversations;
import dev.tandem.store.PersonalDebts;
import dev.tandem.store.PersonalItems;
import dev.tandem.store.PersonalMessages;
import dev.tandem.store.PersonalNames;
import dev.tandem.store.PersonalSends;
import dev.tandem.store.PersonalWebhooks;
import dev.tandem.store.PersonalWishes;
import java.time.Clock;
import java.util.OptionalLong;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires what an operator asks and does about the house itself. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RetentionProperties.class, DeadLetterProperties.class, RestoreProperties.class})
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
    PersonStore personStore(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcPersons(jdbc, transaction);
    }

    @Bean
    @Order(6)
    PersonalData personalWishes(JdbcTemplate jdbc) {
        return new PersonalWishes(jdbc);
    }

    @Bean
    @Order(7)
    PersonalData personalDebts(JdbcTemplate jdbc) {
        return new PersonalDebts(jdbc);
    }

    @Bean
    @Order(0)
    PersonalData personalNames(JdbcTemplate jdbc) {
        return new PersonalNames(jdbc);
    }

    @Bean
    @Order(1)
    PersonalData personalConversations(JdbcTemplate jdbc) {
        return new PersonalConversations(jdbc);
    }

    @Bean
    @Order(2)
    PersonalData personalMessages(JdbcTemplate jdbc) {
        return new PersonalMessages(jdbc);
    }

    @Bean
    @Order(3)
    PersonalData personalSends(JdbcTemplate jdbc) {
        return new PersonalSends(jdbc);
    }

    @Bean
    @Order(4)
    PersonalData personalItems(JdbcTemplate jdbc) {
        return new PersonalItems(jdbc);
    }

    @Bean
    @Order(5)
    PersonalData personalWebhooks(JdbcTemplate jdbc) {
        return new PersonalWebhooks(jdbc);
    }

    /** Whoever else stores something about persons adds a bean of the port. */
    @Bean
    PersonDesk personDesk(
            PersonStore persons, ObjectProvider<PersonalData> kinds, SendLedger ledger, SendDesk sends, Clock clock) {
        return new PersonDesk(persons, kinds.orderedStream().toList(), ledger, sends, clock);
    }

    @Bean
    Figures figures(
            NumberDirectory numbers,
            JdbcTemplate jdbc,
            WaitingSends waiting,
            DeadLetterBox deadLetters,
            TandemProperties properties,
            Clock clock) {
        return new Figures(numbers, new JdbcLaneFigures(jdbc, waiting), deadLetters, properties.dataDir(), clock);
    }

    @Bean
    Backups backups(JdbcTemplate jdbc, TandemProperties properties, Clock clock) {
        return new Backups(new JdbcBackup(jdbc), properties.dataDir().resolve("backups"), clock);
    }

    /** After the recovery and, like it, before anything can leave. */
    @Bean(initMethod = "hold")
    @DependsOn("ledgerSweep")
    @ConditionalOnProperty("tandem.restore.hold-unsettled")
    RestoredLedger restoredLedger(SendLedger ledger, SendMoves moves, Clock clock) {
        return new RestoredLedger(ledger, moves, clock);
    }

    @Bean
    Retention retention(
            JdbcTemplate jdbc, TransactionTemplate transaction, RetentionProperties properties, Clock clock) {
        return new Retention(new JdbcRetention(jdbc, transaction), properties.periods(), clock);
    }
}
