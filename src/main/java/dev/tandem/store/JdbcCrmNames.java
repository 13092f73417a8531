package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NameSource;
import dev.tandem.webhook.CrmNames;
import dev.tandem.webhook.PhoneForms;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The CRM's names in a database. */
public final class JdbcCrmNames implements CrmNames {

    private final TransactionTemplate transaction;
    private final ContactNames names;
    private final PersonNameRows called;

    public JdbcCrmNames(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.transaction = transaction;
        this.names = new ContactNames(jdbc);
        this.called = new PersonNameRows(jdbc);
    }

    @Override
    public Called set(BusinessNumber number, String person, String name, Instant now) {
        String phoneNumberId = number.phoneNumberId();
        return Races.again(transaction, () -> {
            String contact = names.findEver(phoneNumberId, person)
                    .orElseGet(() -> names.learn(phoneNumberId, PhoneForms.of(person), Set.of(), now));
            called.put(phoneNumberId, contact, NameSource.CRM, name, now);
            return called(phoneNumberId, contact);
        });
    }

    @Override
    public Called giveUp(BusinessNumber number, String person, Instant now) {
        String phoneNumberId = number.phoneNumberId();
        return Races.again(transaction, () -> {
            Optional<String> contact = names.findEver(phoneNumberId, person);
            contact.ifPresent(known -> called.put(phoneNumberId, known, NameSource.CRM, null, now));
            return contact.map(known -> called(phoneNumberId, known)).orElseGet(() -> new Called(person, null, null));
        });
    }

    private Called called(String phoneNumberId, String contact) {
        Map<NameSource, String> all = called.all(phoneNumberId, contact);
        @Nullable NameSource first = all.keySet().stream().findFirst().orElse(null);
        return new Called(contact, first == null ? null : all.get(first), first);
    }
}
