package dev.tandem.store;

import dev.tandem.domain.NameSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What others call a person, by the contact's key. Always works in the caller's transaction. */
final class PersonNameRows {

    private final JdbcTemplate jdbc;

    PersonNameRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What one source says.
     *
     * @param name null when it took the name away
     */
    record Said(@Nullable String name, Instant at) {

        /** The newest; of two of one time the one without a name, then by the alphabet. */
        private static final Comparator<Said> IN_ORDER = Comparator.comparing(Said::at)
                .thenComparing(Said::name, Comparator.nullsLast(Comparator.naturalOrder()));

        Said orNewer(Said other) {
            return IN_ORDER.compare(other, this) > 0 ? other : this;
        }
    }

    private Optional<Said> find(String phoneNumberId, String contact, NameSource source) {
        return jdbc
                .query(
                        "select name, said_at from person_name where phone_number_id = ? and contact = ? and source = ?",
                        PersonNameRows::read,
                        phoneNumberId,
                        contact,
                        source.code())
                .stream()
                .findFirst();
    }

    private static Said read(ResultSet row, int n) throws SQLException {
        return new Said(row.getString("name"), Times.of(row, "said_at"));
    }

    /** @return whether it changed anything */
    boolean say(String phoneNumberId, String contact, NameSource source, Said said) {
        Optional<Said> standing = find(phoneNumberId, contact, source);
        if (standing.isEmpty()) {
            jdbc.update(
                    "insert into person_name (phone_number_id, contact, source, name, said_at) values (?, ?, ?, ?, ?)",
                    phoneNumberId,
                    contact,
                    source.code(),
                    said.name(),
                    Times.column(said.at()));
            return true;
        }
        Said now = standing.get().orNewer(said);
        if (now.equals(standing.get())) {
            return false;
        }
        jdbc.update(
                "update person_name set name = ?, said_at = ? where phone_number_id = ? and contact = ? and source = ?",
                now.name(),
                Times.column(now.at()),
                phoneNumberId,
                contact,
                source.code());
        return true;
    }

    /**
     * What a source says now, whatever it said before: the last call counts, also when two clocks differ.
     *
     * @param name null takes it away
     */
    void put(String phoneNumberId, String contact, NameSource source, @Nullable String name, Instant now) {
        Optional<Said> standing = find(phoneNumberId, contact, source);
        if (name == null && standing.isEmpty()) {
            return;
        }
        Instant at = standing.map(said -> said.at().plus(1, ChronoUnit.MICROS))
                .filter(now::isBefore)
                .orElse(now);
        say(phoneNumberId, contact, source, new Said(name, at));
    }

    /** What everybody calls a person, the one that counts most first. */
    Map<NameSource, String> all(String phoneNumberId, String contact) {
        Map<NameSource, String> all = new EnumMap<>(NameSource.class);
        jdbc.query(
                """
                select source, name from person_name where phone_number_id = ? and contact = ? and name is not null
                union all
                select 'profile', name from conversation where phone_number_id = ? and contact = ? and name is not null""",
                row -> {
                    all.put(NameSource.parse(row.getString(1)), row.getString(2));
                },
                phoneNumberId,
                contact,
                phoneNumberId,
                contact);
        return all;
    }

    /** The names follow the person to another key; where both keys have one the newest stays. */
    void move(String phoneNumberId, String from, String into) {
        for (NameSource source : NameSource.values()) {
            find(phoneNumberId, from, source).ifPresent(leaving -> {
                jdbc.update(
                        "delete from person_name where phone_number_id = ? and contact = ? and source = ?",
                        phoneNumberId,
                        from,
                        source.code());
                say(phoneNumberId, into, source, leaving);
            });
        }
    }
}
