package dev.tandem.store;

import dev.tandem.campaign.Campaign;
import dev.tandem.campaign.Campaigns.Group;
import dev.tandem.campaign.Campaigns.Waiting;
import dev.tandem.campaign.RowResult;
import dev.tandem.domain.SendState;
import dev.tandem.send.SendIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Counts the rows of campaigns by how they stand, always from the rows and their sends. Thread-safe. */
final class CampaignCounts {

    private static final List<String> FAILURES = List.of(SendState.FAILED.code(), SendState.REJECTED.code());

    private static final List<String> SUCCESSES = Stream.of(
                    SendState.SUBMITTED, SendState.SENT, SendState.DELIVERED, SendState.READ, SendState.PLAYED)
            .map(SendState::code)
            .toList();

    private static final String OF_CAMPAIGN = "state = ? and id >= ? and campaign = ? and changed_at > ?";

    /** What a row without a send is called: it was refused, or its campaign cancelled before it became one. */
    private static final String STATE = "coalesce(s.state, case when r.reason = 'cancelled'"
            + " then cast('cancelled' as varchar(12)) else cast('" + RowResult.REFUSED + "' as varchar(12)) end)";

    private static final int REASONS_WITH_DETAIL = 10;

    private final JdbcTemplate jdbc;

    CampaignCounts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<Waiting> waiting(String campaignId) {
        return jdbc.query(
                """
                select s.reason, count(*) as many, max(s.detail) as detail
                from campaign_row r join send s on s.id = r.send_id
                where r.campaign = ? and s.state = 'held' and s.reason is not null
                group by s.reason order by many desc, s.reason""",
                (row, n) -> new Waiting(row.getString("reason"), row.getLong("many"), row.getString("detail")),
                campaignId);
    }

    Map<String, Long> byState(String campaignId) {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.query(
                """
                select %s as state, count(*) as many
                from campaign_row r left join send s on s.id = r.send_id
                where r.campaign = ? group by %s""".formatted(STATE, STATE),
                row -> {
                    counts.put(row.getString("state"), row.getLong("many"));
                },
                campaignId);
        return counts;
    }

    List<Group> groups(String campaignId) {
        List<Counted> counted = jdbc.query(
                """
                select %s as how, coalesce(s.reason, r.reason) as why, count(*) as many, max(r.row_no) as example
                from campaign_row r left join send s on s.id = r.send_id
                where r.campaign = ? group by %s, coalesce(s.reason, r.reason)
                order by many desc, how, why""".formatted(STATE, STATE),
                (row, n) -> new Counted(
                        row.getString("how"), row.getString("why"), row.getLong("many"), row.getLong("example")),
                campaignId);
        List<Group> groups = new ArrayList<>();
        int explained = 0;
        for (Counted each : counted) {
            boolean explain = each.reason() != null && explained++ < REASONS_WITH_DETAIL;
            groups.add(new Group(
                    each.state(), each.reason(), each.rows(), explain ? detail(campaignId, each.example()) : null));
        }
        return groups;
    }

    private record Counted(String state, @Nullable String reason, long rows, long example) {}

    private @Nullable String detail(String campaignId, long row) {
        return jdbc
                .query("""
                        select coalesce(s.detail, r.detail) as detail
                        from campaign_row r left join send s on s.id = r.send_id
                        where r.campaign = ? and r.row_no = ?""", (found, n) -> Objects.requireNonNullElse(found.getString("detail"), ""), campaignId, row)
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** By state, from the first id that the campaign can have: there are few failures. */
    long failures(Campaign campaign, Instant after) {
        return FAILURES.stream()
                .mapToLong(state -> count("select count(*) from send where " + OF_CAMPAIGN, state, campaign, after))
                .sum();
    }

    /** Of the others enough is enough. */
    long successes(Campaign campaign, Instant after, long enough) {
        String some = "select count(*) from (select id from send where " + OF_CAMPAIGN
                + " order by state, id limit ?) as found";
        long count = 0;
        for (String state : SUCCESSES) {
            if (count < enough) {
                count += count(some, state, campaign, after, enough - count);
            }
        }
        return count;
    }

    private long count(String sql, String state, Campaign campaign, Instant after, Object... more) {
        Object[] first = {state, SendIds.firstAt(campaign.arrivedAt()), campaign.id(), Times.column(after)};
        return Objects.requireNonNull(jdbc.queryForObject(
                sql, Long.class, Stream.of(first, more).flatMap(Arrays::stream).toArray()));
    }
}
