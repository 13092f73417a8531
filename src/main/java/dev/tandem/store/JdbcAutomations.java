package dev.tandem.store;

import dev.tandem.domain.AutomationPause;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.webhook.Automations;
import dev.tandem.webhook.PhoneForms;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Paused conversations in a database. */
public final class JdbcAutomations implements Automations {

    private final TransactionTemplate transaction;
    private final AutomationRows rows;
    private final ContactNames names;

    public JdbcAutomations(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.transaction = transaction;
        this.rows = new AutomationRows(jdbc);
        this.names = new ContactNames(jdbc);
    }

    @Override
    public Optional<AutomationPause> pause(BusinessNumber number, String name, Instant now) {
        return keys(number, name).stream()
                .flatMap(key -> rows.find(number.phoneNumberId(), key).stream())
                .filter(pause -> pause.holdsAt(now))
                .findFirst();
    }

    @Override
    public void set(BusinessNumber number, String name, @Nullable AutomationPause pause, Instant now) {
        Races.again(transaction, () -> {
            rows.deleteEnded(number.phoneNumberId(), now);
            replace(number, name, pause);
            return true;
        });
    }

    @Override
    public void extend(BusinessNumber number, String name, AutomationPause pause, Instant now) {
        Races.again(transaction, () -> {
            Optional<AutomationPause> standing = pause(number, name, now);
            if (pause.holdsAt(now) && standing.map(one -> one.or(pause)).orElse(pause) == pause) {
                rows.deleteEnded(number.phoneNumberId(), now);
                replace(number, name, pause);
            }
            return true;
        });
    }

    private void replace(BusinessNumber number, String name, @Nullable AutomationPause pause) {
        Set<String> keys = keys(number, name);
        keys.forEach(key -> rows.delete(number.phoneNumberId(), key));
        if (pause != null) {
            rows.put(number.phoneNumberId(), keys.iterator().next(), pause);
        }
    }

    /** Where the pause may stand, the best first. Whoever is not known yet may have been written in any form of the number. */
    private Set<String> keys(BusinessNumber number, String name) {
        Set<String> keys = new LinkedHashSet<>();
        names.find(number.phoneNumberId(), name).ifPresent(keys::add);
        keys.addAll(PhoneForms.of(name));
        return keys;
    }
}
