package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.PhoneLink;
import dev.tandem.simulator.number.SimulatedNumber;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What becomes of the link between phone and API: registered anew, reconnected, cut. Thread-safe. */
final class LinkControl {

    private static final String RE_REGISTERED = "USER_RE_REGISTERED";

    /** By whom Meta says that it was, for the reasons it documents. */
    private static final Map<String, String> BY = Map.of(
            "PRIMARY_INACTIVITY",
            "SYSTEM",
            "COMPANION_INACTIVITY",
            "SYSTEM",
            "BUSINESS_DOWNGRADE",
            "USER",
            "CHANGE_NUMBER",
            "USER",
            RE_REGISTERED,
            "USER",
            "ACCOUNT_DISCONNECTED",
            "USER");

    /** After these the number is no longer in the Business App. */
    private static final Set<String> LEAVE_THE_APP =
            Set.of("BUSINESS_DOWNGRADE", "CHANGE_NUMBER", "ACCOUNT_DISCONNECTED");

    private final Lookup lookup;
    private final Behaviour behaviour;
    private final AccountUpdates updates;

    LinkControl(Lookup lookup, Behaviour behaviour, AccountUpdates updates) {
        this.lookup = lookup;
        this.behaviour = behaviour;
        this.updates = updates;
    }

    /**
     * {@code {reason?, initiatedBy?, shape?, tell?}}: the link is cut. Without reason the webhook has no
     * {@code disconnection_info}; {@code shape} is {@code account} or {@code partner}; {@code tell: false} loses the webhook.
     */
    ServerResponse unlink(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Fields fields = Fields.of(http);
        @Nullable String reason = fields.textOr("reason", null);
        @Nullable String initiatedBy = fields.textOr("initiatedBy", reason == null ? null : BY.get(reason));
        boolean ofPartner = isOfPartner(fields.textOr("shape", "account"));
        boolean tell = fields.flagOr("tell", true);
        fields.nothingElse();
        number.link().cut(state(reason));
        if (tell) {
            if (behaviour.on(Switch.OFFBOARDED_BEFORE_REMOVED)) {
                updates.bare(number, "ACCOUNT_OFFBOARDED");
            }
            updates.removed(number, reason, initiatedBy, ofPartner);
        }
        return answer(number);
    }

    private static PhoneLink.State state(@Nullable String reason) {
        if (reason == null) {
            return PhoneLink.State.UNLINKED;
        }
        if (reason.equals(RE_REGISTERED)) {
            return PhoneLink.State.RE_REGISTERED;
        }
        return LEAVE_THE_APP.contains(reason) ? PhoneLink.State.LEFT : PhoneLink.State.UNLINKED;
    }

    private static boolean isOfPartner(@Nullable String shape) {
        if ("partner".equals(shape) || "account".equals(shape)) {
            return "partner".equals(shape);
        }
        throw ControlException.badRequest("shape must be account or partner, not " + shape);
    }

    /** {@code {tell?}}: the phone is registered anew. */
    ServerResponse offboard(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        return move(http, number, number.link()::offboard, "ACCOUNT_OFFBOARDED");
    }

    /** {@code {tell?}}: Meta has reconnected it. */
    ServerResponse reconnect(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        return move(http, number, number.link()::reconnect, "ACCOUNT_RECONNECTED");
    }

    private ServerResponse move(ServerRequest http, SimulatedNumber number, BooleanSupplier move, String event) {
        Fields fields = Fields.of(http);
        boolean tell = fields.flagOr("tell", true);
        fields.nothingElse();
        PhoneLink.State before = number.link().state();
        if (!move.getAsBoolean()) {
            throw ControlException.badRequest("the number is " + before.name().toLowerCase(Locale.ROOT) + ", which "
                    + event + " does not follow");
        }
        if (tell) {
            updates.bare(number, event);
        }
        return answer(number);
    }

    private static ServerResponse answer(SimulatedNumber number) {
        ObjectNode json =
                MetaJson.object().put("phoneNumberId", number.phoneNumberId()).put("link", word(number));
        return Answers.ok(json);
    }

    /** As the control side spells it. */
    static String word(SimulatedNumber number) {
        return number.link().state().name().toLowerCase(Locale.ROOT);
    }
}
