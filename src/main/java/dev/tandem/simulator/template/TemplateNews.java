package dev.tandem.simulator.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.time.SimulatorClock;
import dev.tandem.simulator.webhook.Postman;
import dev.tandem.simulator.webhook.Receipt;
import dev.tandem.simulator.webhook.WebhookItem;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tells the receiver that the status of a template changed: {@code message_template_status_update}. Thread-safe. */
public final class TemplateNews {
    private static final String FIELD = "message_template_status_update";
    private static final int MOST_DIGITS_OF_A_LONG = 18;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.US);

    private final SimulatorClock clock;
    private final Behaviour behaviour;
    private final Numbers numbers;
    private final Postman postman;

    public TemplateNews(SimulatorClock clock, Behaviour behaviour, Numbers numbers, Postman postman) {
        this.clock = clock;
        this.behaviour = behaviour;
        this.numbers = numbers;
        this.postman = postman;
    }

    /** Posts the change of one template of an account; an account without a number has nobody to tell. */
    public void changed(String wabaId, Template before, Template after) {
        SimulatedNumber number = numbers.ofWaba(wabaId);
        if (number == null || before.status().equals(after.status())) {
            return;
        }
        postman.offer(
                new WebhookItem(number.profile(), FIELD, null, value(before.status(), after), null, Receipt.NONE));
    }

    private ObjectNode value(String before, Template template) {
        ObjectNode json = MetaJson.object().put("event", template.status());
        if (template.id().length() <= MOST_DIGITS_OF_A_LONG && template.id().matches("\\d+")) {
            json.put("message_template_id", Long.parseLong(template.id()));
        } else {
            json.put("message_template_id", template.id());
        }
        json.put("message_template_name", template.name())
                .put("message_template_language", language(template))
                .put("message_template_category", template.category())
                .put("reason", template.status().equals("REJECTED") ? "INVALID_FORMAT" : null);
        switch (template.status()) {
            case "PAUSED" -> otherInfo(json, "FIRST_PAUSE", "paused for 3 hours, because people did not like it");
            case "DISABLED" -> {
                otherInfo(json, "DISABLED", "disabled for good, because people did not like it");
                String today = DAY.format(clock.now().atOffset(ZoneOffset.UTC));
                json.putObject("disable_info").put("disable_date", today);
            }
            case "REJECTED" ->
                json.putObject("rejection_info")
                        .put("reason", "a variable stands at the end of the text")
                        .put("recommendation", "put words after the last variable");
            case "APPROVED" -> {
                if (before.equals("PAUSED")) {
                    otherInfo(json, "UNPAUSE", "the pause is over");
                }
            }
            default -> {
                // The others come as a bare event.
            }
        }
        return json;
    }

    private static void otherInfo(ObjectNode json, String title, String description) {
        json.putObject("other_info").put("title", title).put("description", description);
    }

    private String language(Template template) {
        return behaviour.on(Switch.TEMPLATE_LANGUAGE_DASH)
                ? template.language().replace('_', '-')
                : template.language();
    }
}
