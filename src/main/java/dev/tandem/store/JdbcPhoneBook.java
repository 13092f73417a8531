package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NameSource;
import dev.tandem.webhook.Person;
import dev.tandem.webhook.PhoneBook;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The phone book of a number's phone in a database. */
public final class JdbcPhoneBook implements PhoneBook {

    static final int LONGEST_NAME = 300;

    private final TransactionTemplate transaction;
    private final ContactNames names;
    private final PersonNameRows called;

    public JdbcPhoneBook(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.transaction = transaction;
        this.names = new ContactNames(jdbc);
        this.called = new PersonNameRows(jdbc);
    }

    @Override
    public boolean said(BusinessNumber number, Person person, @Nullable String name, Instant at) {
        String phoneNumberId = number.phoneNumberId();
        return Races.run(
                transaction,
                () -> called.say(
                        phoneNumberId,
                        names.contact(phoneNumberId, person, at),
                        NameSource.PHONE_BOOK,
                        new PersonNameRows.Said(Text.column(name, LONGEST_NAME), at)));
    }
}
