package dev.tandem.endtoend;

import java.util.List;
import java.util.Locale;

/** How fast calls were answered. */
record Speed(double perSecond, double medianMillis, double p99Millis) {

    static Speed of(List<Long> nanos, long elapsed) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return new Speed(sorted.size() * 1e9 / elapsed, at(sorted, 0.5), at(sorted, 0.99));
    }

    private static double at(List<Long> sorted, double part) {
        return sorted.isEmpty() ? 0 : sorted.get((int) (part * (sorted.size() - 1))) / 1e6;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f/s, p50 %.1f ms, p99 %.1f ms", perSecond, medianMillis, p99Millis);
    }
}
