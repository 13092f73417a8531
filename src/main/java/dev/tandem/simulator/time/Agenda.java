package dev.tandem.simulator.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks when the simulated time reaches them, so that advancing the clock makes a retry of next week happen now.
 * One thread runs them in order of time: tasks must be short. Thread-safe.
 */
public final class Agenda implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Agenda.class);

    private record Task(Instant due, long order, Runnable work) {}

    private final SimulatorClock clock;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::order));
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread = new Thread(this::run, "simulator-agenda");
    private long order;
    private boolean working;
    private boolean closed;

    public Agenda(SimulatorClock clock) {
        this.clock = clock;
        clock.onAdvance(this::wake);
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs {@code work} once the simulated time has moved on by {@code delay}. */
    public void after(Duration delay, Runnable work) {
        lock.lock();
        try {
            Task task = new Task(clock.now().plus(delay), order++, work);
            tasks.add(task);
            if (tasks.element().order() == task.order()) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many tasks are not done: those to come, and the one at work, which may yet bring others. */
    public long size() {
        lock.lock();
        try {
            return tasks.size() + (working ? 1 : 0);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            tasks.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                Runnable work = next();
                if (work == null) {
                    return;
                }
                try {
                    work.run();
                } catch (RuntimeException e) {
                    log.error("A task of the simulator's agenda failed", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Runnable next() throws InterruptedException {
        lock.lock();
        try {
            working = false;
            while (!closed) {
                Task first = tasks.peek();
                if (first == null) {
                    changed.await();
                    continue;
                }
                long wait = Duration.between(clock.now(), first.due()).toNanos();
                if (wait <= 0) {
                    tasks.poll();
                    working = true;
                    return first.work();
                }
                // Woken earlier by an advance of the clock or by a task that is due before this one.
                changed.await(wait, TimeUnit.NANOSECONDS);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }
}
