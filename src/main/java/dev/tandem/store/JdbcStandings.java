package dev.tandem.store;

import dev.tandem.campaign.Standings;
import dev.tandem.domain.BusinessNumber;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** How persons stand with a number, from the conversations in a database. */
public final class JdbcStandings implements Standings {

    private final JdbcTemplate jdbc;

    public JdbcStandings(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<String, Standing> of(BusinessNumber number, Collection<String> contacts, Instant now) {
        Map<String, Standing> standings = new HashMap<>();
        jdbc.query(
                """
                select n.name as asked, c.*
                from unnest(cast(? as varchar(40) array), cast(? as varchar(160) array)) as asked (number, called)
                join contact_name n on n.phone_number_id = asked.number and n.name = asked.called
                join conversation c on c.phone_number_id = n.phone_number_id and c.contact = n.contact""",
                statement -> {
                    TextArray.set(statement, 1, Collections.nCopies(contacts.size(), number.phoneNumberId()));
                    TextArray.set(statement, 2, contacts);
                },
                row -> {
                    ConversationRow conversation = ConversationRow.read(row, 0);
                    Instant freeUntil = conversation.freeEntryUntil();
                    standings.put(
                            row.getString("asked"),
                            new Standing(
                                    conversation.window(now, number.linkedAt()).open(),
                                    freeUntil != null && freeUntil.isAfter(now)));
                });
        return standings;
    }
}
