package dev.tandem.store;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.tandem.domain.LanePlace;
import dev.tandem.domain.SendState;
import dev.tandem.operation.DataSubject;
import dev.tandem.operation.PersonalData;
import dev.tandem.send.SendIds;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What was sent to a person through the API. The row stays as evidence, with its key, times and state; recipient, content,
 * Meta's message id (which has the phone number in it) and every text go. One that has not left by then expires at once.
 */
public final class PersonalSends implements PersonalData {

    /** Who a forgotten person is in the ledger. */
    static final String NOBODY = "forgotten";

    private static final String NO_TEXT = "Erased: the person was forgotten.";

    private static final String UNSETTLED = Arrays.stream(SendState.values())
            .filter(state -> !state.isSettled())
            .map(state -> "'" + state.code() + "'")
            .collect(Collectors.joining(", "));

    private final JdbcTemplate jdbc;

    public PersonalSends(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "sends";
    }

    @Override
    public List<Map<String, Object>> export(DataSubject person) {
        return jdbc.query(
                "select * from send where " + Columns.ofPerson(person, "contact") + " order by id",
                (row, n) -> {
                    long id = row.getLong("id");
                    return Columns.row(
                            "sendId", SendIds.text(id),
                            "id", row.getString("client_id"),
                            "to", row.getString("contact"),
                            "waId", row.getString("wa_id"),
                            "messageId", row.getString("wamid"),
                            "state", row.getString("state"),
                            "reason", row.getString("reason"),
                            "detail", row.getString("detail"),
                            "source", row.getString("source"),
                            "acceptedAt", Times.of(row, "accepted_at").toString(),
                            "changedAt", Times.of(row, "changed_at").toString(),
                            "request", new RawValue(row.getString("request")),
                            "timeline", timeline(id));
                },
                Columns.values(person));
    }

    private List<Map<String, Object>> timeline(long id) {
        return jdbc.query(
                SendRows.TIMELINE,
                (row, n) -> Columns.row(
                        "at", Times.of(row, "happened_at").toString(),
                        "state", row.getString("state"),
                        "reason", row.getString("reason"),
                        "detail", row.getString("detail"),
                        "attempt", row.getInt("attempt")),
                id,
                id);
    }

    @Override
    public int erase(DataSubject person, Instant now) {
        List<Map<String, Object>> sends = jdbc.query(
                "select id, wamid from send where " + Columns.ofPerson(person, "contact") + " order by id",
                (row, n) -> Columns.row("id", row.getLong("id"), "wamid", row.getString("wamid")),
                Columns.values(person));
        if (sends.isEmpty()) {
            return 0;
        }
        List<Object[]> ids =
                sends.stream().map(send -> new Object[] {send.get("id")}).toList();
        List<Object[]> wamids = sends.stream()
                .map(send -> send.get("wamid"))
                .filter(Objects::nonNull)
                .map(wamid -> new Object[] {wamid})
                .toList();
        jdbc.batchUpdate("delete from send_status where send_id = ?", ids);
        if (!wamids.isEmpty()) {
            jdbc.batchUpdate("delete from send_status where wamid = ?", wamids);
        }
        jdbc.batchUpdate(
                "update send_timeline set detail = '" + NO_TEXT + "' where send_id = ? and detail is not null", ids);
        // A request under way keeps its version, so that its answer is recorded; whatever else waits must be read
        // again.
        jdbc.batchUpdate(
                """
                update send set request = '{}', contact = '%s', recipient_phone = null, recipient_user_id = '%s',
                  wamid = null, wa_id = null, detail = case when reason is null then null else '%s' end,
                  expires_at = case when state in (%s) then cast(? as timestamp(6) with time zone) else expires_at end,
                  wake_at = case when state in (%s) and state <> 'sending'
                    then cast(? as timestamp(6) with time zone) else null end,
                  place = case when state in (%s) then place else '%s' end,
                  version = case when state = 'sending' then version else version + 1 end
                where id = ?""".formatted(NOBODY, NOBODY, NO_TEXT, UNSETTLED, UNSETTLED, UNSETTLED, LanePlace.DONE.letter()),
                ids.stream()
                        .map(id -> new Object[] {Times.column(now), Times.column(now), id[0]})
                        .toList());
        return ids.size();
    }
}
