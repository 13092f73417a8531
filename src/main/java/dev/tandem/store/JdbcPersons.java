package dev.tandem.store;

import dev.tandem.operation.PersonStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Persons found by their names in a database. */
public final class JdbcPersons implements PersonStore {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcPersons(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public Set<String> names(String phoneNumberId, Set<String> asked) {
        Set<String> names = new LinkedHashSet<>(asked);
        List<Object> arguments = new ArrayList<>();
        arguments.add(phoneNumberId);
        arguments.addAll(asked);
        jdbc.query(
                """
                select also.name, also.contact from contact_name asked
                join contact_name also on also.phone_number_id = asked.phone_number_id and also.contact = asked.contact
                where asked.phone_number_id = ? and asked.name in (%s)""".formatted(Columns.marks(asked.size())),
                row -> {
                    names.add(row.getString("name"));
                    names.add(row.getString("contact"));
                },
                arguments.toArray());
        return names;
    }

    @Override
    public <T> T atOnce(Supplier<T> work) {
        return Races.again(transaction, work);
    }
}
