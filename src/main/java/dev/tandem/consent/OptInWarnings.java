package dev.tandem.consent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.BusinessNumber;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts, per number, what leaves without a recorded opt-in, and tells an operator of it in one alert per number. Sends are
 * counted where the lane must not write, and told from outside of it. Thread-safe.
 */
public final class OptInWarnings {

    /** The alert's code. */
    public static final String CODE = "no_opt_in";

    /** A send is asked for before the pace and when it leaves; so many are remembered to count each once. */
    private static final int REMEMBERED = 100_000;

    private final Alerts alerts;
    private final Map<BusinessNumber, AtomicLong> counts = new ConcurrentHashMap<>();
    private final Map<BusinessNumber, Long> told = new ConcurrentHashMap<>();
    private final Cache<Long, Boolean> counted =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public OptInWarnings(Alerts alerts) {
        this.alerts = alerts;
    }

    void left(BusinessNumber number, long sendId) {
        if (counted.asMap().putIfAbsent(sendId, Boolean.TRUE) == null) {
            counts.computeIfAbsent(number, any -> new AtomicLong()).incrementAndGet();
        }
    }

    /** Raises the alert of every number for which sends were counted since the last time. */
    public synchronized void tell() {
        counts.forEach((number, count) -> {
            long now = count.get();
            if (now > told.getOrDefault(number, 0L)) {
                alerts.raise(
                        CODE,
                        number.phoneNumberId(),
                        number.phoneNumberId(),
                        now + " messages that " + number + " began went to persons without a recorded opt-in since the"
                                + " engine was started. Record opt-ins with POST /api/v1/opt-ins, or refuse such"
                                + " messages with tandem.consent.opt-in: require.");
                told.put(number, now);
            }
        });
    }
}
