package dev.tandem.broker;

import dev.tandem.domain.Reason;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.MessageReference;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.broker.region.policy.DeadLetterStrategy;
import org.apache.activemq.broker.region.policy.IndividualDeadLetterStrategy;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerId;
import org.apache.activemq.command.SessionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where messages end that cannot be worked off: {@code wa.dead.<room>}, with the reason, the place they came from and the
 * time as properties, and the body untouched.
 */
final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String ENGINE = "wa.";
    private static final ActiveMQQueue OF_TEAMS = new ActiveMQQueue("wa.dead.team");

    /** What a dead letter carries that its message did not. */
    static final Set<String> PROPERTIES = Set.of("reason", "origin", "failedAt", "dlqDeliveryFailureCause");

    private DeadLetters() {}

    /** {@code wa.send} ends in {@code wa.dead.send}, expired ones too. */
    static DeadLetterStrategy ofTheEngine() {
        return new Strategy(true);
    }

    /** What a team could not work off ends in {@code wa.dead.team}; what it let expire is gone from its queue. */
    static DeadLetterStrategy ofTeams() {
        return new Strategy(false);
    }

    private static final class Strategy extends IndividualDeadLetterStrategy {

        private Strategy(boolean expired) {
            setProcessExpired(expired);
            setProcessNonPersistent(false);
            // A message that fails again after its replay is a dead letter again, not a duplicate to drop.
            setEnableAudit(false);
        }

        @Override
        public ActiveMQDestination getDeadLetterQueueFor(Message message, Subscription subscription) {
            String origin = message.getDestination().getPhysicalName();
            boolean ofTheEngine = origin.startsWith(ENGINE);
            return ofTheEngine ? new ActiveMQQueue("wa.dead." + origin.substring(ENGINE.length())) : OF_TEAMS;
        }
    }

    /**
     * Adds the properties while a message is on its way to its dead letter queue. A team's gets an id of its own: all teams'
     * copies of an event have one, and the journal keeps an id once in a queue. A request keeps its id, which may be its key.
     */
    static BrokerPlugin asPlugin(Clock clock) {
        return next -> new BrokerFilter(next) {
            private final ProducerId ids =
                    new ProducerId(new SessionId(new ConnectionId("ID:dead-" + UUID.randomUUID()), 1), 1);
            private final AtomicLong count = new AtomicLong();

            @Override
            public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
                // Only what the broker itself moves here has an original destination.
                if (message.getDestination().equals(OF_TEAMS) && message.getOriginalDestination() != null) {
                    message.setMessageId(new MessageId(ids, count.incrementAndGet()));
                }
                super.send(exchange, message);
            }

            @Override
            public boolean sendToDeadLetterQueue(
                    ConnectionContext context,
                    MessageReference reference,
                    Subscription subscription,
                    Throwable poisonCause) {
                Message message = reference.getMessage();
                Reason reason = message.isExpired() ? Reason.EXPIRED : Reason.INTERNAL_FAULT;
                try {
                    message.setProperty("reason", reason.code());
                    message.setProperty("origin", message.getDestination().getPhysicalName());
                    message.setProperty("failedAt", clock.instant().toString());
                } catch (IOException e) {
                    LOG.warn("A dead letter of {} goes without its reason", message.getDestination(), e);
                }
                return super.sendToDeadLetterQueue(context, reference, subscription, poisonCause);
            }
        };
    }
}
