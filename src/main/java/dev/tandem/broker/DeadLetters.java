package dev.tandem.broker;

import dev.tandem.domain.Reason;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.MessageReference;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.broker.region.policy.DeadLetterStrategy;
import org.apache.activemq.broker.region.policy.IndividualDeadLetterStrategy;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where messages end that cannot be worked off: {@code wa.dead.<room>}, with the reason, the place they came from and the
 * time as properties, and the body untouched.
 */
final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String ENGINE = "wa.";

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
            return new ActiveMQQueue("wa.dead." + (ofTheEngine ? origin.substring(ENGINE.length()) : "team"));
        }
    }

    /** Adds the properties while a message is on its way to its dead letter queue. */
    static BrokerPlugin asPlugin(Clock clock) {
        return next -> new BrokerFilter(next) {
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
