package dev.tandem.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.campaign.PreflightReport;
import dev.tandem.campaign.Preflights;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The reports about campaigns in a database, each as one text. */
public final class JdbcPreflights implements Preflights {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcPreflights(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public void keep(PreflightReport report) {
        String text = write(report);
        transaction.executeWithoutResult(tx -> {
            jdbc.update("delete from campaign_preflight where campaign = ?", report.campaign());
            jdbc.update(
                    "insert into campaign_preflight (campaign, checked_at, report) values (?, ?, ?)",
                    report.campaign(),
                    Times.column(Instant.parse(report.checkedAt())),
                    text);
        });
    }

    private static String write(PreflightReport report) {
        try {
            return JSON.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A preflight report cannot be written as JSON", e);
        }
    }

    @Override
    public Optional<PreflightReport> find(String campaignId) {
        return jdbc
                .queryForList("select report from campaign_preflight where campaign = ?", String.class, campaignId)
                .stream()
                .findFirst()
                .map(JdbcPreflights::read);
    }

    private static PreflightReport read(String text) {
        try {
            return JSON.readValue(text, PreflightReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A kept preflight report cannot be read", e);
        }
    }
}
