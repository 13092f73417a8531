package dev.tandem.store;

import dev.tandem.domain.LanePlace;
import dev.tandem.domain.SendState;
import dev.tandem.send.MirrorBook;
import java.time.Instant;
import java.util.HashSet;
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
    public boolean awaitsAnswer(String phoneNumberId, Set<String> names, Instant lostSince, Instant markedUntil) {
        List<String> awaited = jdbc.queryForList(
                "select contact from send where phone_number_id = ? and place = ? and state = ? and changed_at <= ?",
                String.class,
                phoneNumberId,
                LanePlace.TAKEN.letter(),
                SendState.SENDING.code(),
                Times.column(markedUntil));
        awaited.addAll(
                jdbc.queryForList("""
                select contact from send
                where state = ? and phone_number_id = ? and wamid is null and changed_at >= ?""", String.class, SendState.UNKNOWN.code(), phoneNumberId, Times.column(lostSince)));
        if (awaited.isEmpty()) {
            return false;
        }
        Set<String> all = new HashSet<>(names);
        names.forEach(name -> contacts.find(phoneNumberId, name).ifPresent(contact -> {
            all.add(contact);
            all.addAll(contacts.known(phoneNumberId, contact).names());
        }));
        return awaited.stream().anyMatch(contact -> all.contains(contact) || mayBeOne(phoneNumberId, contact, all));
    }

    /** A phone number and a user id that nobody has seen together may be one person's (R90). */
    private boolean mayBeOne(String phoneNumberId, String contact, Set<String> names) {
        boolean isPhone = ContactNames.isPhone(contact);
        return names.stream().allMatch(name -> ContactNames.isPhone(name) != isPhone)
                && contacts.known(phoneNumberId, contact).names().stream()
                        .allMatch(name -> ContactNames.isPhone(name) == isPhone);
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
