package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.delivery.Outgoing;
import dev.tandem.simulator.delivery.Prices;
import dev.tandem.simulator.delivery.Statuses;
import dev.tandem.simulator.graph.Recipients.Recipient;
import dev.tandem.simulator.graph.SendRules.Outlook;
import dev.tandem.simulator.graph.SendRules.Send;
import dev.tandem.simulator.graph.shape.MessageShapes;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.Wamids;
import dev.tandem.simulator.number.Admission;
import dev.tandem.simulator.number.Chat;
import dev.tandem.simulator.number.ChatMessage;
import dev.tandem.simulator.number.ChatMessage.Origin;
import dev.tandem.simulator.number.NumberGate;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.phone.Gesture;
import dev.tandem.simulator.phone.OwnerPhone;
import dev.tandem.simulator.received.ReceivedRequest;
import dev.tandem.simulator.template.Template;
import dev.tandem.simulator.template.TemplateSend;
import dev.tandem.simulator.template.Templates;
import dev.tandem.simulator.time.SimulatorClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Accepts or refuses a message: form, recipient, template, limits, in this order. Thread-safe. */
final class MessageSends {
    private final SimulatorClock clock;
    private final Behaviour behaviour;
    private final Wamids wamids;
    private final Templates templates;
    private final Recipients recipients;
    private final SendRules rules;
    private final Prices prices;
    private final Statuses statuses;
    private final OwnerPhone ownerPhone;

    MessageSends(
            SimulatorClock clock,
            Behaviour behaviour,
            Wamids wamids,
            Templates templates,
            Recipients recipients,
            SendRules rules,
            Prices prices,
            Statuses statuses,
            OwnerPhone ownerPhone) {
        this.clock = clock;
        this.behaviour = behaviour;
        this.wamids = wamids;
        this.templates = templates;
        this.recipients = recipients;
        this.rules = rules;
        this.prices = prices;
        this.statuses = statuses;
        this.ownerPhone = ownerPhone;
    }

    /**
     * An accepted message.
     *
     * @param messageStatus {@code accepted} or {@code held_for_quality_assessment} for templates, else null
     * @param earlyStatus ends when the status is acknowledged that must come before the answer, null without one
     */
    record Accepted(
            Recipient recipient,
            String wamid,
            @Nullable String messageStatus,
            @Nullable CompletableFuture<Void> earlyStatus) {}

    /**
     * Takes a message that arrived, or throws what the Graph API would say.
     *
     * @param injected what is to fail it later whatever it is, null for nothing
     */
    Accepted accept(
            SimulatedNumber number, ObjectNode body, ReceivedRequest request, @Nullable MetaException injected) {
        String type = MessageShapes.checkMessage(body);
        checkAccount(number, body);
        Recipient recipient = recipients.of(number, body);
        Template template = type.equals("template")
                ? TemplateSend.check(templates, number.profile().wabaId(), body.path("template"))
                : null;
        Chat chat = number.chatWith(recipient.person());
        Send send = new Send(number.phoneNumberId(), type, body, template, chat);
        Outlook outlook = rules.before(send);

        Instant now = clock.now();
        Admission admission = Refusals.check(
                number,
                number.gate().admit(chat, number.profile().limits(), gate(number, template), request.stamp(), now));

        ChatMessage message = new ChatMessage(
                wamids.next(recipient.person().key()), Origin.API, now.getEpochSecond(), request.body());
        MetaException failure = injected != null ? injected : rules.later(send, outlook, admission.windowOpen(), now);
        if (failure != null || !type.equals("reaction") || !Gesture.apply(chat, Origin.API, body)) {
            number.add(chat, message);
        }
        if (behaviour.on(Switch.ECHO_API_SENDS)) {
            ownerPhone.echo(
                    number,
                    recipient.person(),
                    message.id(),
                    now,
                    body.deepCopy().retain("type", type));
        }
        CompletableFuture<Void> early = statuses.begin(new Outgoing(
                number.profile(),
                recipient.person(),
                message,
                recipient.byUserId(),
                type.equals("reaction"),
                request.attempt(),
                prices.of(number.phoneNumberId(), template, admission.freeEntryUntil(), now),
                admission.freeEntryUntil(),
                failure,
                request::add));
        String messageStatus = template == null ? null : outlook.held() ? "held_for_quality_assessment" : "accepted";
        return new Accepted(recipient, message.id(), messageStatus, early);
    }

    /** Who names a messaging account names the one of this number here: nobody else's is known (R11). */
    private static void checkAccount(SimulatedNumber number, ObjectNode body) {
        String account = number.profile().wabaId();
        if (!body.path("messaging_account_id").asText(account).equals(account)) {
            throw new MetaException(
                    MetaError.VALUE_INVALID,
                    "messaging_account_id " + body.path("messaging_account_id").asText()
                            + " is no messaging account of this number");
        }
    }

    private NumberGate.Rules gate(SimulatedNumber number, @Nullable Template template) {
        return new NumberGate.Rules(
                template != null,
                behaviour.text(Switch.CLOSED_WINDOW).equals("async"),
                behaviour.on(Switch.ENFORCE_TIER) ? number.tier() : null,
                Duration.ofHours(behaviour.count(Switch.FREE_ENTRY_HOURS)));
    }
}
