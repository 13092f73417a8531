package dev.tandem.store;

import dev.tandem.domain.LanePlace;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.send.WaitingSends;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** The ledger's lanes in a database. Each question has an index that answers it, however many rows there are. */
public final class JdbcWaitingSends implements WaitingSends {

    private final JdbcTemplate jdbc;

    public JdbcWaitingSends(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<InLane> inLane(String phoneNumberId) {
        return jdbc.query(
                "select id, contact, changed_at from send where phone_number_id = ? and place = ? order by id",
                (row, n) -> new InLane(row.getLong("id"), row.getString("contact"), Times.of(row, "changed_at")),
                phoneNumberId,
                LanePlace.TAKEN.letter());
    }

    @Override
    public boolean hasReady(String phoneNumberId) {
        return !jdbc.queryForList("""
                        select id from send where phone_number_id = ? and place = ?
                        order by phone_number_id, place, priority, campaign, id limit 1""", phoneNumberId, LanePlace.READY.letter()).isEmpty();
    }

    @Override
    public List<String> campaignsReady(String phoneNumberId, Priority priority) {
        List<String> campaigns = new ArrayList<>();
        // From one campaign to the next by the index: the rows between are never read.
        List<String> next = nextCampaign(phoneNumberId, priority, ">=", "");
        while (!next.isEmpty()) {
            campaigns.add(next.get(0));
            next = nextCampaign(phoneNumberId, priority, ">", next.get(0));
        }
        return campaigns;
    }

    private List<String> nextCampaign(String phoneNumberId, Priority priority, String comparison, String campaign) {
        return jdbc.queryForList(
                """
                select campaign from send where phone_number_id = ? and place = ? and priority = ? and campaign %s ?
                order by phone_number_id, place, priority, campaign, id limit 1""".formatted(comparison),
                String.class,
                phoneNumberId,
                LanePlace.READY.letter(),
                priority.ordinal(),
                campaign);
    }

    @Override
    public List<Send> ready(String phoneNumberId, Priority priority, String campaign, int max) {
        // Two questions about the busy: HSQLDB answers one with an "or" in it by reading every row of the number.
        return jdbc.query(
                """
                select * from send
                where phone_number_id = ? and place = ? and priority = ? and campaign = ?
                  and contact not in (select contact from send where phone_number_id = ? and place = ?)
                  and contact not in (select contact from send where phone_number_id = ? and place = ?)
                order by phone_number_id, place, priority, campaign, id limit ?""",
                SendRows::read,
                phoneNumberId,
                LanePlace.READY.letter(),
                priority.ordinal(),
                campaign,
                phoneNumberId,
                LanePlace.TAKEN.letter(),
                phoneNumberId,
                LanePlace.BACKOFF.letter(),
                max);
    }

    @Override
    public List<Send> toWake(Instant now, int max) {
        List<Send> due = new ArrayList<>();
        for (LanePlace place : List.of(LanePlace.READY, LanePlace.WAITING, LanePlace.BACKOFF)) {
            due.addAll(jdbc.query(
                    "select * from send where place = ? and wake_at <= ? order by place, wake_at limit ?",
                    SendRows::read,
                    place.letter(),
                    Times.column(now),
                    max));
        }
        return due;
    }

    @Override
    public List<Send> overdue(Instant now, int max) {
        return jdbc.query(
                "select * from send where place = ? and wake_at <= ? order by place, wake_at limit ?",
                SendRows::read,
                LanePlace.OBSERVED.letter(),
                Times.column(now),
                max);
    }

    @Override
    public List<Send> inState(SendState state, Instant since, int max) {
        return jdbc.query(
                "select * from send where state = ? and changed_at <= ? order by state, id limit ?",
                SendRows::read,
                state.code(),
                Times.column(since),
                max);
    }

    @Override
    public List<Send> heldForWindow(String phoneNumberId, String contact) {
        return jdbc.query(
                """
                select * from send where phone_number_id = ? and contact = ? and place = ? and state = ? and reason <> ?
                order by id""",
                SendRows::read,
                phoneNumberId,
                contact,
                LanePlace.WAITING.letter(),
                SendState.HELD.code(),
                Reason.ON_HOLD.code());
    }

    @Override
    public Map<String, Long> undecided() {
        Map<String, Long> undecided = new HashMap<>();
        // By state: there are few unknown ones, whatever else is waited for.
        jdbc.query(
                """
                select phone_number_id, count(*) as undecided from send
                where state = ? and place = ? and wake_at is null group by phone_number_id""",
                row -> {
                    undecided.put(row.getString("phone_number_id"), row.getLong("undecided"));
                },
                SendState.UNKNOWN.code(),
                LanePlace.OBSERVED.letter());
        return undecided;
    }

    @Override
    public List<Long> heldFor(String phoneNumberId, Reason reason) {
        return jdbc.queryForList(
                "select id from send where phone_number_id = ? and place = ? and state = ? and reason = ? order by id",
                Long.class,
                phoneNumberId,
                LanePlace.WAITING.letter(),
                SendState.HELD.code(),
                reason.code());
    }

    @Override
    public Map<Priority, Long> backlog(String phoneNumberId) {
        Map<Priority, Long> backlog = new EnumMap<>(Priority.class);
        jdbc.query(
                """
                select priority, count(*) as waiting from send
                where phone_number_id = ? and place in ('R', 'W', 'B', 'T') group by priority""",
                row -> {
                    backlog.put(Priority.values()[row.getInt("priority")], row.getLong("waiting"));
                },
                phoneNumberId);
        return backlog;
    }
}
