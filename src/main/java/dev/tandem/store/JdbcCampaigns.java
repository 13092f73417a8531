package dev.tandem.store;

import dev.tandem.campaign.Campaign;
import dev.tandem.campaign.CampaignSettings;
import dev.tandem.campaign.CampaignState;
import dev.tandem.campaign.Campaigns;
import dev.tandem.campaign.RowResult;
import dev.tandem.campaign.RowVerdict;
import dev.tandem.domain.Reason;
import dev.tandem.domain.SendState;
import dev.tandem.send.SendIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Campaigns and their rows in a database; how a row stands is always read from its send. */
public final class JdbcCampaigns implements Campaigns {

    private static final String UNSETTLED = Arrays.stream(SendState.values())
            .filter(state -> !state.isSettled())
            .map(state -> "'" + state.code() + "'")
            .collect(Collectors.joining(", "));

    private static final String CANCELLABLE = Arrays.stream(SendState.values())
            .filter(SendState::isCancellable)
            .map(state -> "'" + state.code() + "'")
            .collect(Collectors.joining(", "));

    private static final List<String> FAILURES = List.of(SendState.FAILED.code(), SendState.REJECTED.code());

    private static final List<String> SUCCESSES = Stream.of(
                    SendState.SUBMITTED, SendState.SENT, SendState.DELIVERED, SendState.READ, SendState.PLAYED)
            .map(SendState::code)
            .toList();

    private static final String OF_CAMPAIGN = "state = ? and id >= ? and campaign = ? and changed_at > ?";

    /** What a row without a send is called: it was refused, or its campaign cancelled before it became one. */
    private static final String STATE = "coalesce(s.state, case when r.reason = 'cancelled'"
            + " then cast('cancelled' as varchar(12)) else cast('" + RowResult.REFUSED + "' as varchar(12)) end)";

    /** It ended with the report about it. */
    private static final String CHECKED = "(state = 'finished' and read_at is null)";

    private static final String GIVES_WAY = "id = ? and (state = 'failed' or " + CHECKED + ")";

