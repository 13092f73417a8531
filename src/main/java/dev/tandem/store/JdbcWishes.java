package dev.tandem.store;

import dev.tandem.consent.Wishes;
import dev.tandem.domain.Wish;
import dev.tandem.webhook.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The wishes in a database; a person's names are learned by {@link JdbcMessages}. */
public final class JdbcWishes implements Wishes {

    private static final int NAMES_PER_QUERY = 500;
    private static final int LONGEST_SOURCE = 200;

    /** Whoever gets a number that another left has not agreed to anything; that the other wanted nothing is kept. */
    private static final String OF_WHO_HAS_THE_NUMBER = """
            and not exists (select 1 from former_name f
              where f.name = w.name and f.until_at >= w.told_at and w.kind = 'opt_in')""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcWishes(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public List<Wish> keep(List<Wish> wishes) {
        List<Wish> news = new ArrayList<>();
        for (int from = 0; from < wishes.size(); from += NAMES_PER_QUERY) {
            List<Wish> some = wishes.subList(from, Math.min(wishes.size(), from + NAMES_PER_QUERY));
            news.addAll(Races.again(transaction, () -> keepOnce(some)));
        }
        return news;
    }

    private List<Wish> keepOnce(List<Wish> wishes) {
        Map<String, Wish> before = new LinkedHashMap<>();
        direct(wishes.stream().map(Wish::name).distinct().toList()).forEach(wish -> before.put(key(wish), wish));
        Map<String, Wish> standing = new LinkedHashMap<>(before);
        Map<String, Wish> inserts = new LinkedHashMap<>();
        Map<String, Wish> updates = new LinkedHashMap<>();
        for (Wish wish : wishes) {
            Wish known = standing.get(key(wish));
            if (known == null || wish.replaces(known.given(), known.at())) {
                standing.put(key(wish), wish);
                (before.containsKey(key(wish)) ? updates : inserts).put(key(wish), wish);
            }
        }
        jdbc.batchUpdate(
                "insert into consent (given, source, told_at, name, phone_number_id, kind) values (?, ?, ?, ?, ?, ?)",
                inserts.values().stream().map(JdbcWishes::columns).toList());
        update(updates, before);
        List<Wish> news = new ArrayList<>(inserts.values());
        news.addAll(updates.values());
        return news;
    }

    /** Only over what was read: who was outrun looks again. */
    private void update(Map<String, Wish> updates, Map<String, Wish> before) {
        List<Object[]> rows = new ArrayList<>();
        updates.forEach((key, wish) -> {
            Wish known = Objects.requireNonNull(before.get(key));
            List<Object> row = new ArrayList<>(List.of(columns(wish)));
            row.add(known.given());
            row.add(Objects.requireNonNull(Times.column(known.at())));
            rows.add(row.toArray());
        });
        int[] counts = jdbc.batchUpdate("""
                update consent set given = ?, source = ?, told_at = ?
                where name = ? and phone_number_id = ? and kind = ? and given = ? and told_at = ?""", rows);
        if (Arrays.stream(counts).anyMatch(count -> count == 0)) {
            throw new OptimisticLockingFailureException("A wish changed meanwhile");
        }
    }

    private static String key(Wish wish) {
        return wish.name() + '|' + column(wish.phoneNumberId()) + '|' + wish.kind();
    }

    private static Object[] columns(Wish wish) {
        return new Object[] {
            wish.given(),
            Text.cut(wish.source(), LONGEST_SOURCE),
            Times.column(wish.at()),
            wish.name(),
            column(wish.phoneNumberId()),
            wish.kind().code()
        };
    }

    private static String column(@Nullable String phoneNumberId) {
        return phoneNumberId == null ? "" : phoneNumberId;
    }

    private List<Wish> direct(Collection<String> names) {
        return jdbc.query(
                "select * from consent where name in (" + places(names) + ")", JdbcWishes::read, names.toArray());
    }

    @Override
    public List<Wish> of(String name) {
        Set<String> forms = forms(name);
        List<Object> arguments = new ArrayList<>(forms);
        arguments.addAll(forms);
        arguments.addAll(forms);
        // Several questions in one: HSQLDB answers one with an "or" in it by reading every row. A wish outlives the
        // number
        // it was told with: when the number is somebody else's it is still that person's.
        return jdbc.query("""
                select w.* from consent w where w.name in (%1$s) %2$s
                union
                select w.* from contact_name n
                join contact_name o on o.phone_number_id = n.phone_number_id and o.contact = n.contact
                join consent w on w.name = o.name
                where n.name in (%1$s) %2$s
                union
                select w.* from contact_name n
                join former_name f on f.phone_number_id = n.phone_number_id and f.contact = n.contact
                join consent w on w.name = f.name and w.told_at <= f.until_at
                where n.name in (%1$s)""".formatted(places(forms), OF_WHO_HAS_THE_NUMBER), JdbcWishes::read, arguments.toArray());
    }

    @Override
    public Map<String, List<Wish>> ofAll(Collection<String> names) {
        List<String> asked = new ArrayList<>();
        List<String> called = new ArrayList<>();
        for (String name : names) {
            forms(name).forEach(form -> {
                asked.add(name);
                called.add(form);
            });
        }
        Map<String, List<Wish>> wishes = new HashMap<>();
        String persons = "unnest(cast(? as varchar(160) array), cast(? as varchar(160) array)) as p (asked, called)";
        jdbc.query(
                """
                select p.asked, w.* from %1$s join consent w on w.name = p.called where true %2$s
                union
                select p.asked, w.* from %1$s
                join contact_name n on n.name = p.called
                join contact_name o on o.phone_number_id = n.phone_number_id and o.contact = n.contact
                join consent w on w.name = o.name where true %2$s
                union
                select p.asked, w.* from %1$s
                join contact_name n on n.name = p.called
                join former_name f on f.phone_number_id = n.phone_number_id and f.contact = n.contact
                join consent w on w.name = f.name and w.told_at <= f.until_at""".formatted(persons, OF_WHO_HAS_THE_NUMBER),
                statement -> {
                    for (int part = 0; part < 3; part++) {
                        TextArray.set(statement, 2 * part + 1, asked);
                        TextArray.set(statement, 2 * part + 2, called);
                    }
                },
                row -> {
                    wishes.computeIfAbsent(row.getString("asked"), any -> new ArrayList<>())
                            .add(read(row, 0));
                });
        return wishes;
    }

    @Override
    public Set<String> names(String name) {
        Set<String> forms = forms(name);
        Set<String> names = new LinkedHashSet<>(forms);
        names.addAll(jdbc.queryForList("""
                select distinct o.name from contact_name n
                join contact_name o on o.phone_number_id = n.phone_number_id and o.contact = n.contact
                where n.name in (%s) order by o.name""".formatted(places(forms)), String.class, forms.toArray()));
        return names;
    }

    /** The forms of a phone number; a user id has only one. */
    private static Set<String> forms(String name) {
        boolean isPhone = name.chars().allMatch(Character::isDigit);
        return isPhone ? new Person(name, null, null, null).names() : Set.of(name);
    }

    private static String places(Collection<String> names) {
        return String.join(", ", Collections.nCopies(names.size(), "?"));
    }

    private static Wish read(ResultSet row, int n) throws SQLException {
        String number = row.getString("phone_number_id");
        Instant at = Times.of(row, "told_at");
        return new Wish(
                row.getString("name"),
                number.isEmpty() ? null : number,
                Wish.Kind.parse(row.getString("kind")),
                row.getBoolean("given"),
                row.getString("source"),
                at);
    }
}
