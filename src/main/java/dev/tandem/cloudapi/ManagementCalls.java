package dev.tandem.cloudapi;

import dev.tandem.domain.HourlyCalls;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what the engine asks by itself of accounts and numbers within Meta's calls an hour (R50): what is too much is not asked,
 * and after 80007 (too many for the account) nothing is asked of that account for a while, after 4 (for the app) nothing of any.
 * The few calls with which a person links a number are not held up. Thread-safe.
 */
public final class ManagementCalls {

    private static final int TOO_MANY_OF_ACCOUNT = 80007;
    private static final int TOO_MANY_OF_APP = 4;

    private final int perHour;
    private final Clock clock;
    private final Map<String, HourlyCalls> accounts = new ConcurrentHashMap<>();
    private volatile Instant appRestsUntil = Instant.MIN;

    /** @param perHour as many as Meta allows for an account */
    public ManagementCalls(int perHour, Clock clock) {
        this.perHour = perHour;
        this.clock = clock;
    }

    /** A call of Meta. */
    @FunctionalInterface
    interface Call<T> {
        T ask() throws IOException;
    }

    /**
     * Makes a call that somebody waits for.
     *
     * @throws IOException what the call throws, or in words that it is not made now
     */
    <T> T make(String wabaId, Call<T> call) throws IOException {
        return make(wabaId, 0, call);
    }

    /**
     * Makes a call that nobody misses: it leaves a quarter of the hour's calls to the others.
     *
     * @throws IOException as {@link #make}
     */
    <T> T makeIfSpared(String wabaId, Call<T> call) throws IOException {
        return make(wabaId, perHour / 4, call);
    }

    private <T> T make(String wabaId, int spare, Call<T> call) throws IOException {
        HourlyCalls account = of(wabaId);
        Optional<Instant> later = notBefore(account, spare);
        if (later.isPresent()) {
            throw new IOException("Meta is asked again after " + later.get() + ": the account " + wabaId
                    + " has had its management calls of this hour (tandem.meta.calls-per-hour, " + perHour
                    + "), or Meta refused them as too many.");
        }
        try {
            return call.ask();
        } catch (GraphRefusal refusal) {
            rest(account, refusal.code());
            throw refusal;
        }
    }

    private Optional<Instant> notBefore(HourlyCalls account, int spare) {
        Instant now = clock.instant();
        Instant appRests = appRestsUntil;
        return now.isBefore(appRests) ? Optional.of(appRests) : account.take(spare, now);
    }

    private void rest(HourlyCalls account, int code) {
        Instant now = clock.instant();
        if (code == TOO_MANY_OF_ACCOUNT) {
            account.refused(now);
        } else if (code == TOO_MANY_OF_APP) {
            appRestsUntil = now.plus(HourlyCalls.REST);
        }
    }

    private HourlyCalls of(String wabaId) {
        return accounts.computeIfAbsent(wabaId, any -> new HourlyCalls(perHour));
    }
}
