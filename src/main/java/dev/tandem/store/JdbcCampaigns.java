package dev.tandem.store;

import dev.tandem.campaign.Campaign;
import dev.tandem.campaign.CampaignSettings;
import dev.tandem.campaign.CampaignState;
import dev.tandem.campaign.Campaigns;
import dev.tandem.campaign.RowResult;
import dev.tandem.campaign.RowVerdict;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Campaigns and their rows in a database; how a row stands is always read from its send. */
public final class JdbcCampaigns implements Campaigns {

    private static final String UNSETTLED = Arrays.stream(SendState.values())
            .filter(state -> !state.isSettled())
            .map(state -> "'" + state.code() + "'")
            .collect(Collectors.joining(", "));

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public JdbcCampaigns(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public void save(Campaign campaign) {
        transaction.executeWithoutResult(tx -> {
            jdbc.update("delete from campaign where id = ?", campaign.id());
            jdbc.update(
                    """
                    insert into campaign (id, name, stem, content_hash, file_name, state, form, row_count, problem,
                      arrived_at, read_at, finished_at, waits_for, settings)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    campaign.id(),
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
                    campaign.waitsFor(),
                    campaign.settings().json());
        });
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

    private static @org.jspecify.annotations.Nullable String cut(@org.jspecify.annotations.Nullable String problem) {
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
    public List<RowResult> results(String campaignId, long afterRow, int max) {
        // The page is cut before the join: the other way round a database may join the whole campaign first.
        return jdbc.query("""
                select r.row_no, r.send_id, r.reason as refused_reason, r.detail as refused_detail, r.kept_at,
                  s.state, s.reason, s.detail, s.wamid, s.changed_at
                from (select * from campaign_row where campaign = ? and row_no > ?
                      order by campaign, row_no limit ?) r
                left join send s on s.id = r.send_id
                order by r.row_no""", JdbcCampaigns::result, campaignId, afterRow, max);
    }

    private static RowResult result(ResultSet row, int n) throws SQLException {
        long number = row.getLong("row_no");
        long sendId = row.getLong("send_id");
        if (row.wasNull()) {
            return new RowResult(
                    number,
                    null,
                    RowResult.REFUSED,
                    row.getString("refused_reason"),
                    row.getString("refused_detail"),
                    null,
                    Times.of(row, "kept_at"));
        }
        return new RowResult(
                number,
                sendId,
                row.getString("state"),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("wamid"),
                Times.of(row, "changed_at"));
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
                select coalesce(s.state, '%s') as state, count(*) as many
                from campaign_row r left join send s on s.id = r.send_id
                where r.campaign = ? group by coalesce(s.state, '%s')""".formatted(RowResult.REFUSED, RowResult.REFUSED),
                row -> {
                    counts.put(row.getString("state"), row.getLong("many"));
                },
                campaignId);
        return counts;
    }
}
