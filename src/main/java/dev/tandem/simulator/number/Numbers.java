package dev.tandem.simulator.number;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All simulated numbers. Thread-safe. */
public final class Numbers {
    private final Portfolio portfolio = new Portfolio();
    private final Map<String, SimulatedNumber> byId = new ConcurrentHashMap<>();

    /** What all numbers share. */
    public Portfolio portfolio() {
        return portfolio;
    }

    /** Creates a number, or changes the profile of the one that has its id. */
    public SimulatedNumber put(NumberProfile profile) {
        SimulatedNumber number =
                byId.computeIfAbsent(profile.phoneNumberId(), id -> new SimulatedNumber(profile, portfolio));
        number.profile(profile);
        return number;
    }

    /** The number with this phone_number_id. */
    public @Nullable SimulatedNumber byId(String phoneNumberId) {
        return byId.get(phoneNumberId);
    }

    /** The number with this phone_number_id, alias or phone number. */
    public @Nullable SimulatedNumber find(String name) {
        SimulatedNumber exact = byId.get(name);
        if (exact != null) {
            return exact;
        }
        String digits = Digits.of(name);
        for (SimulatedNumber number : byId.values()) {
            NumberProfile profile = number.profile();
            if (profile.alias().equals(name) || profile.digits().equals(digits)) {
                return number;
            }
        }
        return null;
    }

    /** Some number of a WhatsApp Business Account, null if it has none. */
    public @Nullable SimulatedNumber ofWaba(String wabaId) {
        return byId.values().stream()
                .filter(n -> n.profile().wabaId().equals(wabaId))
                .findFirst()
                .orElse(null);
    }

    /** All numbers by id. */
    public List<SimulatedNumber> all() {
        List<SimulatedNumber> all = new ArrayList<>(byId.values());
        all.sort(Comparator.comparing(SimulatedNumber::phoneNumberId));
        return all;
    }
}
