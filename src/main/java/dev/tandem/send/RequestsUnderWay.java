package dev.tandem.send;

import dev.tandem.domain.Send;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The requests of this engine that are between the mark and the recorded answer, and the door to it. Thread-safe. */
public final class RequestsUnderWay {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private final Set<Request> open = new LinkedHashSet<>();
    private boolean closed;

    /** One request, from just before its mark to its end. */
    public final class Request {

        private @Nullable Send marked;

        private Request() {}

        /** The mark is written. */
        public void marked(Send send) {
            lock.lock();
            try {
                marked = send;
            } finally {
                lock.unlock();
            }
        }

        /** Its answer is recorded, or it never left. */
        public void done() {
            lock.lock();
            try {
                open.remove(this);
                fewer.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Lets a request in, before its mark; empty once nothing may leave any more. */
    public Optional<Request> enter() {
        lock.lock();
        try {
            if (closed) {
                return Optional.empty();
            }
            Request request = new Request();
            open.add(request);
            return Optional.of(request);
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing may leave; what is under way may end. */
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing may leave any more. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until no request is under way.
     *
     * @return the marked sends whose answers did not come in time
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public List<Send> awaitEnd(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!open.isEmpty() && left > 0) {
                left = fewer.awaitNanos(left);
            }
            List<Send> unanswered = new ArrayList<>();
            for (Request request : open) {
                if (request.marked != null) {
                    unanswered.add(request.marked);
                }
            }
            return unanswered;
        } finally {
            lock.unlock();
        }
    }
}
