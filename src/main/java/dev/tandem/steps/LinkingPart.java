package dev.tandem.steps;

import dev.tandem.coexistence.linking.LinkedNumber;
import dev.tandem.coexistence.linking.NumberOwners;
import dev.tandem.coexistence.linking.TokenKeeper;
import dev.tandem.coexistence.watch.TokenExpiry;
import dev.tandem.domain.BusinessNumber;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who owns a number, where its token lies and when it expires; never the token. Thread-safe. */
@Component
final class LinkingPart implements NumberPart {

    private final NumberOwners owners;
    private final TokenExpiry tokens;

    LinkingPart(NumberOwners owners, TokenExpiry tokens) {
        this.owners = owners;
        this.tokens = tokens;
    }

    @Override
    public Map<String, Object> of(BusinessNumber number) {
        Map<String, Object> linking = new LinkedHashMap<>();
        Optional<LinkedNumber> own = owners.ofDatabase(number.phoneNumberId());
        linking.put("owner", own.isPresent() ? "database" : "file");
        own.ifPresent(linked -> {
            linking.put("token", TokenKeeper.place(linked.token().text()));
            linking.put("autoHistory", linked.settings().autoHistory().code());
        });
        tokens.expiresAt(number).ifPresent(end -> linking.put("expiresAt", end.toString()));
        return Map.of("linking", linking);
    }
}
