package dev.tandem.config;

import dev.tandem.broker.Users;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.steps.Caller;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API keys by the hash of their secret. Which numbers a key may use is looked up at each call, because numbers come and go.
 * Thread-safe.
 */
final class ApiKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    private static final List<String> ALL_ROLES = List.of("send", "read", "operate");

    private final Map<String, Entry> byHash = new HashMap<>();
    private final NumberDirectory numbers;

    /** A key that was recognised. */
    record Known(Caller caller, List<String> roles) {}

    /** @param names of the numbers that it may use, empty for all */
    private record Entry(String name, List<String> names, List<String> roles) {}

    ApiKeys(List<TandemProperties.Key> keys, @Nullable String bootstrapKey, NumberDirectory numbers) {
        this.numbers = numbers;
        for (TandemProperties.Key key : keys) {
            key.numbers().stream()
                    .filter(name -> numbers.find(name).isEmpty())
                    .forEach(name -> LOG.warn(
                            "The API key '{}' is for the number '{}', which is not there: it may use it once it is linked",
                            key.name(),
                            name));
            byHash.put(key.hash(), new Entry(key.name(), key.numbers(), key.roles()));
        }
        if (bootstrapKey != null) {
            byHash.put(Users.hash(bootstrapKey), new Entry("bootstrap", List.of(), ALL_ROLES));
        }
    }

    Optional<Known> find(String secret) {
        // Looked up by its hash: comparing takes the same time whatever the secret is.
        return Optional.ofNullable(byHash.get(Users.hash(secret)))
                .map(entry -> new Known(new Caller(entry.name(), allowed(entry.names())), entry.roles()));
    }

    private @Nullable Set<String> allowed(List<String> names) {
        if (names.isEmpty()) {
            return null;
        }
        Set<String> ids = new LinkedHashSet<>();
        names.forEach(name -> numbers.find(name).ifPresent(number -> ids.add(number.phoneNumberId())));
        return ids;
    }
}
