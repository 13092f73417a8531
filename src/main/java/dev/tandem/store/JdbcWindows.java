package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Window;
import dev.tandem.domain.WindowBook;
import java.time.Instant;
import org.springframework.jdbc.core.JdbcTemplate;

/** The windows in a database; {@link JdbcMessages} opens them. A person may be asked for by any name. */
public final class JdbcWindows implements WindowBook {

    private final JdbcTemplate jdbc;

    public JdbcWindows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Window at(BusinessNumber number, String contact, Instant now) {
        return jdbc.query("""
                        select c.* from contact_name n
                        join conversation c on c.phone_number_id = n.phone_number_id and c.contact = n.contact
                        where n.phone_number_id = ? and n.name = ?""", ConversationRow::read, number.phoneNumberId(), contact).stream()
                .findFirst()
                .map(row -> row.window(now, number.linkedAt()))
                .orElseGet(() -> Window.at(now, null, null, number.linkedAt()));
    }

    @Override
    public void closedByMeta(BusinessNumber number, String contact, Instant now) {
        jdbc.update("""
                update conversation set closed_by_meta_at = ?, version = version + 1
                where phone_number_id = ? and contact in (
                  select contact from contact_name where phone_number_id = ? and name = ?)
                  and (closed_by_meta_at is null or closed_by_meta_at < ?)""", Times.column(now), number.phoneNumberId(), number.phoneNumberId(), contact, Times.column(now));
    }
}
