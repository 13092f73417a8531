package dev.tandem.webhook;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * The items of all parts, one part after the other: a part is opened only when all before it were taken. (A flattened stream
 * would hold a whole part.) For one thread.
 */
final class Chain<P> implements Iterator<WebhookItem> {

    private final Iterator<P> parts;
    private final Function<P, Iterator<WebhookItem>> open;
    private Iterator<WebhookItem> items = Collections.emptyIterator();

    Chain(Iterator<P> parts, Function<P, Iterator<WebhookItem>> open) {
        this.parts = parts;
        this.open = open;
    }

    @Override
    public boolean hasNext() {
        while (!items.hasNext() && parts.hasNext()) {
            items = open.apply(parts.next());
        }
        return items.hasNext();
    }

    @Override
    public WebhookItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return items.next();
    }
}
