package dev.tandem.store;

import dev.tandem.campaign.CampaignControl;
import dev.tandem.campaign.CampaignControls;
import dev.tandem.campaign.CampaignState;
import dev.tandem.campaign.PauseReason;
import dev.tandem.campaign.StopRules;
import dev.tandem.domain.TemplateName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What was decided about campaigns, in a database. */
public final class JdbcCampaignControls implements CampaignControls {

    private static final int LONGEST_DETAIL = 2000;
    private static final int LONGEST_NAME = 200;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcCampaignControls(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public CampaignControl find(String campaignId) {
        return jdbc
                .query("select * from campaign_control where campaign = ?", (row, n) -> control(row), campaignId)
                .stream()
                .findFirst()
                .orElse(CampaignControl.UNTOUCHED);
    }

    private static CampaignControl control(ResultSet row) throws SQLException {
        Instant pausedAt = Times.nullable(row, "paused_at");
        Instant cancelledAt = Times.nullable(row, "cancelled_at");
        return new CampaignControl(
                pausedAt == null
                        ? null
                        : new CampaignControl.Pause(
                                PauseReason.parse(row.getString("reason")),
                                row.getString("paused_by"),
                                row.getString("detail"),
                                pausedAt),
                Times.nullable(row, "judged_from"),
                cancelledAt == null ? null : new CampaignControl.Cancel(row.getString("cancelled_by"), cancelledAt),
                Times.nullable(row, "retry_at"),
                row.getDouble("pace_share"),
                rules(row));
    }

    private static @Nullable StopRules rules(ResultSet row) throws SQLException {
        int minimum = row.getInt("stop_minimum");
        if (row.wasNull()) {
            return null;
        }
        double share = row.getDouble("stop_share");
        return new StopRules(
                row.wasNull() ? null : share,
                minimum,
                row.getBoolean("stop_quality"),
                row.getBoolean("stop_template"),
                row.getBoolean("stop_unlinked"));
    }

    @Override
    public boolean pause(String campaignId, CampaignControl.Pause pause) {
        return change(
                campaignId,
                () -> jdbc.update(
                        """
                        update campaign_control set held = true, paused_at = ?, paused_by = ?, reason = ?, detail = ?
                        where campaign = ? and held = false""",
                        Times.column(pause.since()),
                        Text.cut(pause.by(), LONGEST_NAME),
                        pause.reason().code(),
                        Text.cut(pause.detail(), LONGEST_DETAIL),
                        campaignId));
    }

    @Override
    public boolean resume(String campaignId, Instant now) {
        return change(campaignId, () -> jdbc.update("""
                        update campaign_control set held = false, paused_at = null, paused_by = null, reason = null,
                          detail = null, judged_from = ?
                        where campaign = ? and paused_at is not null and cancelled_at is null""", Times.column(now), campaignId));
    }

    @Override
    public void cancel(String campaignId, CampaignControl.Cancel cancel) {
        change(
                campaignId,
                () -> jdbc.update("""
                        update campaign_control set held = true, cancelled_at = ?, cancelled_by = ?, paused_at = null,
                          paused_by = null, reason = null, detail = null, retry_at = null
                        where campaign = ? and cancelled_at is null""", Times.column(cancel.at()), Text.cut(cancel.by(), LONGEST_NAME), campaignId));
    }

    @Override
    public void share(String campaignId, double share) {
        change(
                campaignId,
                () -> jdbc.update("update campaign_control set pace_share = ? where campaign = ?", share, campaignId));
    }

    @Override
    public void rules(String campaignId, @Nullable StopRules rules) {
        change(
                campaignId,
                () -> jdbc.update(
                        """
                        update campaign_control set stop_share = ?, stop_minimum = ?, stop_quality = ?, stop_template = ?,
                          stop_unlinked = ? where campaign = ?""",
                        rules == null ? null : rules.failureShare(),
                        rules == null ? null : rules.minimum(),
                        rules == null ? null : rules.quality(),
                        rules == null ? null : rules.template(),
                        rules == null ? null : rules.unlinked(),
                        campaignId));
    }

    @Override
    public void retry(String campaignId, Instant until) {
        change(campaignId, () -> {
            // What failed before is sent again, so it is no reason to stop any more.
            int wished = jdbc.update("""
                    update campaign_control set retry_at = ?, judged_from = ?
                    where campaign = ? and retry_at is null and cancelled_at is null""", Times.column(until), Times.column(until), campaignId);
            return wished
                    + jdbc.update(
                            """
                            update campaign set state = ?, finished_at = null where id = ? and state = ?
                              and exists (select 1 from campaign_control c where c.campaign = ? and c.retry_at is not null)""", CampaignState.RUNNING.code(), campaignId, CampaignState.FINISHED.code(), campaignId);
        });
    }

    @Override
    public void retried(String campaignId, Instant until) {
        change(
                campaignId,
                () -> jdbc.update(
                        "update campaign_control set retry_at = null where campaign = ? and retry_at = ?",
                        campaignId,
                        Times.column(until)));
    }

    @Override
    public List<String> unfinishedOrders() {
        return jdbc.queryForList("""
                select c.campaign from campaign_control c join campaign a on a.id = c.campaign
                where c.retry_at is not null or (c.cancelled_at is not null and a.state in (?, ?))
                order by c.campaign""", String.class, CampaignState.READING.code(), CampaignState.RUNNING.code());
    }

    @Override
    public void use(String campaignId, Collection<Use> uses) {
        Set<Use> known = uses(campaignId);
        List<Object[]> fresh = uses.stream()
                .filter(use -> !known.contains(use))
                .distinct()
                .map(use -> new Object[] {
                    campaignId,
                    use.phoneNumberId(),
                    use.template() == null ? "" : use.template().name(),
                    use.template() == null ? "" : use.template().language()
                })
                .toList();
        if (!fresh.isEmpty()) {
            transaction.executeWithoutResult(tx -> jdbc.batchUpdate(
                    "insert into campaign_use (campaign, phone_number_id, template, language) values (?, ?, ?, ?)",
                    fresh));
        }
    }

    @Override
    public Set<Use> uses(String campaignId) {
        return new HashSet<>(jdbc.query(
                "select phone_number_id, template, language from campaign_use where campaign = ?",
                (row, n) -> new Use(
                        row.getString("phone_number_id"),
                        row.getString("template").isEmpty()
                                ? null
                                : new TemplateName(row.getString("template"), row.getString("language"))),
                campaignId));
    }

    /** A change of a row that is made when it is not there yet. */
    private boolean change(String campaignId, Supplier<Integer> update) {
        return Races.again(transaction, () -> {
            if (jdbc.queryForList("select 1 from campaign_control where campaign = ?", campaignId)
                    .isEmpty()) {
                jdbc.update(
                        "insert into campaign_control (campaign, held, pace_share) values (?, false, 1)", campaignId);
            }
            return update.get() > 0;
        });
    }
}
