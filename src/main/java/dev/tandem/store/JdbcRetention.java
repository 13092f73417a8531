package dev.tandem.store;

import dev.tandem.domain.SendState;
import dev.tandem.operation.RetentionStore;
import dev.tandem.send.SendIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes old rows in a database. Each question begins at the oldest end of a key, so that it reads little more than what it
 * deletes: positions and ids grow with arrival.
 */
public final class JdbcRetention implements RetentionStore {

    private static final String SETTLED = Arrays.stream(SendState.values())
            .filter(SendState::isSettled)
            .map(state -> "'" + state.code() + "'")
            .collect(Collectors.joining(", "));

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcRetention(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public int delete(Kind kind, Instant before, int max) {
        return Races.again(transaction, () -> switch (kind) {
            case RAW_WEBHOOKS -> byArrival("webhook_raw", before, max);
            case QUARANTINE -> byArrival("webhook_quarantine", before, max);
            case MESSAGES -> messages(before, max);
            case MEDIA -> media(before, max);
            case CAMPAIGNS -> campaigns(before, max);
            case SENDS -> sends(before, max);
            case STATUSES -> statuses(before, max);
            case ITEMS -> items(before, max);
            case CONVERSATIONS -> conversations(before, max);
            case DEBTS -> debts(before, max);
        });
    }

    /** Messages first, then what was said about them. */
    private int messages(Instant before, int max) {
        int deleted = byArrival("message", before, max);
        return deleted + byArrival("message_change", before, max - deleted);
    }

    /** Of the rows that came first, those that are old enough: the time itself needs no index. */
    private int byArrival(String table, Instant before, int max) {
        List<Object[]> old = new ArrayList<>();
        jdbc.query(
                "select position, received_at from " + table + " order by position limit ?",
                row -> {
                    if (Times.of(row, "received_at").isBefore(before)) {
                        old.add(new Object[] {row.getLong("position")});
                    }
                },
                max);
        return deleteAll("delete from " + table + " where position = ?", old);
    }

    private int media(Instant before, int max) {
        return JdbcMedia.erase(
                jdbc,
                jdbc.queryForList(
                        "select media_id from media where received_at < ? order by received_at limit ?",
                        String.class,
                        Times.column(before),
                        max));
    }

    private int sends(Instant before, int max) {
        List<Object[]> ids = jdbc.query(
                """
                select s.id from send s
                where s.id < ? and s.changed_at < ? and s.state in (%s)
                  and (s.campaign = '' or not exists (select 1 from campaign c where c.id = s.campaign))
                order by s.id limit ?""".formatted(SETTLED),
                (row, n) -> new Object[] {row.getLong("id")},
                SendIds.firstAt(before),
                Times.column(before),
                max);
        deleteAll("delete from send_timeline where send_id = ?", ids);
        deleteAll("delete from send_status where send_id = ?", ids);
        deleteAll("delete from send_status where wamid = (select wamid from send where id = ?)", ids);
        return deleteAll("delete from send where id = ?", ids);
    }

    private int statuses(Instant before, int max) {
        return deleteAll(
                "delete from send_status where wamid = ? and status = ?",
                jdbc.query(
                        "select wamid, status from send_status where send_id is null and happened_at < ? limit ?",
                        (row, n) -> new Object[] {row.getString("wamid"), row.getString("status")},
                        Times.column(before),
                        max));
    }

    private int items(Instant before, int max) {
        return deleteAll(
                "delete from webhook_item where event_id = ?",
                jdbc.query(
                        "select event_id from webhook_item where received_at < ? order by received_at limit ?",
                        (row, n) -> new Object[] {row.getString("event_id")},
                        Times.column(before),
                        max));
    }

    private int campaigns(Instant before, int max) {
        int deleted = 0;
        while (deleted < max) {
            List<String> over = jdbc.queryForList("""
                    select id from campaign
                    where state in ('finished', 'failed') and coalesce(finished_at, arrived_at) < ?
                    order by arrived_at limit 1""", String.class, Times.column(before));
            if (over.isEmpty()) {
                return deleted;
            }
            int room = max - deleted;
            int rows = campaignRows(over.get(0), room);
            deleted += rows;
            if (rows < room) {
                jdbc.update("delete from campaign_preflight where campaign = ?", over.get(0));
                deleted += jdbc.update("delete from campaign where id = ?", over.get(0));
                for (String beside : List.of("campaign_control", "campaign_lane", "campaign_use")) {
                    jdbc.update("delete from " + beside + " where campaign = ?", over.get(0));
                }
            }
        }
        return deleted;
    }

    private int campaignRows(String campaign, int max) {
        return deleteAll(
                "delete from campaign_row where campaign = ? and row_no = ?",
                jdbc.query(
                        "select row_no from campaign_row where campaign = ? order by campaign, row_no limit ?",
                        (row, n) -> new Object[] {campaign, row.getLong("row_no")},
                        campaign,
                        max));
    }

    private int conversations(Instant before, int max) {
        List<Object[]> old = new ArrayList<>();
        // From number to number by the key, because the time is an order within each. What of the past is old came
        // lately: a
        // conversation stays as long as a message of it.
        for (String number = nextNumber(""); !number.isEmpty() && old.size() < max; number = nextNumber(number)) {
            old.addAll(jdbc.query(
                    """
                    select phone_number_id, contact from conversation where phone_number_id = ? and last_at < ?
                      and not exists (select 1 from message m
                        where m.phone_number_id = conversation.phone_number_id and m.contact = conversation.contact)
                    order by phone_number_id, last_at, contact limit ?""",
                    (row, n) -> new Object[] {row.getString("phone_number_id"), row.getString("contact")},
                    number,
                    Times.column(before),
                    max - old.size()));
        }
        return deleteAll("delete from conversation where phone_number_id = ? and contact = ?", old);
    }

    private int debts(Instant before, int max) {
        int pairs = deleteAll(
                "delete from pair_debt where phone_number_id = ? and contact = ?",
                jdbc.query(
                        "select phone_number_id, contact from pair_debt where burst_from < ? order by burst_from limit ?",
                        (row, n) -> new Object[] {row.getString("phone_number_id"), row.getString("contact")},
                        Times.column(before),
                        max));
        return pairs == max
                ? pairs
                : pairs
                        + deleteAll(
                                "delete from portfolio_person where contact = ?",
                                jdbc.query(
                                        "select contact from portfolio_person where last_at < ? order by last_at limit ?",
                                        (row, n) -> new Object[] {row.getString("contact")},
                                        Times.column(before),
                                        max - pairs));
    }

    private String nextNumber(String after) {
        return jdbc.queryForList("""
                        select phone_number_id from conversation where phone_number_id > ?
                        order by phone_number_id, last_at, contact limit 1""", String.class, after).stream().findFirst().orElse("");
    }

    private int deleteAll(String sql, List<Object[]> keys) {
        if (!keys.isEmpty()) {
            jdbc.batchUpdate(sql, keys);
        }
        return keys.size();
    }
}
