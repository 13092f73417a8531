package dev.tandem.config;

import dev.tandem.coexistence.linking.NumberOwners;
import dev.tandem.coexistence.watch.TokenExpiry;
import dev.tandem.domain.BusinessNumber;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** When a token expires, as it was told with the token: by Meta, by who gave it to the API, or in {@code numbers.yaml}. Thread-safe. */
@Component
final class KnownTokenExpiry implements TokenExpiry {

    private final NumberOwners owners;
    private final TokenFile file;
    private final TandemProperties properties;

    KnownTokenExpiry(NumberOwners owners, TokenFile file, TandemProperties properties) {
        this.owners = owners;
        this.file = file;
        this.properties = properties;
    }

    @Override
    public Optional<Instant> expiresAt(BusinessNumber number) {
        String id = number.phoneNumberId();
        if (!owners.isOfFile(id)) {
            return owners.ofDatabase(id).map(linked -> linked.token().expiresAt());
        }
        Optional<TokenFile.Entry> entry = file.entry(id);
        return entry.isPresent() ? entry.map(TokenFile.Entry::expiresAt) : atStart(id);
    }

    private Optional<Instant> atStart(String id) {
        Predicate<TandemProperties.Number> isMeant =
                number -> number.phoneNumberId().equals(id);
        return properties.numbers().stream().filter(isMeant).findFirst().map(TandemProperties.Number::expiresAt);
    }
}
