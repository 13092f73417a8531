package dev.tandem.broker;

import dev.tandem.domain.Priority;
import dev.tandem.domain.Send;
import dev.tandem.send.LaneQueue;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import java.util.List;
import org.springframework.jms.core.JmsTemplate;

/** The lanes as queues {@code wa.lane.<phone_number_id>}, in memory only: the ledger knows everything that matters. */
public final class JmsLaneQueue implements LaneQueue {

    private static final int NEVER_EXPIRES = 0;

    private final JmsTemplate jms;

    public JmsLaneQueue(JmsTemplate jms) {
        this.jms = jms;
    }

    @Override
    public void put(String phoneNumberId, List<Send> sends) {
        jms.execute(session -> {
            Queue lane = session.createQueue("wa.lane." + phoneNumberId);
            try (MessageProducer producer = session.createProducer(lane)) {
                for (Send send : sends) {
                    producer.send(
                            session.createTextMessage(Long.toString(send.id())),
                            DeliveryMode.NON_PERSISTENT,
                            jmsPriority(send.acceptance().priority()),
                            NEVER_EXPIRES);
                }
            }
            return null;
        });
    }

    private static int jmsPriority(Priority priority) {
        return switch (priority) {
            case OTP -> 9;
            case TRANSACTIONAL -> 5;
            case REPLY -> 4;
            case CAMPAIGN -> 1;
        };
    }
}
