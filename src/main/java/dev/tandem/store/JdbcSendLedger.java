package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import dev.tandem.domain.Send;
import dev.tandem.send.Debts;
import dev.tandem.send.SendLedger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The ledger in a database. */
public final class JdbcSendLedger implements SendLedger {

    private static final int KEYS_PER_QUERY = 200;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final JdbcOutbox outbox;
    private final StatusRows statuses;
    private final AddresseeNames names;
    private final ContactNames contacts;

    public JdbcSendLedger(JdbcTemplate jdbc, TransactionTemplate transaction, JdbcOutbox outbox) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
        this.statuses = new StatusRows(jdbc);
        this.names = new AddresseeNames(jdbc);
        this.contacts = new ContactNames(jdbc);
    }

    @Override
    public List<Send> accept(List<Send> sends, EventsOf events) {
        return Races.again(transaction, () -> acceptOnce(sends, events));
    }

    private List<Send> acceptOnce(List<Send> sends, EventsOf events) {
        Map<String, Send> standing = standing(sends);
        List<Send> fresh = new ArrayList<>();
        List<Send> answers = new ArrayList<>(sends.size());
        for (Send send : sends) {
            Send earlier = standing.putIfAbsent(key(send), send);
            answers.add(earlier == null ? send : earlier);
            if (earlier == null) {
                fresh.add(send);
            }
        }
        if (!fresh.isEmpty()) {
            // In one order for all, or two batches with the same keys would wait for each other.
            jdbc.batchUpdate(
                    SendRows.INSERT,
                    fresh.stream()
                            .sorted(Comparator.comparing(JdbcSendLedger::key))
                            .map(SendRows::insert)
                            .toList());
            outbox.write(
                    fresh.stream().flatMap(send -> events.of(send).stream()).toList());
        }
        return answers;
    }

    private Map<String, Send> standing(List<Send> sends) {
        Map<String, Send> standing = new LinkedHashMap<>();
        for (int from = 0; from < sends.size(); from += KEYS_PER_QUERY) {
            List<Send> some = sends.subList(from, Math.min(sends.size(), from + KEYS_PER_QUERY));
            List<Object> keys = new ArrayList<>();
            some.forEach(send -> {
                keys.add(send.acceptance().phoneNumberId());
                keys.add(send.acceptance().clientId());
            });
            String condition = String.join(
                    " or ",
                    Collections.nCopies(some.size(), "(phone_number_id = ? and client_id = ? and generation = 0)"));
            jdbc.query("select * from send where " + condition, SendRows::read, keys.toArray())
                    .forEach(send -> standing.put(key(send), send));
        }
        return standing;
    }

    private static String key(Send send) {
        return send.acceptance().phoneNumberId() + '|' + send.acceptance().clientId();
    }

    @Override
    public boolean replace(Change change) {
        return !replaceAll(List.of(change)).isEmpty();
    }

    @Override
    public List<Send> replaceAll(List<Change> changes) {
        return Races.again(transaction, () -> write(changes));
    }

    @Override
    public boolean mark(Change change, BusinessNumber number) {
        return Races.again(transaction, () -> {
            boolean won = jdbc.update(SendRows.MARK, SendRows.mark(change.before(), change.after(), number)) == 1;
            if (won) {
                writeBeside(List.of(change));
            }
            return won;
        });
    }

    private List<Send> write(List<Change> changes) {
        // In one order for all, or two batches with the same rows would wait for each other.
        List<Integer> order = IntStream.range(0, changes.size())
                .boxed()
                .sorted(Comparator.comparing(i -> changes.get(i).before().id()))
                .toList();
        int[] counts = jdbc.batchUpdate(
                SendRows.UPDATE,
                order.stream()
                        .map(changes::get)
                        .map(change -> SendRows.update(change.before(), change.after()))
                        .toList());
        boolean[] won = new boolean[changes.size()];
        for (int i = 0; i < counts.length; i++) {
            won[order.get(i)] = counts[i] == 1;
        }
        List<Change> written = IntStream.range(0, won.length)
                .filter(i -> won[i])
                .mapToObj(changes::get)
                .toList();
        writeBeside(written);
        return written.stream().map(Change::after).toList();
    }

    /** What belongs to changes that were written. */
    private void writeBeside(List<Change> written) {
        writeSteps(written.stream()
                .filter(JdbcSendLedger::isStep)
                .map(Change::after)
                .toList());
        written.forEach(this::writeBeside);
        written.forEach(change -> names.learn(change.before(), change.after()));
        outbox.write(
                written.stream().flatMap(change -> change.events().stream()).toList());
    }

    /** When something is looked at again later it has not moved. */
    private static boolean isStep(Change change) {
        return !change.after()
                        .progress()
                        .changedAt()
                        .equals(change.before().progress().changedAt())
                || change.after().state() != change.before().state();
    }

    private void writeBeside(Change change) {
        Debts.Debit debit = change.debit();
        if (debit != null) {
            JdbcDebts.write(jdbc, change.after(), debit);
        }
        Send successor = change.successor();
        if (successor != null && successorOf(change.before().id()).isEmpty()) {
            jdbc.update(SendRows.INSERT, SendRows.insert(successor));
            if (!successor.acceptance().campaign().isEmpty()) {
                // What became of a row is what became of the last send of its request.
                jdbc.update(
                        "update campaign_row set send_id = ? where send_id = ?",
                        successor.id(),
                        change.before().id());
            }
        }
    }

    private void writeSteps(List<Send> sends) {
        if (!sends.isEmpty()) {
            jdbc.batchUpdate(
                    SendRows.INSERT_STEP, sends.stream().map(SendRows::step).toList());
        }
    }

    @Override
    public Optional<Send> find(long id) {
        return jdbc.query("select * from send where id = ?", SendRows::read, id).stream()
                .findFirst();
    }

    @Override
    public Optional<Send> successorOf(long id) {
        return jdbc.query("select * from send where earlier = ? order by id", SendRows::read, id).stream()
                .findFirst();
    }

    @Override
    public Optional<Send> findByClientId(String phoneNumberId, String clientId) {
        return jdbc
                .query(
                        "select * from send where phone_number_id = ? and client_id = ? and generation = 0",
                        SendRows::read,
                        phoneNumberId,
                        clientId)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Send> findByWamid(String wamid) {
        return jdbc.query("select * from send where wamid = ?", SendRows::read, wamid).stream()
                .findFirst();
    }

    @Override
    public List<Send> findAll(Collection<Long> ids, Collection<String> wamids) {
        Map<Long, Send> found = new LinkedHashMap<>();
        find(found, """
                select s.* from unnest(cast(? as varchar(20) array)) as asked (id)
                join send s on s.id = cast(asked.id as bigint)""", ids.stream().map(String::valueOf).toList());
        find(found, """
                select s.* from unnest(cast(? as varchar(300) array)) as asked (wamid)
                join send s on s.wamid = asked.wamid""", wamids);
        return List.copyOf(found.values());
    }

    private void find(Map<Long, Send> found, String sql, Collection<String> asked) {
        if (!asked.isEmpty()) {
            jdbc.query(sql, statement -> TextArray.set(statement, 1, asked), SendRows::read)
                    .forEach(send -> found.put(send.id(), send));
        }
    }

    @Override
    public List<TimelineEntry> timeline(long id) {
        return jdbc.query(
                SendRows.TIMELINE,
                (row, n) -> new TimelineEntry(
                        Times.of(row, "happened_at"),
                        row.getString("state"),
                        row.getString("reason"),
                        row.getString("detail"),
                        row.getInt("attempt"),
                        row.getString("by_whom")),
                id,
                id);
    }

    @Override
    public List<Send> search(Filter filter) {
        if (filter.phoneNumberIds() != null && filter.phoneNumberIds().isEmpty()) {
            return List.of();
        }
        StringBuilder sql = new StringBuilder("select * from send where 1 = 1");
        List<@Nullable Object> arguments = new ArrayList<>();
        if (filter.phoneNumberIds() != null) {
            sql.append(" and phone_number_id in (")
                    .append(String.join(
                            ", ", Collections.nCopies(filter.phoneNumberIds().size(), "?")))
                    .append(')');
            arguments.addAll(filter.phoneNumberIds());
        }
        append(sql, arguments, " and client_id = ?", filter.clientId());
        append(
                sql,
                arguments,
                " and state = ?",
                filter.state() == null ? null : filter.state().code());
        if (filter.contact() != null) {
            Set<String> keys = contacts.keys(filter.contact());
            sql.append(" and contact in (")
                    .append(String.join(", ", Collections.nCopies(keys.size(), "?")))
                    .append(')');
            arguments.addAll(keys);
        }
        append(sql, arguments, " and id < ?", filter.before());
        sql.append(" order by id desc limit ?");
        arguments.add(filter.max());
        return jdbc.query(sql.toString(), SendRows::read, arguments.toArray());
    }

    private static void append(
            StringBuilder sql, List<@Nullable Object> arguments, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            arguments.add(value);
        }
    }

    @Override
    public StatusResult keepStatus(
            StatusRow status, @Nullable Change change, List<Event> events, @Nullable PersonNames person) {
        try {
            return Objects.requireNonNull(transaction.execute(tx -> {
                if (statuses.isKnown(status)) {
                    return StatusResult.KNOWN;
                }
                // First the names, so that the events know them.
                if (person != null) {
                    names.learn(person);
                }
                if (change != null && write(List.of(change)).isEmpty()) {
                    return StatusResult.OUTRUN;
                }
                statuses.insert(List.of(status));
                outbox.write(events);
                return StatusResult.KEPT;
            }));
        } catch (DuplicateKeyException keptByAnother) {
            return StatusResult.KNOWN;
        } catch (ConcurrencyFailureException lostTheRace) {
            return StatusResult.OUTRUN;
        }
    }

    @Override
    public boolean keepStatuses(List<KeptStatus> kept) {
        try {
            return kept.isEmpty()
                    || Boolean.TRUE.equals(transaction.execute(tx -> {
                        boolean written = writeAll(kept);
                        if (!written) {
                            tx.setRollbackOnly();
                        }
                        return written;
                    }));
        } catch (DuplicateKeyException | ConcurrencyFailureException somebodyWasFaster) {
            return false;
        }
    }

    private boolean writeAll(List<KeptStatus> kept) {
        kept.stream().map(KeptStatus::names).filter(Objects::nonNull).forEach(names::learn);
        List<Change> changes =
                kept.stream().map(KeptStatus::change).filter(Objects::nonNull).toList();
        if (!changes.isEmpty() && write(changes).size() < changes.size()) {
            return false;
        }
        statuses.insert(kept.stream().map(KeptStatus::status).toList());
        outbox.write(kept.stream().flatMap(one -> one.events().stream()).toList());
        return true;
    }

    @Override
    public List<StatusKey> keptOf(Collection<String> wamids) {
        return statuses.keptOf(wamids);
    }

    @Override
    public List<StatusRow> statuses(long sendId, String wamid) {
        return statuses.of(sendId, wamid);
    }
}
