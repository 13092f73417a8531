package dev.tandem.simulator.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.meta.MetaJson;
import java.util.Optional;

/** Adds what no page of Meta mentions: fields in items, and now and then a price or a webhook nobody has heard of. */
final class Untidiness {
    private static final double STRANGERS = 0.1;

    private final Behaviour behaviour;
    private final Dice dice;

    Untidiness(Behaviour behaviour, Dice dice) {
        this.behaviour = behaviour;
        this.dice = dice;
    }

    /** Perhaps adds an unknown field to an item that is not posted yet; perhaps makes a webhook of an unknown field. */
    Optional<WebhookItem> addTo(WebhookItem item) {
        if (item.list() == null || !dice.chance(behaviour.rate(Switch.UNKNOWN_FIELD_RATE))) {
            return Optional.empty();
        }
        item.content()
                .putObject("trace_hint")
                .put("hop", 3)
                .putArray("tags")
                .add("é/ü")
                .addNull();
        if (!dice.chance(STRANGERS)) {
            return Optional.empty();
        }
        if (item.content().get("pricing") instanceof ObjectNode pricing) {
            pricing.put("type", "unheard_of");
        }
        return Optional.of(new WebhookItem(
                item.number(),
                "message_insights",
                null,
                MetaJson.object().put("kind", "unheard_of").put("weight", 0.5),
                null,
                Receipt.NONE));
    }
}
