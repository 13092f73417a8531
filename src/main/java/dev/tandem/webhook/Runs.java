package dev.tandem.webhook;

import dev.tandem.domain.Channel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The items of a webhook in their order, cut into what may be stored together: statuses that follow each other, and everything
 * else by itself. Busy numbers get hundreds of statuses in one webhook. For one thread.
 */
final class Runs implements Iterator<List<WebhookItem>> {

    /** Few enough that one broken transaction costs little. */
    private static final int LONGEST = 100;

    private final Iterator<WebhookItem> items;
    private @Nullable WebhookItem next;

    Runs(Iterator<WebhookItem> items) {
        this.items = items;
        this.next = items.hasNext() ? items.next() : null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public List<WebhookItem> next() {
        List<WebhookItem> run = new ArrayList<>();
        do {
            run.add(take());
        } while (run.size() < LONGEST && isStatus(run.get(0)) && next != null && isStatus(next));
        return run;
    }

    private WebhookItem take() {
        WebhookItem taken = next;
        if (taken == null) {
            throw new NoSuchElementException();
        }
        next = items.hasNext() ? items.next() : null;
        return taken;
    }

    private static boolean isStatus(WebhookItem item) {
        return item.channel() == Channel.STATUS && item.fault() == null;
    }
}
