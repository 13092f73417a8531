package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.phone.OwnerPhone;
import dev.tandem.simulator.phone.PartnerTraffic;
import dev.tandem.simulator.phone.UserPhone;
import dev.tandem.simulator.phone.Written;
import dev.tandem.simulator.webhook.Postman;
import dev.tandem.simulator.webhook.Receipt;
import dev.tandem.simulator.webhook.WebhookItem;
import java.time.Duration;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What happens on phones: a user writes, the owner types, edits and recalls; and any webhook by hand. */
final class PhoneControl {
    private static final long MOST_PARTNER_MESSAGES = 1000;

    private final Lookup lookup;
    private final UserPhone userPhone;
    private final OwnerPhone ownerPhone;
    private final PartnerTraffic partnerTraffic;
    private final Postman postman;
    private final MediaControl media;

    PhoneControl(
            Lookup lookup,
            UserPhone userPhone,
            OwnerPhone ownerPhone,
            PartnerTraffic partnerTraffic,
            Postman postman,
            MediaControl media) {
        this.media = media;
        this.lookup = lookup;
        this.userPhone = userPhone;
        this.ownerPhone = ownerPhone;
        this.partnerTraffic = partnerTraffic;
        this.postman = postman;
    }

    ServerResponse inbound(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Fields fields = Fields.of(http);
        String from = fields.text("from");
        ObjectNode message = Messages.read(fields, "message");
        Duration age = Duration.ofSeconds(fields.wholeOr("ageSeconds", 0));
        String name = fields.textOr("name", null);
        String id = fields.textOr("id", null);
        fields.nothingElse();
        media.fill(number, message, age);
        return written(userPhone.write(number, lookup.writer(from), message, age, name, id));
    }

    ServerResponse appMessage(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Fields fields = Fields.of(http);
        String to = fields.text("to");
        ObjectNode message = Messages.read(fields, "message");
        fields.nothingElse();
        media.fill(number, message, Duration.ZERO);
        return written(ownerPhone.write(number, lookup.person(to), message));
    }

    ServerResponse appEdit(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Fields fields = Fields.of(http);
        String id = fields.text("messageId");
        ObjectNode message = Messages.read(fields, "message");
        fields.nothingElse();
        return written(ownerPhone.edit(number, id, message));
    }

    ServerResponse appRevoke(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Fields fields = Fields.of(http);
        String id = fields.text("messageId");
        fields.nothingElse();
        return written(ownerPhone.revoke(number, id));
    }

    ServerResponse partnerTraffic(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Fields fields = Fields.of(http);
        long perSecond = fields.wholeOr("perSecond", 0);
        fields.nothingElse();
        if (perSecond > MOST_PARTNER_MESSAGES) {
            throw ControlException.badRequest("perSecond must be at most " + MOST_PARTNER_MESSAGES);
        }
        partnerTraffic.set(number, (int) perSecond);
        return Answers.ok(MetaJson.object().put("perSecond", perSecond));
    }

    ServerResponse webhook(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Fields fields = Fields.of(http);
        String field = fields.text("field");
        JsonNode value = fields.any("value");
        fields.nothingElse();
        if (!(value instanceof ObjectNode content)) {
            throw ControlException.badRequest("value is required and must be an object");
        }
        postman.offer(new WebhookItem(number.profile(), field, null, content, null, Receipt.NONE));
        return Answers.ok(MetaJson.object().put("field", field));
    }

    private static ServerResponse written(Written written) {
        ObjectNode json = MetaJson.object()
                .put("id", written.id())
                .put("timestamp", written.at().getEpochSecond())
                .put("userId", written.person().userId());
        if (written.person().waId() != null) {
            json.put("waId", written.person().waId());
        }
        return Answers.ok(json);
    }
}
