package dev.tandem.config;

import dev.tandem.broker.Users;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.steps.Caller;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The API keys by the hash of their secret. Immutable and thread-safe. */
final class ApiKeys {

    private static final List<String> ALL_ROLES = List.of("send", "read", "operate");

    private final Map<String, Known> byHash = new HashMap<>();

    /** A key that was recognised. */
    record Known(Caller caller, List<String> roles) {}

    ApiKeys(List<TandemProperties.Key> keys, @Nullable String bootstrapKey, NumberDirectory numbers) {
        for (TandemProperties.Key key : keys) {
            byHash.put(key.hash(), new Known(new Caller(key.name(), allowed(key, numbers)), key.roles()));
        }
        if (bootstrapKey != null) {
            byHash.put(Users.hash(bootstrapKey), new Known(new Caller("bootstrap", null), ALL_ROLES));
        }
    }

    private static @Nullable Set<String> allowed(TandemProperties.Key key, NumberDirectory numbers) {
        if (key.numbers().isEmpty()) {
            return null;
        }
        Set<String> ids = new LinkedHashSet<>();
        for (String name : key.numbers()) {
            BusinessNumber number = numbers.find(name)
                    .orElseThrow(() -> new IllegalArgumentException("The API key '" + key.name()
                            + "' is for the number '" + name + "', which is not configured"));
            ids.add(number.phoneNumberId());
        }
        return ids;
    }

    Optional<Known> find(String secret) {
        // Looked up by its hash: comparing takes the same time whatever the secret is.
        return Optional.ofNullable(byHash.get(Users.hash(secret)));
    }
}