    private static final int REASONS_WITH_DETAIL = 10;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public JdbcCampaigns(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public boolean settle(Campaign campaign, String engine) {
        Object[] columns = columns(campaign);
        Object[] arguments = Arrays.copyOf(columns, columns.length + 1);
        arguments[columns.length] = engine;
        return jdbc.update("""
                        update campaign set name = ?, stem = ?, content_hash = ?, file_name = ?, state = ?, form = ?,
                          row_count = ?, problem = ?, arrived_at = ?, read_at = ?, finished_at = ?, content_run = ?,
                          waits_for = ?, settings = ?
                        where id = ? and claimed_by = ?""", arguments) == 1;
    }

    @Override
    public boolean add(Campaign campaign) {
        try {
            transaction.executeWithoutResult(tx -> {
                giveWay(campaign.id());
                insert(campaign);
            });
            return true;
        } catch (DuplicateKeyException | ConcurrencyFailureException anotherWasFaster) {
            return false;
        }
    }

    /**
     * What was decided about one that was only checked, or failed before it had rows, is no word about the one that comes now; nor
     * is the report about it. One with rows goes on for its results: what was decided about it holds.
     */
    private void giveWay(String id) {
        jdbc.update(
                "delete from campaign_preflight where campaign in (select id from campaign where " + GIVES_WAY + ")",
                id);
        jdbc.update(
                "delete from campaign_control where campaign in (select id from campaign where " + GIVES_WAY
                        + ") and not exists (select 1 from campaign_row r where r.campaign = campaign_control.campaign)",
                id);
        jdbc.update("delete from campaign where " + GIVES_WAY, id);
    }

    private void insert(Campaign campaign) {
        jdbc.update("""
                insert into campaign (name, stem, content_hash, file_name, state, form, row_count, problem,
                  arrived_at, read_at, finished_at, content_run, waits_for, settings, id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", columns(campaign));
    }

    private static Object[] columns(Campaign campaign) {
        return new Object[] {
            campaign.name(),
            campaign.stem(),
            campaign.contentHash(),
            campaign.file(),
            campaign.state().code(),
            campaign.form(),
            campaign.rows(),
            cut(campaign.problem()),
            Times.column(campaign.arrivedAt()),
            Times.column(campaign.readAt()),
            Times.column(campaign.finishedAt()),
            campaign.contentRun(),
            campaign.waitsFor(),
            campaign.settings().json(),
            campaign.id()
        };
    }

    @Override
    public boolean claim(String id, CampaignState state, String engine, Instant until) {
        return jdbc.update("""
                        update campaign set claimed_by = ?, claimed_until = ?
                        where id = ? and state = ? and (claimed_by is null or claimed_by = ? or claimed_until < ?)""", engine, Times.column(until), id, state.code(), engine, Times.column(clock.instant()))
                == 1;
    }

    @Override
    public void release(String id, String engine) {
        jdbc.update(
                "update campaign set claimed_by = null, claimed_until = null where id = ? and claimed_by = ?",
                id,
                engine);
    }

    @Override
    public boolean approve(String id) {
        return jdbc.update(
                        "update campaign set state = ?, waits_for = null where id = ? and state = ?",
                        CampaignState.READING.code(),
                        id,
                        CampaignState.WAITING.code())
                == 1;
    }

    private static @Nullable String cut(@Nullable String problem) {
        return problem == null || problem.length() <= 10_000 ? problem : problem.substring(0, 9_999) + "…";
    }

    @Override
    public Optional<Campaign> find(String id) {
        return query("where id = ?", id).stream().findFirst();
    }

    @Override
    public List<Campaign> withContent(String contentHash) {
        return query("where content_hash = ? order by arrived_at desc", contentHash);
    }

    @Override
    public List<Campaign> named(String name) {
        return query("where name = ? order by arrived_at desc", name);
    }

    @Override
    public List<Campaign> inState(CampaignState state) {
        return query("where state = ? order by state, arrived_at", state.code());
    }

    @Override
    public List<Campaign> newest(int max) {
        return query("order by arrived_at desc limit ?", max);
    }

    private List<Campaign> query(String condition, Object argument) {
        return jdbc.query("select * from campaign " + condition, JdbcCampaigns::campaign, argument);
    }

    private static Campaign campaign(ResultSet row, int n) throws SQLException {
        return new Campaign(
                row.getString("id"),
                row.getString("name"),
                row.getString("stem"),
                row.getString("content_hash"),
                row.getString("file_name"),
                CampaignState.parse(row.getString("state")),
                row.getString("form"),
                row.getLong("row_count"),
                row.getString("problem"),
                Times.of(row, "arrived_at"),
                Times.nullable(row, "read_at"),
                Times.nullable(row, "finished_at"),
                row.getString("waits_for"),
                CampaignSettings.parse(row.getString("settings")));
    }

    @Override
    public void keep(String campaignId, List<RowVerdict> rows) {
        Instant now = clock.instant();
        List<Object[]> columns = rows.stream()
                .map(row -> new Object[] {
                    campaignId,
                    row.row(),
                    row.sendId(),
                    SendRows.reason(row.refusal()),
                    SendRows.detail(row.refusal()),
                    Times.column(now)
                })
                .toList();
        transaction.executeWithoutResult(tx -> jdbc.batchUpdate(
                "insert into campaign_row (campaign, row_no, send_id, reason, detail, kept_at) values (?, ?, ?, ?, ?, ?)",
                columns));
    }

    @Override
    public long lastRow(String campaignId) {
        return jdbc
                .queryForList(
                        "select row_no from campaign_row where campaign = ? order by campaign desc, row_no desc limit 1",
                        Long.class,
                        campaignId)
                .stream()
                .findFirst()
                .orElse(0L);
    }

    @Override
    public boolean hasSends(String campaignId) {
        return !jdbc.queryForList(
                        "select row_no from campaign_row where campaign = ? and send_id is not null"
                                + " order by campaign, row_no limit 1",
                        Long.class,
                        campaignId)
                .isEmpty();
    }

    @Override
    public List<RowResult> results(String campaignId, long afterRow, int max) {
        // The page is cut before the join: the other way round a database may join the whole campaign first.
        return jdbc.query("""
                select r.row_no, r.send_id, r.reason as refused_reason, r.detail as refused_detail, r.kept_at,
                  s.state, s.reason, s.detail, s.wamid, s.changed_at, s.attempt, s.pricing
                from (select * from campaign_row where campaign = ? and row_no > ?
                      order by campaign, row_no limit ?) r
                left join send s on s.id = r.send_id
                order by r.row_no""", JdbcCampaigns::result, campaignId, afterRow, max);
    }

    private static RowResult result(ResultSet row, int n) throws SQLException {
        long number = row.getLong("row_no");
        long sendId = row.getLong("send_id");
        if (row.wasNull()) {
            boolean cancelled = Reason.CANCELLED.code().equals(row.getString("refused_reason"));
            return new RowResult(
                    number,
                    null,
                    cancelled ? SendState.CANCELLED.code() : RowResult.REFUSED,
                    row.getString("refused_reason"),
                    row.getString("refused_detail"),
                    null,
                    Times.of(row, "kept_at"),
                    null,
                    null);
        }
        return new RowResult(
                number,
                sendId,
                row.getString("state"),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("wamid"),
                Times.of(row, "changed_at"),
                row.getInt("attempt"),
                row.getString("pricing"));
    }

    @Override
    public List<Long> refused(String campaignId, long afterRow, int max) {
        return jdbc.queryForList("""
                select row_no from campaign_row
                where campaign = ? and row_no > ? and send_id is null and reason <> 'cancelled'
                order by campaign, row_no limit ?""", Long.class, campaignId, afterRow, max);
    }

    @Override
    public OptionalLong firstUnsettled(String campaignId, long fromRow) {
        return jdbc.queryForList("""
                        select r.row_no from campaign_row r join send s on s.id = r.send_id
                        where r.campaign = ? and r.row_no >= ? and s.state in (%s)
                        order by r.campaign, r.row_no limit 1""".formatted(UNSETTLED), Long.class, campaignId, fromRow).stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    @Override
    public List<Waiting> waiting(String campaignId) {
        return jdbc.query(
                """
                select s.reason, count(*) as many, max(s.detail) as detail
                from campaign_row r join send s on s.id = r.send_id
                where r.campaign = ? and s.state = 'held' and s.reason is not null
                group by s.reason order by many desc, s.reason""",
                (row, n) -> new Waiting(row.getString("reason"), row.getLong("many"), row.getString("detail")),
                campaignId);
    }

    @Override
    public Map<String, Long> countByState(String campaignId) {
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

    @Override
    public List<Group> groups(String campaignId) {
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

    @Override
    public List<SentRow> notLeft(String campaignId, long afterRow, int max) {
        return jdbc.query("""
                select r.row_no, r.send_id from campaign_row r join send s on s.id = r.send_id
                where r.campaign = ? and r.row_no > ? and s.state in (%s) and s.campaign = r.campaign
                order by r.campaign, r.row_no limit ?""".formatted(CANCELLABLE), JdbcCampaigns::sentRow, campaignId, afterRow, max);
    }

    @Override
    public List<SentRow> failed(String campaignId, Instant until, long afterRow, int max) {
        return jdbc.query("""
                select r.row_no, r.send_id from campaign_row r join send s on s.id = r.send_id
                where r.campaign = ? and r.row_no > ? and s.state = 'failed' and s.changed_at <= ?
                  and s.campaign = r.campaign
                order by r.campaign, r.row_no limit ?""", JdbcCampaigns::sentRow, campaignId, afterRow, Times.column(until), max);
    }

    private static SentRow sentRow(ResultSet row, int n) throws SQLException {
        return new SentRow(row.getLong("row_no"), row.getLong("send_id"));
    }

    /** By state, from the first id that the campaign can have: there are few failures. */
    @Override
    public long failures(Campaign campaign, Instant after) {
        return FAILURES.stream()
                .mapToLong(state -> count("select count(*) from send where " + OF_CAMPAIGN, state, campaign, after))
                .sum();
    }

    /** Of the others enough is enough. */
    @Override
    public long successes(Campaign campaign, Instant after, long enough) {
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
