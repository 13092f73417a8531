package dev.tandem.steps;

import dev.tandem.coexistence.linking.LinkedNumber;
import dev.tandem.coexistence.linking.NumberOwners;
import dev.tandem.coexistence.linking.TokenKeeper;
import dev.tandem.domain.BusinessNumber;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who owns a number, and where its token lies. Thread-safe. */
@Component
final class LinkingPart implements NumberPart {

    private final NumberOwners owners;

    LinkingPart(NumberOwners owners) {
        this.owners = owners;
    }

    @Override
    public Map<String, Object> of(BusinessNumber number) {
        Map<String, Object> linking = new LinkedHashMap<>();
        Optional<LinkedNumber> own = owners.ofDatabase(number.phoneNumberId());
        linking.put("owner", own.isPresent() ? "database" : "file");
        own.ifPresent(linked -> {
            linking.put("token", TokenKeeper.place(linked.token()));
            linking.put("autoHistory", linked.settings().autoHistory().code());
        });
        return Map.of("linking", linking);
    }
}
