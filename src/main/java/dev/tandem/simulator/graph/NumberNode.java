package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.NumberProfile;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.server.RawAnswer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** {@code GET /{version}/{phone_number_id}?fields=…}: the state of a number (R5). Thread-safe. */
final class NumberNode {
    private static final Set<String> DEFAULT_FIELDS = Set.of(
            "id",
            "display_phone_number",
            "verified_name",
            "quality_rating",
            "code_verification_status",
            "platform_type");

    /** As Meta writes times: with an offset and without a colon in it. */
    private static final DateTimeFormatter ONBOARDED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Numbers numbers;

    NumberNode(Numbers numbers) {
        this.numbers = numbers;
    }

    ServerResponse handle(ServerRequest http) {
        String id = http.pathVariable("id");
        SimulatedNumber number = numbers.byId(id);
        if (number == null) {
            return GraphErrors.unknownObject(id);
        }
        Tokens.check(number, http.headers().firstHeader("Authorization"));
        return new RawAnswer(200, RawAnswer.JSON, MetaJson.write(asked(http, number)));
    }

    /** What a call asks for of a number. */
    static ObjectNode asked(ServerRequest http, SimulatedNumber number) {
        ObjectNode all = all(number);
        return all.deepCopy().retain(fields(http, all));
    }

    private static Set<String> fields(ServerRequest http, ObjectNode all) {
        String given = http.param("fields").orElse("");
        if (given.isBlank()) {
            return DEFAULT_FIELDS;
        }
        Set<String> fields = new LinkedHashSet<>(List.of(given.split("\\s*,\\s*")));
        for (String field : fields) {
            if (!all.has(field)) {
                throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, "a phone number has no field '" + field + "'");
            }
        }
        fields.add("id");
        return fields;
    }

    private static ObjectNode all(SimulatedNumber number) {
        NumberProfile profile = number.profile();
        ObjectNode json = MetaJson.object()
                .put("id", profile.phoneNumberId())
                .put("display_phone_number", profile.displayPhoneNumber())
                .put("verified_name", profile.verifiedName())
                .put("name_status", "APPROVED")
                .put("quality_rating", profile.quality())
                .put("code_verification_status", "VERIFIED")
                .put("platform_type", number.link().isOnCloudApi() ? "CLOUD_API" : "NOT_APPLICABLE")
                .put("is_on_biz_app", number.onBizApp() && number.link().isOnBusinessApp())
                .put("last_onboarded_time", ONBOARDED.format(profile.linkedAt()))
                .put("whatsapp_business_manager_messaging_limit", number.tier().name())
                .put("status", number.link().isLinked() ? "CONNECTED" : "DISCONNECTED");
        json.putObject("throughput").put("level", "STANDARD");
        json.putObject("webhook_configuration");
        String canSend = number.link().isLinked() ? "AVAILABLE" : "BLOCKED";
        ObjectNode health = json.putObject("health_status").put("can_send_message", canSend);
        health.putArray("entities")
                .addObject()
                .put("entity_type", "PHONE_NUMBER")
                .put("id", profile.phoneNumberId())
                .put("can_send_message", canSend);
        return json;
    }
}
