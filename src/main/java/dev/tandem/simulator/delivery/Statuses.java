package dev.tandem.simulator.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.number.ChatMessage;
import dev.tandem.simulator.time.Agenda;
import dev.tandem.simulator.time.SimulatorClock;
import dev.tandem.simulator.webhook.Postman;
import dev.tandem.simulator.webhook.Receipt;
import dev.tandem.simulator.webhook.WebhookItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
    private final Histories histories;

    public Statuses(
            SimulatorClock clock, Agenda agenda, Behaviour behaviour, Dice dice, Postman postman, Histories histories) {
        this.clock = clock;
        this.agenda = agenda;
        this.behaviour = behaviour;
        this.dice = dice;
        this.postman = postman;
        this.histories = histories;
    }

    /**
     * Begins the statuses of a message.
     *
     * @return null, or a future that ends with the acknowledgement of {@code sent}, which the HTTP answer is to wait
     *     for
     */
    public @Nullable CompletableFuture<Void> begin(Outgoing outgoing) {
        Course course = new Course(outgoing, plan(outgoing), noted(outgoing));
        boolean early = !course.plan().isEmpty()
                && course.plan().get(0).equals(SENT)
                && dice.chance(behaviour.rate(Switch.STATUS_BEFORE_ANSWER_RATE));
        if (!early) {
            next(course, 0);
            return null;
        }
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        post(course, 0, acknowledged);
        next(course, 1);
        return acknowledged;
    }

    /** Whoever keeps the statuses: the sender's own note and, for what the API sent, the message's history. */
    private Consumer<DeliveryEvent> noted(Outgoing outgoing) {
        ChatMessage message = outgoing.message();
        return message.origin() == ChatMessage.Origin.API
                ? outgoing.noted().andThen(histories.begin(outgoing.number().phoneNumberId(), message.id())::add)
                : outgoing.noted();
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

    private void next(Course course, int index) {
        if (index == course.plan().size()) {
            return;
        }
        long delay = behaviour.millis(Switch.STATUS_DELAY_MS).drawNanos(dice);
        agenda.after(Duration.ofNanos(delay), () -> {
            post(course, index, null);
            next(course, index + 1);
        });
    }

    private void post(Course course, int index, @Nullable CompletableFuture<Void> acknowledged) {
        Outgoing outgoing = course.outgoing();
        String status = course.plan().get(index);
        Instant now = clock.now();
        MetaException why = status.equals(FAILED) ? whyFailed(outgoing) : null;
        // Meta prices a message on sent and on one of delivered and read.
        ObjectNode json = why != null
                ? StatusJson.failed(outgoing, why, behaviour.on(Switch.FAILED_CARRIES_ID), now)
                : StatusJson.of(outgoing, status, index < 2, now);
        DeliveryEvent event = new DeliveryEvent(status, now.getEpochSecond(), why == null ? null : why.getMessage());
        outgoing.message().status(status);
        course.noted().accept(event);
        Receipt receipt = acknowledged == null ? event : new Watched(event, acknowledged);
        postman.offer(new WebhookItem(outgoing.number(), "messages", "statuses", json, null, receipt));
    }

    private static MetaException whyFailed(Outgoing outgoing) {
        return outgoing.failure() != null
                ? outgoing.failure()
                : new MetaException(MetaError.UNDELIVERABLE, "the message was sent, but could not be delivered");
    }

    /** A message, the statuses it gets one after the other, and who is told of each. */
    private record Course(Outgoing outgoing, List<String> plan, Consumer<DeliveryEvent> noted) {}

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
