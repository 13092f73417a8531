package dev.tandem.steps;

import dev.tandem.domain.Alert;
import dev.tandem.domain.Alerts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/**
 * What an engine writes into rows of the CRM's outbox table before it accepts them, so that no other engine takes them too,
 * and what it says of rows that were taken and left. Thread-safe.
 */
@Component("tableClaims")
public final class TableClaims {

    /** The alert of rows that an engine took and did not accept; its subject is the engine. */
    static final String TABLE_ROWS_LEFT = "table_rows_left";

    private final Engine engine;
    private final Alerts alerts;
    private final Clock clock;

    /**
     * Who claims.
     *
     * @param name goes with the ledger: whoever claims under it finds again what was accepted under it
     * @param leftAfter after this a claim counts as left
     */
    public record Engine(String name, Duration leftAfter) {}

    public TableClaims(Engine engine, Alerts alerts, Clock clock) {
        this.engine = engine;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** The parameters of the update that claims a row. */
    public Map<String, Object> claim(@Body Map<String, Object> row) {
        return Map.of("id", cells(row).get("id"), "engine", engine.name(), "at", inUtc(clock.instant()));
    }

    /** The parameters of the query for this engine's claims. */
    public Map<String, Object> mine() {
        return Map.of("engine", engine.name());
    }

    /** The parameters of the query for claims that were left. */
    public Map<String, Object> overdue() {
        return Map.of("before", inUtc(clock.instant().minus(engine.leftAfter())));
    }

    /** Says which engines left how many claims, and takes back what was said of others. */
    public void tell(@Body List<Map<String, Object>> left) {
        Set<String> engines = new TreeSet<>();
        for (Map<String, Object> row : left) {
            Map<String, Object> cells = cells(row);
            String name = String.valueOf(cells.get("engine"));
            engines.add(name);
            alerts.raise(TABLE_ROWS_LEFT, name, "", text(name, cells));
        }
        for (Alert alert : alerts.standing()) {
            if (alert.code().equals(TABLE_ROWS_LEFT) && !engines.contains(alert.subject())) {
                alerts.clear(TABLE_ROWS_LEFT, alert.subject());
            }
        }
    }

    private String text(String name, Map<String, Object> cells) {
        String what = "The engine '" + name + "' has taken " + cells.get("claims")
                + " rows of the CRM's table crm_outbox, the first at " + cells.get("oldest")
                + ", and neither accepted nor refused them. ";
        return name.equals(engine.name())
                ? what + "It is this engine: it tries again by itself, and its log says what is in the way."
                : what + "Only that engine goes on with them, so start it again. If it is gone for good, look at the"
                        + " chats, and set state and reason of what was not sent to null: then another engine takes them.";
    }

    /** Databases differ in whether they say id or ID. */
    private static Map<String, Object> cells(Map<String, Object> row) {
        Map<String, Object> cells = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        cells.putAll(row);
        return cells;
    }

    private static OffsetDateTime inUtc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
