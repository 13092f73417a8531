package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Millis;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.People;
import dev.tandem.simulator.webhook.Postman;
import dev.tandem.simulator.webhook.WebhookTarget;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The switches, the seed, and where webhooks go. */
final class BehaviourControl {
    private final Behaviour behaviour;
    private final Dice dice;
    private final People people;
    private final Postman postman;
    private final WebhookTarget startTarget;
    private final long startSeed;

    BehaviourControl(Behaviour behaviour, Dice dice, People people, Postman postman) {
        this.behaviour = behaviour;
        this.dice = dice;
        this.people = people;
        this.postman = postman;
        this.startTarget = postman.target();
        this.startSeed = dice.seed();
    }

    ServerResponse get(ServerRequest http) {
        return Answers.ok(json());
    }

    /** Changes what is given and nothing else. */
    ServerResponse put(ServerRequest http) {
        Fields fields = Fields.of(http);
        boolean tidy = fields.flagOr("tidy", behaviour.tidy());
        JsonNode seed = fields.any("seed");
        if (seed != null && !seed.canConvertToLong()) {
            throw ControlException.badRequest("seed must be a whole number, not " + seed);
        }
        WebhookTarget before = postman.target();
        WebhookTarget target = new WebhookTarget(
                url(fields.textOr("webhookUrl", null), before.url()),
                text(fields, "appSecret", before.appSecret()),
                text(fields, "verifyToken", before.verifyToken()));
        Map<Switch, JsonNode> switches = new EnumMap<>(Switch.class);
        for (Switch each : Switch.values()) {
            JsonNode value = fields.any(each.jsonName());
            if (value != null) {
                switches.put(each, value);
            }
        }
        fields.nothingElse();
        behaviour.set(switches);
        behaviour.tidy(tidy);
        postman.target(target);
        if (seed != null) {
            dice.seed(seed.longValue());
        }
        people.forget();
        return Answers.ok(json());
    }

    /** Back to how the simulator started. */
    ServerResponse delete(ServerRequest http) {
        behaviour.reset();
        dice.seed(startSeed);
        postman.target(startTarget);
        people.forget();
        return Answers.ok(json());
    }

    private ObjectNode json() {
        ObjectNode json = MetaJson.object().put("tidy", behaviour.tidy()).put("seed", dice.seed());
        behaviour.values().forEach((which, value) -> {
            if (value instanceof Millis millis) {
                json.putArray(which.jsonName()).add(millis.low()).add(millis.high());
            } else {
                json.putPOJO(which.jsonName(), value);
            }
        });
        return json.put("webhookUrl", postman.target().url().toString());
    }

    private static String text(Fields fields, String name, String before) {
        return Objects.requireNonNullElse(fields.textOr(name, null), before);
    }

    private static URI url(@Nullable String given, URI before) {
        if (given == null) {
            return before;
        }
        if (!given.matches("https?://[^\\s]+")) {
            throw ControlException.badRequest("webhookUrl must be an http or https URL, not " + given);
        }
        return URI.create(given);
    }
}
