package dev.tandem.simulator.signup;

import dev.tandem.simulator.number.Limits;
import dev.tandem.simulator.number.NumberProfile;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.time.SimulatorClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Plays the dialog and exchanges its codes. A code works once and for half a minute; its token takes the place of the number's
 * former one. Thread-safe.
 */
public final class Signups {

    /** How long a code can be exchanged. */
    static final Duration CODE_LIFE = Duration.ofSeconds(30);

    private final SimulatorClock clock;
    private final Numbers numbers;
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Set<String> creditLines = ConcurrentHashMap.newKeySet();

    private volatile long tokenSeconds;

    private record Code(String phoneNumberId, Instant until, boolean used) {}

    /**
     * How the dialog ended.
     *
     * @param code null when it was not finished
     * @param number null when it was not finished
     */
    public record Ended(@Nullable String code, @Nullable SimulatedNumber number, String step) {}

    /** Why a code is not exchanged. */
    public enum CodeFault {
        UNKNOWN,
        USED,
        EXPIRED
    }

    /**
     * What an exchange brought.
     *
     * @param token null when there is a fault
     * @param expiresIn how long it is good for, in seconds; null when it never expires
     */
    public record Exchange(
            @Nullable String token,
            @Nullable Long expiresIn,
            @Nullable CodeFault fault) {}

    public Signups(SimulatorClock clock, Numbers numbers) {
        this.clock = clock;
        this.numbers = numbers;
    }

    /** Goes through the dialog to its end; a number that was linked before is linked again. */
    public Ended play(Dialog dialog) {
        String left = leftAt(dialog);
        if (left != null) {
            return new Ended(null, null, left);
        }
        SimulatedNumber number = numbers.put(profile(dialog));
        number.sharesHistory(dialog.share());
        number.link().link();
        number.closeWindows();
        number.onBizApp(dialog.error() != DialogError.NOT_IN_APP);
        if (dialog.error() == DialogError.CREDIT_LINE_LATER) {
            creditLines.add(number.profile().wabaId());
        }
        String code = "AQ" + random(24);
        codes.put(code, new Code(number.phoneNumberId(), clock.now().plus(CODE_LIFE), false));
        return new Ended(code, number, "FINISHED");
    }

    private static @Nullable String leftAt(Dialog dialog) {
        if (dialog.error() != null && dialog.error().endsIt()) {
            return "BUSINESS_ACCOUNT_SELECTION";
        }
        if (!dialog.connect()) {
            return "PHONE_NUMBER_VERIFICATION";
        }
        return dialog.confirm() ? null : "PERMISSIONS";
    }

    private NumberProfile profile(Dialog dialog) {
        SimulatedNumber known = numbers.find(dialog.number());
        NumberProfile before = known != null ? known.profile() : fresh(dialog);
        return new NumberProfile(
                before.phoneNumberId(),
                before.alias(),
                before.displayPhoneNumber(),
                dialog.wabaId() != null ? dialog.wabaId() : before.wabaId(),
                before.token(),
                dialog.name() != null ? dialog.name() : before.verifiedName(),
                before.quality(),
                // Nodes and messages tell times in seconds: one of the same second must not be from before.
                clock.now().truncatedTo(ChronoUnit.SECONDS),
                before.limits());
    }

    private NumberProfile fresh(Dialog dialog) {
        String digits = dialog.number();
        String id = "40" + "0".repeat(Math.max(0, 13 - digits.length())) + digits;
        return new NumberProfile(
                id,
                "number-" + id,
                "+" + digits,
                "9" + id,
                "simulator-token-" + id,
                "Business " + digits,
                "GREEN",
                clock.now(),
                Limits.DOCUMENTED);
    }

    /** Exchanges a code for a token, once. */
    public synchronized Exchange exchange(String written) {
        Code code = codes.get(written);
        SimulatedNumber number = code == null ? null : numbers.byId(code.phoneNumberId());
        if (code == null || number == null) {
            return new Exchange(null, null, CodeFault.UNKNOWN);
        }
        if (code.used()) {
            return new Exchange(null, null, CodeFault.USED);
        }
        if (clock.now().isAfter(code.until())) {
            return new Exchange(null, null, CodeFault.EXPIRED);
        }
        codes.put(written, new Code(code.phoneNumberId(), code.until(), true));
        String token = "EAAsim" + random(32);
        long seconds = tokenSeconds;
        NumberProfile before = number.profile();
        numbers.put(new NumberProfile(
                before.phoneNumberId(),
                before.alias(),
                before.displayPhoneNumber(),
                before.wabaId(),
                token,
                before.verifiedName(),
                before.quality(),
                before.linkedAt(),
                before.limits()));
        return new Exchange(token, seconds == 0 ? null : seconds, null);
    }

    /** How long tokens are good for from now on, in seconds; 0 for ever, as it is at the start. */
    public void tokenSeconds(long seconds) {
        tokenSeconds = seconds;
    }

    public long tokenSeconds() {
        return tokenSeconds;
    }

    /** Whether a former partner still shares its credit line with the account (R12). */
    public boolean hasForeignCreditLine(String wabaId) {
        return creditLines.contains(wabaId);
    }

    /** The former partner has revoked it. */
    public void revokeCreditLine(String wabaId) {
        creditLines.remove(wabaId);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
