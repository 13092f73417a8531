package dev.tandem.simulator.past;

import dev.tandem.simulator.webhook.Receipt;
import dev.tandem.simulator.webhook.WebhookItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The webhooks that answer one call, made when their turn comes, so that a large past needs no memory. Thread-safe. */
public final class Delivery {
    private final List<Step> steps;
    private int next;
    private int settled;
    private boolean stopped;

    Delivery(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Makes one webhook. */
    @FunctionalInterface
    interface Step {
        WebhookItem item(Receipt receipt);
    }

    /** All of it once more, each webhook once. */
    Delivery again() {
        return new Delivery(steps.stream().distinct().toList());
    }

    /** How many webhooks there are to be. */
    public int planned() {
        return steps.size();
    }

    /** How many have been handed to the post. */
    public synchronized int posted() {
        return next;
    }

    /** How many the receiver has taken, or were lost on purpose. */
    public synchronized int settled() {
        return settled;
    }

    /** The next one; null when there is none, or no more is to come. */
    synchronized @Nullable Step take() {
        return stopped || next == steps.size() ? null : steps.get(next++);
    }

    synchronized void settle() {
        settled++;
    }

    /** Nothing more comes: the number was linked anew. */
    synchronized void stop() {
        stopped = true;
    }
}
