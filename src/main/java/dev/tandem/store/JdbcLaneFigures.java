package dev.tandem.store;

import dev.tandem.domain.LanePlace;
import dev.tandem.domain.Priority;
import dev.tandem.domain.SendState;
import dev.tandem.operation.LaneFigures;
import dev.tandem.send.WaitingSends;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Figures of the ledger in a database. */
public final class JdbcLaneFigures implements LaneFigures {

    private final JdbcTemplate jdbc;
    private final WaitingSends waiting;

    public JdbcLaneFigures(JdbcTemplate jdbc, WaitingSends waiting) {
        this.jdbc = jdbc;
        this.waiting = waiting;
    }

    @Override
    public Lane lane(String phoneNumberId) {
        long backlog = waiting.backlog(phoneNumberId).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return new Lane(backlog, backlog == 0 ? null : oldestReady(phoneNumberId));
    }

    /** The first of each campaign by the feeder's index, so that no row between is read. */
    private @Nullable Instant oldestReady(String phoneNumberId) {
        Instant oldest = null;
        for (Priority priority : Priority.values()) {
            for (String campaign : waiting.campaignsReady(phoneNumberId, priority)) {
                Instant first = firstReady(phoneNumberId, priority, campaign);
                oldest = oldest == null || (first != null && first.isBefore(oldest)) ? first : oldest;
            }
        }
        return oldest;
    }

    private @Nullable Instant firstReady(String phoneNumberId, Priority priority, String campaign) {
        return jdbc
                .query(
                        """
                        select changed_at from send
                        where phone_number_id = ? and place = ? and priority = ? and campaign = ?
                        order by phone_number_id, place, priority, campaign, id limit 1""",
                        (row, n) -> Times.of(row, "changed_at"),
                        phoneNumberId,
                        LanePlace.READY.letter(),
                        priority.ordinal(),
                        campaign)
                .stream()
                .findFirst()
                .orElse(null);
    }

    @Override
    public long unknown() {
        return Objects.requireNonNull(
                jdbc.queryForObject("select count(*) from send where state = ?", Long.class, SendState.UNKNOWN.code()));
    }
}
