package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.webhook.People;
import dev.tandem.webhook.Renaming;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Who is who in a database. */
public final class JdbcPeople implements People {

    private final TransactionTemplate transaction;
    private final ContactRenaming renamings;

    public JdbcPeople(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.transaction = transaction;
        this.renamings = new ContactRenaming(jdbc, new ContactNames(jdbc));
    }

    @Override
    public void renamed(BusinessNumber number, Renaming renaming) {
        Races.run(transaction, () -> renamings.rename(number.phoneNumberId(), renaming));
    }
}
