package dev.tandem.store;

import dev.tandem.send.CampaignLanes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What the lanes must know of campaigns, in a database. */
public final class JdbcCampaignLanes implements CampaignLanes {

    /** The row of a campaign that is held, by its id. */
    static final String HELD =
            "select 1 from campaign_control as decided where decided.campaign = ? and decided.held = true";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcCampaignLanes(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public Map<String, Order> orders(Collection<String> campaigns) {
        Map<String, Order> orders = new HashMap<>();
        jdbc.query("""
                select c.campaign, c.held, c.pace_share
                from unnest(cast(? as varchar(300) array)) as asked (campaign)
                join campaign_control c on c.campaign = asked.campaign""", statement -> TextArray.set(statement, 1, campaigns), row -> {
            orders.put(row.getString("campaign"), new Order(row.getBoolean("held"), row.getDouble("pace_share")));
        });
        return orders;
    }

    @Override
    public Optional<Long> paidUntil(String campaign, String phoneNumberId) {
        return jdbc
                .queryForList(
                        "select paid_until from campaign_lane where campaign = ? and phone_number_id = ?",
                        Long.class,
                        campaign,
                        phoneNumberId)
                .stream()
                .findFirst();
    }

    @Override
    public boolean pay(String campaign, String phoneNumberId, Optional<Long> before, long after) {
        try {
            return Boolean.TRUE.equals(transaction.execute(tx -> written(campaign, phoneNumberId, before, after) == 1));
        } catch (DuplicateKeyException | ConcurrencyFailureException somebodyWasFaster) {
            return false;
        }
    }

    private int written(String campaign, String phoneNumberId, Optional<Long> before, long after) {
        return before.isPresent()
                ? jdbc.update(
                        "update campaign_lane set paid_until = ? where campaign = ? and phone_number_id = ? and paid_until = ?",
                        after,
                        campaign,
                        phoneNumberId,
                        before.get())
                : jdbc.update(
                        "insert into campaign_lane (campaign, phone_number_id, paid_until) values (?, ?, ?)",
                        campaign,
                        phoneNumberId,
                        after);
    }
}
