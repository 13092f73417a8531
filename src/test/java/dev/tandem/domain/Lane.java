package dev.tandem.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A lane on a clock of its own, as the route drives it: workers that always have something to send take a slot, wait
 * until it is free, send, and give it back when the answer comes. The receiver stamps a request somewhere between.
 */
final class Lane {

    private final SlotWindow window;
    private final Random random;
    private final int beforeStampMillis;
    private final int answerMillis;
    private final double unusedShare;
    private final PriorityQueue<Event> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Event::micros).thenComparingLong(Event::order));
    private final List<Long> stamps = new ArrayList<>();
    private long order;
    private long now;

    private record Event(long micros, long order, Runnable work) {}

    /**
     * @param unusedShare how many slots are given back unused: sends that were cancelled, held or refused
     */
    Lane(SlotWindow window, Random random, int beforeStampMillis, int answerMillis, double unusedShare) {
        this.window = window;
        this.random = random;
        this.beforeStampMillis = beforeStampMillis;
        this.answerMillis = answerMillis;
        this.unusedShare = unusedShare;
    }

    private long millis() {
        return now / 1_000;
    }

    private void at(long micros, Runnable work) {
        agenda.add(new Event(micros, order++, work));
    }

    void worker(long fromMillis) {
        at(fromMillis * 1_000, this::takeSlot);
    }

    void debit(long atMillis) {
        at(atMillis * 1_000 + random.nextInt(1_000), () -> window.debit(millis()));
    }

    private void takeSlot() {
        long free = window.take();
        at(Math.max(now, free * 1_000), () -> send(free));
    }

    private void send(long free) {
        if (random.nextDouble() < unusedShare) {
            window.unused(free);
            at(now + random.nextInt(3_000), this::takeSlot);
            return;
        }
        long stamp = now + random.nextInt(beforeStampMillis * 1_000 + 1);
        long answer = stamp + random.nextInt(answerMillis * 1_000 + 1);
        stamps.add(stamp);
        at(answer, () -> {
            window.answered(millis());
            takeSlot();
        });
    }

    /** Lets time pass; returns the stamps at the receiver in microseconds, in their order. */
    List<Long> run(long untilMillis) {
        while (!agenda.isEmpty() && agenda.peek().micros() < untilMillis * 1_000) {
            Event next = agenda.poll();
            now = next.micros();
            next.work().run();
        }
        stamps.sort(null);
        return stamps;
    }

    /** The largest count in any sliding second, both ends included. */
    static int mostInASecond(List<Long> stamps) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < stamps.size(); last++) {
            while (stamps.get(last) - stamps.get(first) > 1_000_000) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
