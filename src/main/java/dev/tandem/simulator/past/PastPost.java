package dev.tandem.simulator.past;

import dev.tandem.simulator.time.Agenda;
import dev.tandem.simulator.webhook.Postman;
import dev.tandem.simulator.webhook.Receipt;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands the webhooks of a delivery to the post, the next when one was taken: a receiver that is away holds up the rest,
 * and memory never has more than those on their way. Thread-safe.
 */
final class PastPost {
    private final Agenda agenda;
    private final Postman postman;

    PastPost(Agenda agenda, Postman postman) {
        this.agenda = agenda;
        this.postman = postman;
    }

    void start(Delivery delivery, LinkOptions.Courier courier) {
        Duration gap = Duration.ofMillis(courier.gapMillis());
        for (int i = 0; i < courier.atOnce(); i++) {
            agenda.after(gap, () -> next(delivery, gap));
        }
    }

    private void next(Delivery delivery, Duration gap) {
        Delivery.Step step = delivery.take();
        if (step != null) {
            postman.offer(step.item(new NextAfter(delivery, gap)));
        }
    }

    /** Brings the next webhook when this one is done with, once. */
    private final class NextAfter implements Receipt {
        private final Delivery delivery;
        private final Duration gap;
        private final AtomicBoolean done = new AtomicBoolean();

        NextAfter(Delivery delivery, Duration gap) {
            this.delivery = delivery;
            this.gap = gap;
        }

        @Override
        public void acknowledged() {
            lost();
        }

        @Override
        public void lost() {
            if (done.compareAndSet(false, true)) {
                delivery.settle();
                agenda.after(gap, () -> next(delivery, gap));
            }
        }
    }
}
