package dev.tandem.store;

import dev.tandem.domain.LanePlace;
import dev.tandem.domain.SendState;
import dev.tandem.send.MirrorBook;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** The mirror's questions to the ledger, each answered by an index. */
public final class JdbcMirrorBook implements MirrorBook {

    private final JdbcTemplate jdbc;
    private final ContactNames contacts;

    public JdbcMirrorBook(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.contacts = new ContactNames(jdbc);
    }

    @Override
    public boolean awaitsAnswer(String phoneNumberId, Set<String> names, Instant lostSince) {
        List<String> awaited = jdbc.queryForList(
                "select contact from send where phone_number_id = ? and place = ? and state = ?",
                String.class,
                phoneNumberId,
                LanePlace.TAKEN.letter(),
                SendState.SENDING.code());
        awaited.addAll(
                jdbc.queryForList("""
                select contact from send
                where state = ? and phone_number_id = ? and wamid is null and changed_at >= ?""", String.class, SendState.UNKNOWN.code(), phoneNumberId, Times.column(lostSince)));
        return !awaited.isEmpty()
                && names.stream()
                        .anyMatch(name -> awaited.contains(name)
                                || contacts.find(phoneNumberId, name)
                                        .filter(awaited::contains)
                                        .isPresent());
    }

    /** The request is canonical JSON: in a text of a message the quotes would be written with a backslash. */
    @Override
    public int caused(String phoneNumberId, String contact, Instant since, long before) {
        Integer caused = jdbc.queryForObject(
                """
                select count(*) from send
                where phone_number_id = ? and contact = ? and id < ? and accepted_at >= ? and state <> ?
                  and request like '%"causedBy":"%'""", Integer.class, phoneNumberId, contact, before, Times.column(since), SendState.REJECTED.code());
        return caused == null ? 0 : caused;
    }
}
