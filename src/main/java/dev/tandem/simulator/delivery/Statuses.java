package dev.tandem.simulator.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.time.Agenda;
import dev.tandem.simulator.time.SimulatorClock;
import dev.tandem.simulator.webhook.Postman;
import dev.tandem.simulator.webhook.Receipt;
import dev.tandem.simulator.webhook.WebhookItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Decides which statuses a message gets, and posts them one after the other. Thread-safe. */
public final class Statuses {
    private static final String SENT = "sent";
    private static final String DELIVERED = "delivered";
    private static final String READ = "read";
    private static final String FAILED = "failed";

    private final SimulatorClock clock;
    private final Agenda agenda;
    private final Behaviour behaviour;
    private final Dice dice;
    private final Postman postman;

    public Statuses(SimulatorClock clock, Agenda agenda, Behaviour behaviour, Dice dice, Postman postman) {
        this.clock = clock;
        this.agenda = agenda;
        this.behaviour = behaviour;
        this.dice = dice;
        this.postman = postman;
    }

    /**
     * Begins the statuses of a message.
     *
     * @return null, or a future that ends with the acknowledgement of {@code sent}, which the HTTP answer is to wait
     *     for
     */
    public @Nullable CompletableFuture<Void> begin(Outgoing outgoing) {
        List<String> plan = plan(outgoing);
        boolean early = !plan.isEmpty()
                && plan.get(0).equals(SENT)
                && dice.chance(behaviour.rate(Switch.STATUS_BEFORE_ANSWER_RATE));
        if (!early) {
            next(outgoing, plan, 0);
            return null;
        }
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        post(outgoing, plan, 0, acknowledged);
        next(outgoing, plan, 1);
        return acknowledged;
    }

    private List<String> plan(Outgoing outgoing) {
        if (outgoing.failure() != null) {
            return List.of(FAILED);
        }
        if (dice.chance(behaviour.rate(Switch.NO_STATUS_RATE))) {
            return List.of();
        }
        if (outgoing.onlySent()) {
            return List.of(SENT);
        }
        if (dice.chance(behaviour.rate(Switch.LATE_FAILED_RATE))) {
            return List.of(SENT, FAILED);
        }
        List<String> plan = new ArrayList<>(List.of(SENT, DELIVERED));
        if (dice.chance(behaviour.rate(Switch.READ_RATE))) {
            plan.add(READ);
            if (dice.chance(behaviour.rate(Switch.READ_WITHOUT_DELIVERED_RATE))) {
                plan.remove(DELIVERED);
            }
        }
        return plan;
    }

    private void next(Outgoing outgoing, List<String> plan, int index) {
        if (index == plan.size()) {
            return;
        }
        long delay = behaviour.millis(Switch.STATUS_DELAY_MS).drawNanos(dice);
        agenda.after(Duration.ofNanos(delay), () -> {
            post(outgoing, plan, index, null);
            next(outgoing, plan, index + 1);
        });
    }

    private void post(Outgoing outgoing, List<String> plan, int index, @Nullable CompletableFuture<Void> acknowledged) {
        String status = plan.get(index);
        outgoing.message().status(status);
        Receipt receipt = outgoing.receipts().apply(status);
        postman.offer(new WebhookItem(
                outgoing.number(),
                "messages",
                "statuses",
                json(outgoing, plan, index),
                null,
                acknowledged == null ? receipt : new Watched(receipt, acknowledged)));
    }

    private ObjectNode json(Outgoing outgoing, List<String> plan, int index) {
        String status = plan.get(index);
        if (status.equals(FAILED)) {
            MetaException why = outgoing.failure() != null
                    ? outgoing.failure()
                    : new MetaException(MetaError.UNDELIVERABLE, "the message was sent, but could not be delivered");
            return StatusJson.failed(outgoing, why, behaviour.on(Switch.FAILED_CARRIES_ID), clock.now());
        }
        // Meta prices a message on sent and on one of delivered and read.
        boolean withPrice = index < 2;
        return StatusJson.of(outgoing, status, withPrice, clock.now());
    }

    /** Passes on what becomes of an item and ends a future with it. */
    private record Watched(Receipt receipt, CompletableFuture<Void> settled) implements Receipt {
        @Override
        public void acknowledged() {
            receipt.acknowledged();
            settled.complete(null);
        }

        @Override
        public void lost() {
            receipt.lost();
            settled.complete(null);
        }
    }
}
