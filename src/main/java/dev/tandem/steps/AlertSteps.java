package dev.tandem.steps;

import dev.tandem.domain.Alert;
import dev.tandem.domain.Alerts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Steps of what a person must know of. */
@Component("alerts")
public final class AlertSteps {

    private final Alerts alerts;

    public AlertSteps(Alerts alerts) {
        this.alerts = alerts;
    }

    /** The alerts that concern the caller's numbers, the latest first. */
    public void list(Exchange exchange) {
        Caller caller = Caller.of(exchange);
        List<Map<String, Object>> shown = alerts.standing().stream()
                .filter(alert -> alert.phoneNumberId().isEmpty() || caller.mayUse(alert.phoneNumberId()))
                .map(AlertSteps::json)
                .toList();
        Answers.json(exchange, 200, Map.of("alerts", shown));
    }

    private static Map<String, Object> json(Alert alert) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", alert.code());
        json.put("subject", alert.subject());
        json.put("phoneNumberId", alert.phoneNumberId());
        json.put("text", alert.text());
        json.put("since", alert.since().toString());
        json.put("lastAt", alert.lastAt().toString());
        json.put("count", alert.count());
        return json;
    }
}
