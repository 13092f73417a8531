package dev.tandem.steps;

import dev.tandem.coexistence.watch.ConnectionBook;
import dev.tandem.coexistence.watch.Forecast;
import dev.tandem.coexistence.watch.SignsOfLife;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import dev.tandem.domain.Restriction;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How a number is connected, for {@code GET /numbers}. A number that is not linked says so in its state, paused or not. */
@Component
@Order(10)
final class ConnectionPart implements NumberPart {

    private final ConnectionBook book;
    private final SignsOfLife signs;
    private final Forecast forecast;
    private final Clock clock;

    ConnectionPart(ConnectionBook book, SignsOfLife signs, Forecast forecast, Clock clock) {
        this.book = book;
        this.signs = signs;
        this.forecast = forecast;
        this.clock = clock;
    }

    @Override
    public Map<String, Object> of(BusinessNumber number) {
        Connection connection = book.of(number);
        Map<String, Object> json = new LinkedHashMap<>();
        if (!connection.isLinked()) {
            json.put("state", connection.state().code());
            json.put("why", connection.why() + " " + connection.remedy());
            json.put("since", connection.since().toString());
        }
        json.put("connection", json(number, connection));
        json.put(
                "restrictions",
                book.restrictions(number, clock.instant()).stream()
                        .map(ConnectionPart::json)
                        .toList());
        return json;
    }

    private Map<String, Object> json(BusinessNumber number, Connection connection) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", connection.state().code());
        json.put("since", connection.since().toString());
        if (!connection.isLinked()) {
            json.put("cause", connection.cause());
            json.put("why", connection.why());
            json.put("remedy", connection.remedy());
        }
        if (!connection.initiatedBy().isEmpty()) {
            json.put("initiatedBy", connection.initiatedBy());
        }
        signs.phone(number.phoneNumberId()).ifPresent(at -> json.put("phoneLastSeenAt", at.toString()));
        if (connection.isLinked()) {
            json.put("warnAt", forecast.warnAt(number, connection).toString());
        }
        return json;
    }

    private static Map<String, Object> json(Restriction restriction) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", restriction.kind());
        if (restriction.scope() != null) {
            json.put("scope", restriction.scope().code());
        }
        if (restriction.until() != null) {
            json.put("until", restriction.until().toString());
        }
        return json;
    }
}
