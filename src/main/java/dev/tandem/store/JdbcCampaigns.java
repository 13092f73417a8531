package dev.tandem.store;

import dev.tandem.campaign.Campaign;
import dev.tandem.campaign.CampaignSettings;
import dev.tandem.campaign.CampaignState;
import dev.tandem.campaign.Campaigns;
import dev.tandem.campaign.RowResult;
import dev.tandem.campaign.RowVerdict;
import dev.tandem.domain.Reason;
import dev.tandem.domain.SendState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
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

    /** It ended with the report about it. */
    private static final String CHECKED = "(state = 'finished' and read_at is null)";

    private static final String GIVES_WAY = "id = ? and (state = 'failed' or " + CHECKED + ")";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final CampaignCounts counts;

    public JdbcCampaigns(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.counts = new CampaignCounts(jdbc);
    }

    @Override
    public boolean settle(Campaign campaign, String engine) {
        Object[] columns = columns(campaign);
        Object[] arguments = Arrays.copyOf(columns, columns.length + 1);
        arguments[columns.length] = engine;
        return changesOne("""
                update campaign set name = ?, stem = ?, content_hash = ?, file_name = ?, state = ?, form = ?,
                  row_count = ?, problem = ?, arrived_at = ?, read_at = ?, finished_at = ?, content_run = ?,
                  waits_for = ?, settings = ?
                where id = ? and claimed_by = ?""", arguments);
    }

    /** In a transaction, because only those are known to be on disk when they return. */
    private boolean changesOne(String sql, Object... arguments) {
        return Boolean.TRUE.equals(transaction.execute(tx -> jdbc.update(sql, arguments) == 1));
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
        return changesOne(
                "update campaign set state = ?, waits_for = null where id = ? and state = ?",
                CampaignState.READING.code(),
                id,
                CampaignState.WAITING.code());
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

    @Override
    public List<Waiting> waiting(String campaignId) {
        return counts.waiting(campaignId);
    }

    @Override
    public Map<String, Long> countByState(String campaignId) {
        return counts.byState(campaignId);
    }

    @Override
    public List<Group> groups(String campaignId) {
        return counts.groups(campaignId);
    }

    @Override
    public long failures(Campaign campaign, Instant after) {
        return counts.failures(campaign, after);
    }

    @Override
    public long successes(Campaign campaign, Instant after, long enough) {
        return counts.successes(campaign, after, enough);
    }
}
