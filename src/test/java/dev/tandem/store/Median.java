package dev.tandem.store;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long something takes, the middle of many times: to be compared with another of the same run. */
final class Median {

    private static final Logger LOG = LoggerFactory.getLogger(Median.class);

    private static final int TIMES = 21;

    private Median() {}

    static Duration of(String what, Supplier<?> query) {
        long[] nanos = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            query.get();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        LOG.info("{}: median {} µs, worst {} µs", what, nanos[TIMES / 2] / 1_000, nanos[TIMES - 1] / 1_000);
        return Duration.ofNanos(nanos[TIMES / 2]);
    }
}
