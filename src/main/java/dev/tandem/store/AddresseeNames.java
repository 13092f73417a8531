package dev.tandem.store;

import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import dev.tandem.send.SendLedger.PersonNames;
import dev.tandem.webhook.PhoneForms;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Learns from answers and statuses how Meta calls the person that we wrote to, so that whoever answers under another name is
 * the one that was written to (R91). Always works in the transaction of the answer or the status, and asks the database only
 * when Meta says something else than the request.
 */
final class AddresseeNames {

    private final ContactNames names;

    AddresseeNames(JdbcTemplate jdbc) {
        this.names = new ContactNames(jdbc);
    }

    /** What an answer says: the number that Meta knows the recipient by. */
    void learn(Send before, Send after) {
        String waId = after.progress().waId();
        if (waId != null && !waId.equals(before.progress().waId())) {
            Send.Acceptance sent = after.acceptance();
            learn(new PersonNames(sent.phoneNumberId(), sent.recipient(), waId, null, sent.acceptedAt()));
        }
    }

    /**
     * What a status says.
     *
     * @throws OptimisticLockingFailureException when somebody else learns the same at the same time: look again
     */
    void learn(PersonNames person) {
        Set<String> said = new LinkedHashSet<>();
        if (person.waId() != null) {
            said.add(person.waId());
        }
        if (person.userId() != null) {
            said.add(person.userId());
        }
        Set<String> all = all(person, said);
        if (all.isEmpty()) {
            return;
        }
        try {
            names.learn(person.phoneNumberId(), all, said, person.at());
        } catch (DuplicateKeyException learnedByAnother) {
            throw new OptimisticLockingFailureException("Somebody else learned " + all, learnedByAnother);
        }
    }

    /** Empty when there is nothing to learn: Meta says no other name than the address. */
    private static Set<String> all(PersonNames person, Set<String> said) {
        Set<String> all = new LinkedHashSet<>();
        Recipient addressed = person.addressed();
        if (addressed == null ? said.size() < 2 : Set.of(addressed.address()).containsAll(said)) {
            return all;
        }
        if (addressed != null && addressed.phone() != null) {
            all.addAll(PhoneForms.of(addressed.phone()));
        }
        if (person.waId() != null) {
            all.addAll(PhoneForms.of(person.waId()));
        }
        if (addressed != null) {
            all.add(addressed.address());
        }
        if (person.userId() != null) {
            all.add(person.userId());
        }
        return all;
    }
}
