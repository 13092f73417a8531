package dev.tandem.config;

import dev.tandem.broker.EmbeddedBroker;
import dev.tandem.broker.JmsLaneQueue;
import dev.tandem.broker.PublicationDrain;
import dev.tandem.broker.TeamQueues;
import dev.tandem.broker.Users;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.Outbox;
import dev.tandem.send.LaneQueue;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.camel.component.activemq6.ActiveMQComponent;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.core.JmsTemplate;

/** The broker, embedded or external, and what talks to it. */
@Configuration(proxyBeanMethods = false)
class BrokerConfiguration {

    private static final String EMBEDDED = "'${tandem.broker.url:}' == ''";

    private static final int CONNECTIONS = 4;
    private static final int SESSIONS = 4_000;
    private static final int PREFETCH = 20;
    /** How long after a broken connection its consumers come back, and how often they try. */
    private static final long RECOVERY_MILLIS = 1_000;

    private static final int REDELIVERIES = 12;
    private static final long FIRST_REDELIVERY_MILLIS = 500;
    private static final long LAST_REDELIVERY_MILLIS = 60_000;

    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnExpression(EMBEDDED)
    EmbeddedBroker embeddedBroker(TandemProperties properties, Clock clock) {
        Map<String, String> users = new HashMap<>();
        users.put("tandem", Users.hash(new GeneratedSecrets(properties.dataDir()).secret("broker-password")));
        properties.broker().users().forEach(user -> users.put(user.name(), user.hash()));
        return new EmbeddedBroker(
                new EmbeddedBroker.Settings(
                        "tandem-" + ProcessHandle.current().pid(),
                        properties.dataDir().resolve("broker"),
                        properties.broker().listen(),
                        new Users(users),
                        properties.broker().subscriptions()),
                clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnBean(EmbeddedBroker.class)
    TeamQueues teamQueues(EmbeddedBroker broker, TandemProperties properties, Alerts alerts) {
        return broker.teamQueues((long) properties.broker().teamQueueMegabytes() << 20, alerts);
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    JmsPoolConnectionFactory connectionFactory(ObjectProvider<EmbeddedBroker> embedded, TandemProperties properties) {
        EmbeddedBroker broker = embedded.getIfAvailable();
        ActiveMQConnectionFactory factory = broker != null ? broker.connectionFactory() : external(properties.broker());
        factory.getPrefetchPolicy().setQueuePrefetch(PREFETCH);
        factory.setNonBlockingRedelivery(true);
        // Whatever comes twice is worked off once here. The client's own check would take what comes again after a
        // failover
        // for poison, and it would end in a dead letter queue.
        factory.setCheckForDuplicates(false);
        factory.setRedeliveryPolicy(redelivery());
        factory.setTrustAllPackages(false);
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(factory);
        pool.setMaxConnections(CONNECTIONS);
        pool.setMaxSessionsPerConnection(SESSIONS);
        pool.setUseAnonymousProducers(true);
        return pool;
    }

    private static ActiveMQConnectionFactory external(TandemProperties.Broker broker) {
        return new ActiveMQConnectionFactory(broker.user(), broker.password(), broker.url());
    }

    private static RedeliveryPolicy redelivery() {
        RedeliveryPolicy policy = new RedeliveryPolicy();
        policy.setInitialRedeliveryDelay(FIRST_REDELIVERY_MILLIS);
        policy.setRedeliveryDelay(FIRST_REDELIVERY_MILLIS);
        policy.setUseExponentialBackOff(true);
        policy.setBackOffMultiplier(2);
        policy.setMaximumRedeliveryDelay(LAST_REDELIVERY_MILLIS);
        policy.setMaximumRedeliveries(REDELIVERIES);
        return policy;
    }

    /** The component that the routes call {@code activemq6}. */
    @Bean
    ActiveMQComponent activemq6(JmsPoolConnectionFactory connectionFactory) {
        ActiveMQComponent component = new ActiveMQComponent();
        component.setConnectionFactory(connectionFactory);
        component.setUsePooledConnection(false);
        component.setTestConnectionOnStartup(false);
        component.setCacheLevelName("CACHE_CONSUMER");
        component.setRecoveryInterval(RECOVERY_MILLIS);
        return component;
    }

    @Bean
    LaneQueue laneQueue(JmsPoolConnectionFactory connectionFactory) {
        return new JmsLaneQueue(new JmsTemplate(connectionFactory));
    }

    @Bean(destroyMethod = "close")
    PublicationDrain publicationDrain(Outbox outbox, JmsPoolConnectionFactory connectionFactory, Clock clock) {
        JmsTemplate transacted = new JmsTemplate(connectionFactory);
        transacted.setSessionTransacted(true);
        return new PublicationDrain(outbox, transacted, clock);
    }
}
